import { itTurnsItsChecksRed } from "../fixtures/broken-stack.fixture.ts";

/**
 * On these stacks requests hang or the compactor does not start, so that probes reach their timeouts, which takes
 * minutes each (`make slow`). A missing heartbeat is detected only after a minute.
 */
describe("a stack on which requests hang", () => {
  // Every check that waits for an answer is permitted to be unknown on these stacks; the first timeout determines which
  // checks are.
  for (const group of [
    ["frontend-without-scheduler", "heartbeat-missing"],
    ["s3-without-list"],
    ["s3-without-get"],
    ["s3-without-put"],
  ])
    itTurnsItsChecksRed(group, { mayBeUnknown: ["*"] });
});

describe("a stack without a compactor", () => itTurnsItsChecksRed(["s3-without-delete"]));

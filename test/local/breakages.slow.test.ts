import { itTurnsItsChecksRed } from "../fixtures/broken-stack.fixture.ts";

/**
 * On these stacks requests hang or the compactor does not start, so that every probe waits as long as it may: minutes each
 * (`make slow`). A heartbeat that is missing is so after a minute.
 */
describe("a stack on which requests hang", () => {
  // What waits for an answer is unknown here, and what that is depends on who gives up first.
  for (const group of [
    ["frontend-without-scheduler", "heartbeat-missing"],
    ["s3-without-list"],
    ["s3-without-get"],
    ["s3-without-put"],
  ])
    itTurnsItsChecksRed(group, { mayBeUnknown: ["*"] });
});

describe("a stack without a compactor", () => itTurnsItsChecksRed(["s3-without-delete"]));

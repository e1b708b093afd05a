import { itTurnsItsChecksRed } from "./broken-stack.fixture.ts";

/** On these stacks requests hang or the compactor does not start, so that every probe waits as long as it may: minutes each (`make slow`). */
describe("a stack on which requests hang", () => {
  for (const breakage of [
    "frontend-without-scheduler",
    "s3-without-list",
    "s3-without-get",
    "s3-without-put",
    "s3-without-delete",
  ])
    itTurnsItsChecksRed([breakage]);
});

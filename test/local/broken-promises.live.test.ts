import { itTurnsItsChecksRed } from "../fixtures/broken-stack.fixture.ts";

describe("a stack that does not keep what it acknowledged", () =>
  itTurnsItsChecksRed([
    "replication-factor-1",
    "push-swallowed",
    "queriers-without-index-gateway",
    "splits-by-hour",
    "frontends-less-parallel",
    "smoke-query-blocked",
    "s3-beyond-four",
  ]));

import { itTurnsItsChecksRed } from "./broken-stack.fixture.ts";

describe("a stack that lacks a part", () =>
  itTurnsItsChecksRed([
    "ingester-absent",
    "sandbox-override-missing",
    "index-gateway-dns",
    "queries-unsharded",
    "lines-truncated",
  ]));

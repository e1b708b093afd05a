import { itTurnsItsChecksRed } from "../fixtures/broken-stack.fixture.ts";
import { announcedElsewhere } from "../fixtures/outside-world.fixture.ts";

describe("a stack that lacks a part, and whose members announce somebody else's address", () =>
  itTurnsItsChecksRed(
    [
      "ingester-absent",
      "sandbox-override-missing",
      "index-gateway-dns",
      "queries-unsharded",
      "lines-truncated",
      "ingesters-asked-too-short",
      "volume-off",
      "pattern-ingester-absent",
    ],
    { outside: announcedElsewhere },
  ));

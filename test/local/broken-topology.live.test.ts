import { itTurnsItsChecksRed } from "../fixtures/broken-stack.fixture.ts";
import { patternsElsewhere } from "../fixtures/outside-world.fixture.ts";

describe("a stack that is one process, keeps its data elsewhere, and pushes its patterns to somebody else", () =>
  itTurnsItsChecksRed(["monolithic", "wrong-bucket"], { outside: patternsElsewhere }));

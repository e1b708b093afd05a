import { itTurnsItsChecksRed } from "./broken-stack.fixture.ts";
import { patternsElsewhere } from "./outside-world.fixture.ts";

describe("a stack that is one process, keeps its data elsewhere, and pushes its patterns to somebody else", () =>
  itTurnsItsChecksRed(["monolithic", "wrong-bucket"], { outside: patternsElsewhere }));

import { itTurnsItsChecksRed } from "./broken-stack.fixture.ts";

describe("a stack that is one process, and keeps its data elsewhere", () =>
  itTurnsItsChecksRed(["monolithic", "wrong-bucket"]));

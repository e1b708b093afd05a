import { itTurnsItsChecksRed } from "../fixtures/broken-stack.fixture.ts";

describe("a stack that knows no tenants", () => itTurnsItsChecksRed(["auth-disabled"]));

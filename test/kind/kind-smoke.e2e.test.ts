import { passesOnKind } from "../fixtures/passes-on-kind.fixture.ts";

describe("smoke on kind", () => {
  it("passes by every suite, in time, and leaves no container, network, volume or file", async () => {
    await passesOnKind("smoke", { withinS: 480, canaries: true });
  });
});

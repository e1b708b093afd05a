import { expect } from "chai";
import { goModFile, wrapperGoMod } from "./go-wrapper.ts";

const source = {
  module: "example.org/loki/v3",
  version: "v3.7.8",
  main: "example.org/loki/v3/cmd/loki",
  stamps: {},
};

describe("wrapperGoMod", () => {
  it("repeats what Go honours only in a main module, and leaves out replacements by local folders", () => {
    const own = goModFile.parse({
      Module: { Path: "example.org/loki/v3" },
      Go: "1.26.5",
      Godebug: [{ Key: "winsymlink", Value: "0" }],
      Require: [{ Path: "example.org/a", Version: "v1.0.0" }],
      Exclude: [{ Path: "example.org/b", Version: "v8.0.0+incompatible" }],
      Replace: [
        { Old: { Path: "example.org/c" }, New: { Path: "example.org/fork", Version: "v0.1.0" } },
        {
          Old: { Path: "example.org/d", Version: "v1.2.3" },
          New: { Path: "example.org/d", Version: "v1.2.2" },
        },
        { Old: { Path: "example.org/loki/pkg/push" }, New: { Path: "./pkg/push" } },
      ],
    });
    expect(wrapperGoMod(source, own).split("\n")).to.deep.equal([
      "module lokiproof/tool",
      "",
      "go 1.26.5",
      "",
      "require example.org/loki/v3 v3.7.8",
      "godebug winsymlink=0",
      "exclude example.org/b v8.0.0+incompatible",
      "replace example.org/c => example.org/fork v0.1.0",
      "replace example.org/d v1.2.3 => example.org/d v1.2.2",
      "",
    ]);
  });

  it("reads the null lists that go writes for a module without any", () => {
    const own = goModFile.parse({ Go: "1.25.0", Require: null, Exclude: null, Replace: null });
    expect(wrapperGoMod(source, own)).to.equal(
      "module lokiproof/tool\n\ngo 1.25.0\n\nrequire example.org/loki/v3 v3.7.8\n",
    );
  });
});

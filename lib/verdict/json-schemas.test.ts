import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { jsonSchemas } from "./json-schemas.ts";

describe("generated JSON Schemas", () => {
  for (const [path, text] of jsonSchemas) {
    it(`${path} is what the code says (else: make fix)`, () => {
      expect(readFileSync(join(import.meta.dirname, "..", path), "utf8")).to.equal(text);
    });
  }

  it("leave to the scenario's author what has a default, and refuse unknown fields", () => {
    const schema = JSON.parse(jsonSchemas.get("plan/scenario.schema.json") ?? "");
    expect(schema.required).to.have.members(["version", "name", "description"]);
    expect(schema.additionalProperties).to.equal(false);
  });
});

import { expect } from "chai";
import { keepsStructuredMetadata, schemaAt } from "./schema.ts";

const period = (from: string, schema: string): { from: string; schema: string } => ({ from, schema });
const planned = (...configs: { from: string; schema: string }[]): Parameters<typeof schemaAt>[0] => ({
  config: { schema_config: { configs } },
});
const nowMs = Date.parse("2026-11-30T12:00:00Z");

describe("schemaAt", () => {
  it("is that of the last period that has begun, in whatever order they stand", () => {
    const [old, today, later] = [
      period("2023-01-01", "v12"),
      period("2026-11-30", "v13"),
      period("2027-01-01", "v14"),
    ];
    expect(schemaAt(planned(old, today, later), nowMs)).to.equal("v13");
    expect(schemaAt(planned(today, old), nowMs)).to.equal("v13");
    expect(schemaAt(planned(old, later), nowMs)).to.equal("v12");
    expect(schemaAt(planned(later), nowMs)).to.equal(undefined);
    expect(schemaAt({ config: {} }, nowMs)).to.equal(undefined);
  });

  it("keeps structured metadata since v13", () => {
    expect(["v9", "v11", "v12", "v13", "v14"].filter(keepsStructuredMetadata)).to.deep.equal(["v13", "v14"]);
  });
});

import { expect } from "chai";
import type { JsonObject } from "../base/json.ts";
import { refuseUnknown } from "./refuse-unknown.ts";

function stated(config: JsonObject, overrides: JsonObject = {}): Parameters<typeof refuseUnknown>[0] {
  return [{ source: "--loki-config a.yaml", config, overrides }];
}

describe("settings that the planned Loki does not know", () => {
  it("are refused, all at once, with the file, the path and what may be meant", () => {
    const files = [
      ...stated({ compactor: { compaction_intervall: "1m" } }),
      { source: "--overrides o.yaml", config: {}, overrides: { payments: { ingestion_rate_mbb: 4 } } },
    ];
    expect(() => refuseUnknown(files, "3.7.8"))
      .to.throw(
        "--loki-config a.yaml: Loki 3.7.8 has no setting compactor.compaction_intervall; did you mean compactor.compaction_interval?",
      )
      .with.property("message")
      .that.contains(
        "--overrides o.yaml: Loki 3.7.8 has no setting overrides.payments.ingestion_rate_mbb; did you mean ingestion_rate_mb?",
      );
  });

  it("are named with the version that has them", () => {
    const config = { distributor: { tenant_topic: { enabled: true } } };
    expect(refuseUnknown(stated(config), "3.5.7")).to.deep.equal([]);
    expect(() => refuseUnknown(stated(config), "3.7.8")).to.throw(
      "tenant_topic is a setting of Loki 3.5.7, not of 3.7.8",
    );
  });

  it("are left to Loki's own check, with a warning, if the version is not known here", () => {
    for (const version of ["3.8.0", "2.9.8"]) {
      expect(refuseUnknown(stated({ brand_new: 1 }), version)[0]).to.contain(`Loki ${version}`);
    }
    expect(refuseUnknown(stated({}), "3.8.0"), "nothing is given").to.deep.equal([]);
  });
});

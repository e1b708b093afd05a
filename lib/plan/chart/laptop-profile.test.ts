import { expect } from "chai";
import type { JsonObject } from "../../base/json.ts";
import { laptopProfile } from "./laptop-profile.ts";
import { layerValues } from "./layer-values.ts";

function paths(values: JsonObject): string[] {
  return laptopProfile(values).changes.map(({ path }) => path);
}

describe("the laptop profile", () => {
  it("names what it changes with the reason, and the chart's default where the values say nothing", () => {
    const { values, changes } = laptopProfile({ querier: { replicas: 2, nodeSelector: { pool: "logs" } } });
    expect(values).to.have.deep.nested.property("querier", {
      replicas: 2,
      nodeSelector: null,
      affinity: null,
    });
    for (const { path, was, now, why } of changes) {
      expect(was, path).to.be.a("string").that.is.not.empty;
      expect(now, path).to.be.a("string");
      expect(why, path).not.to.be.empty;
    }
    expect(changes.map(({ path }) => path)).to.include.members(["querier.affinity", "querier.nodeSelector"]);
  });

  it("leaves what does not run, and what is as it should be, alone", () => {
    expect(paths({ querier: { replicas: 0 } })).not.to.include("querier.affinity");
    expect(paths({ querier: { replicas: 1, affinity: null } })).not.to.include("querier.affinity");
    expect(paths({ chunksCache: { enabled: false } })).not.to.include("chunksCache.allocatedMemory");
    expect(paths({})).to.include("chunksCache.allocatedMemory");
  });

  it("takes storage classes away, of claims too, and leaves sizes", () => {
    const claims = [{ name: "data", size: "33Gi", storageClass: "gp3" }];
    const { values } = laptopProfile({ ingester: { replicas: 1, persistence: { claims } } });
    expect(values).to.have.deep.nested.property("ingester.persistence.claims", [
      { name: "data", size: "33Gi", storageClass: null },
    ]);
  });

  it("takes resources away whole: Helm would merge what is left of them", () => {
    const { values } = laptopProfile({
      querier: { replicas: 1, resources: { requests: { memory: "9Gi" } } },
    });
    expect(values).to.have.deep.nested.property("querier.resources", { requests: null });
  });

  it("changes nothing more when it is applied again", () => {
    const once = laptopProfile({
      querier: { replicas: 1, autoscaling: { enabled: true, minReplicas: 2 } },
    }).values;
    expect(layerValues(once, laptopProfile(once).values)).to.deep.equal(once);
  });
});

import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import { type Json, type JsonObject, layer, settingAt } from "../../base/json.ts";
import { loadPlan } from "../../plan/load-plan.ts";
import { withoutOverruled } from "../../plan/overruled-settings.ts";
import type { Plan } from "../../plan/plan.ts";
import { keptSettings } from "../../settings/kept-settings.ts";
import { isKind, isList, isMap, type SettingNode } from "../../settings/setting-tree.ts";
import { lokiConfig } from "./loki-config.ts";
import type { Surroundings } from "./safety-config.ts";
import { topologyOf } from "./topology.ts";

/** Sample values: every kind of setting accepts at least one of these. */
const samples: readonly Json[] = [
  true,
  false,
  7,
  "5m",
  "256KB",
  "abc",
  '{a="b"}',
  "a.+b",
  "2024-01-31",
  "2026-01-31T12:00:00Z",
  "",
  "ring",
  "simple",
  "remote",
  "local",
  "debug",
  "json",
  "snappy",
  "default",
  "by-rule",
  "s3",
  "boltdb",
  "filter-only",
  "bounded",
];

interface Stated {
  readonly path: readonly string[];
  readonly value: Json;
}

/** Returns every single accepted setting, once with each sample value that it accepts. */
function statedIn(node: SettingNode, path: readonly string[] = []): readonly Stated[] {
  if (isKind(node)) return samples.filter((value) => node.accepts(value)).map((value) => ({ path, value }));
  if (isList(node) || isMap(node)) return [];
  return Object.entries(node).flatMap(([key, inner]) => statedIn(inner, [...path, key]));
}

function nest({ path: [key = "", ...rest], value }: Stated): JsonObject {
  return { [key]: rest.length === 0 ? value : nest({ path: rest, value }) };
}

const around = (plan: Plan): Surroundings => ({
  runId: "r",
  topology: topologyOf(plan, 20_000),
  bucket: "b",
  overridesFile: "/o.yaml",
  dataDir: "/d",
  indexGatewayAddress: "list",
});

/** Returns the settings of the plan that a stack silently runs without. */
function silentlyOverruled(plan: Plan): readonly string[] {
  const surroundings = around(plan);
  const processes = surroundings.topology.lokis.filter(({ index }) => index === 0);
  const lost = statedIn(keptSettings).filter((stated) => {
    const { config, overruled } = withoutOverruled(layer(plan.config, nest(stated)), plan.replicas);
    if (overruled.some(({ path }) => path === stated.path.join("."))) return false;
    return processes.some((loki) => {
      const final = lokiConfig(loki, { ...plan, config }, surroundings);
      return !isDeepStrictEqual(settingAt(final, stated.path), stated.value);
    });
  });
  return [...new Set(lost.map(({ path }) => path.join(".")))];
}

describe("what a local stack has in its own way", function () {
  this.timeout(60_000);
  let plan: Plan;
  before(async () => {
    ({ plan } = await loadPlan({ scenario: "smoke", provider: "local", now: new Date() }, {}));
  });

  it("is named: every other setting that is taken is in the config of every process", () => {
    expect(statedIn(keptSettings).length).to.be.greaterThan(500);
    expect(silentlyOverruled(plan)).to.deep.equal([]);
  });

  for (const absent of ["query-scheduler", "query-frontend", "index-gateway"] as const) {
    it(`is named on a stack without a ${absent}, too`, () => {
      expect(silentlyOverruled({ ...plan, replicas: { ...plan.replicas, [absent]: 0 } })).to.deep.equal([]);
    });
  }

  it("is left out of what is expected, and named with its source", async () => {
    const stated = { query_scheduler: { use_scheduler_ring: false }, index_gateway: { mode: "ring" } };
    const { config, overruled } = withoutOverruled({ auth_enabled: true, ...stated }, plan.replicas);
    expect(config).to.deep.equal({ auth_enabled: true, query_scheduler: {}, index_gateway: {} });
    expect(overruled.map(({ path }) => path)).to.deep.equal([
      "query_scheduler.use_scheduler_ring",
      "index_gateway.mode",
    ]);
    const words = ["loki.structuredConfig.index_gateway.mode=ring"];
    const given = { scenario: "smoke", provider: "local", now: new Date() } as const;
    const { warnings } = await loadPlan({ ...given, chart: { settings: words } }, {});
    expect(warnings.join("\n")).to.contain(
      "index_gateway.mode of chart values: left out, queriers of a local",
    );
  });
});

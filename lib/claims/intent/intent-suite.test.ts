import { expect } from "chai";
import { copySuites } from "../../judge/copy-suites.ts";
import { runFolder } from "../../judge/run-folder.fixture.ts";
import { judge } from "../../judge/run-suites.ts";
import type { Plan } from "../../plan/plan.ts";
import type { CheckResult } from "../../verdict/check.ts";
import type { SettingsRecord } from "./settings.probe.ts";

const where = { context: "prod", namespace: "loki", release: "loki", sources: [] };
const schema = { configs: [{ from: "2024-04-01", store: "tsdb" }] };
const config = { schema_config: schema, common: { replication_factor: 3 }, querier: { max_concurrent: 8 } };
const settings = { "common.replication_factor": 3, "querier.max_concurrent": 8 };
const members = ["loki-ingester-0", "loki-querier-x"];
const group = { members, version: "3.7.8", bucket: "chunks", config, settings };
const healthy: SettingsRecord = { groups: [group], silent: {} };
const stated = [
  "lokiVersion",
  "bucket",
  "config.schema_config.configs",
  "config.common.replication_factor",
  "config.querier.max_concurrent",
];

async function judged(
  record: SettingsRecord,
  { said = stated, ...parts }: Partial<Plan> & { said?: string[] } = {},
): Promise<(id: string) => CheckResult> {
  const attachment = { ...where, stated: said };
  const plan: Partial<Plan> = {
    provider: "cluster",
    bucket: "chunks",
    lokiVersion: "3.7.8",
    config,
    attachment,
    ...parts,
  };
  await using folder = await runFolder(plan);
  await copySuites({ runDir: folder.dir, only: ["intent"], userSuites: [] });
  await folder.observed("intent.settings", record);
  const { checks } = await judge(folder.dir, { signal: AbortSignal.timeout(60_000) });
  return (id) => {
    const check = checks.find((one) => one.id === id);
    if (check === undefined) throw new Error(`no check ${id}`);
    return check;
  };
}

describe("the intent suite", function () {
  this.timeout(60_000);
  const all = ["intent.same", "intent.version", "intent.bucket", "intent.schema", "intent.settings"];

  it("passes where the cluster is what its users say it is meant to be", async () => {
    const check = await judged(healthy);
    for (const id of all) expect(check(id), id).to.include({ outcome: "pass" });
  });

  it("is unknown, not pass, where nobody said what is meant; what all have alike is known", async () => {
    const check = await judged(healthy, { said: [] });
    expect(check("intent.same").outcome).to.equal("pass");
    for (const id of all.slice(1)) {
      expect(check(id), id).to.include({ outcome: "unknown" });
      expect(check(id).message, id).to.match(/^consistent, intent unknown: .*--expect/);
    }
  });

  it("fails where it is not what is meant, each in its own check", async () => {
    const check = await judged(healthy, {
      bucket: "another",
      lokiVersion: "3.7.9",
      config: { ...config, schema_config: { configs: [] }, querier: { max_concurrent: 16 } },
    });
    for (const id of all.slice(1)) expect(check(id), id).to.include({ outcome: "fail" });
    expect(check("intent.settings").message).to.contain("querier.max_concurrent");
  });

  it("fails where members run with different things, whoever is right", async () => {
    const other = { ...group, members: ["loki-ingester-1"], version: "3.5.7" };
    const check = await judged({ ...healthy, groups: [group, other] }, { said: [] });
    expect(check("intent.same")).to.include({ outcome: "fail" });
    expect(check("intent.version"), "one of them is not the learned one").to.include({ outcome: "fail" });
  });

  it("takes a schema that leaves out what Loki fills in", async () => {
    const shown = {
      configs: [
        { ...schema.configs[0], index: { prefix: "index_", period: "1d", tags: {} }, row_shards: 16 },
      ],
    };
    const filled = { ...group, config: { ...config, schema_config: shown } };
    const meant = { configs: [{ ...schema.configs[0], index: { prefix: "index_", period: "24h" } }] };
    const check = await judged(
      { ...healthy, groups: [filled] },
      { config: { ...config, schema_config: meant } },
    );
    expect(check("intent.schema")).to.include({ outcome: "pass" });
  });

  it("is unknown where a member did not say", async () => {
    const check = await judged({ ...healthy, silent: { "loki-ruler-0": "no answer" } });
    for (const id of all) expect(check(id), id).to.include({ outcome: "unknown" });
  });
});

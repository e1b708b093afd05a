import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import type { JsonObject } from "../../base/json.ts";
import { loadPlan } from "../load-plan.ts";
import type { Plan } from "../plan.ts";

describe("chart values in a plan", () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "lokiproof-values-"));
  });
  after(() => rm(dir, { recursive: true }));

  const planOf = async (
    files: readonly (JsonObject | string)[],
    settings: readonly string[] = [],
    provider: Plan["provider"] = "kind",
  ): Promise<Plan> => {
    const valuesFiles = await Promise.all(
      files.map(async (values, index) => {
        const file = join(dir, `${index}.yaml`);
        await writeFile(file, typeof values === "string" ? values : stringify(values));
        return file;
      }),
    );
    const now = new Date("2026-11-27T09:00:00Z");
    return (await loadPlan({ scenario: "smoke", provider, chart: { valuesFiles, settings }, now }, {})).plan;
  };

  it("give replicas, Loki's config, overrides and version, each file over the one before and --set over all", async () => {
    const plan = await planOf(
      [
        { querier: { replicas: 2 }, loki: { image: { tag: "3.5.7" }, querier: { max_concurrent: 3 } } },
        { querier: { replicas: 5 }, loki: { structuredConfig: { querier: { max_concurrent: 4 } } } },
        { loki: { runtimeConfig: { overrides: { checkout: { max_line_size: "1KB" } } } } },
      ],
      ["querier.replicas=6"],
    );
    expect(plan.replicas.querier).to.equal(6);
    expect(plan.lokiVersion).to.equal("3.5.7");
    expect(plan.config).to.have.nested.property("querier.max_concurrent", 4);
    expect(plan.overrides["checkout"]).to.include({ max_line_size: "1KB", ingestion_rate_mb: 1.5 });
  });

  it("move the same expectations on a stack without a chart", async () => {
    const plan = await planOf([{ querier: { replicas: 1 } }], [], "local");
    expect(plan.replicas.querier).to.equal(1);
    expect(plan).not.to.have.property("helm");
  });

  it("are read where overrides are text, and the plan knows that they were", async () => {
    const plan = await planOf([
      "loki:\n  runtimeConfig: |\n    overrides: {sandbox: {ingestion_rate_mb: 16}}\n",
    ]);
    expect(plan.overrides["sandbox"]).to.include({ ingestion_rate_mb: 2 });
    expect(plan.helm?.runtimeConfigIsText).to.equal(true);
  });

  it("are refused where overrides are none", async () => {
    const refused = await planOf(["loki: { runtimeConfig: { overrides: [1] } }"]).then(String, String);
    expect(refused).to.contain("loki.runtimeConfig: expected overrides by tenant");
  });

  const useless: readonly (readonly [JsonObject, RegExp])[] = [
    [
      { serviceAccount: { name: "x" }, ingress: { enabled: true } },
      /none of its 2 keys is accepted[^]*serviceAccount: a role/,
    ],
    [
      { loki: { storage: { s3: { secretAccessKey: "x" } } } },
      /none of its 1 key is accepted[^]*loki.storage/,
    ],
    [{ something: { else: 1 } }, /has no such key/],
  ];
  for (const [values, why] of useless) {
    it(`are refused where nothing of a file is taken: ${Object.keys(values).join(", ")}`, async () => {
      expect(await planOf([values]).then(String, String)).to.match(why);
    });
  }

  it("may be an empty file, as Helm takes it", async () => {
    expect((await planOf(["# nothing yet\n"])).replicas.querier).to.equal(4);
  });

  it("are refused where --set names what the chart does not have, with what may be meant", async () => {
    expect(await planOf([], ["querier.replica=3"]).then(String, String)).to.contain("has no such key");
    const wrong = await planOf([], ["limits_config.ingestion_rate_mb=3"]).then(String, ({ hint }) =>
      String(hint),
    );
    expect(wrong).to.contain("did you mean loki.limits_config?");
  });

  it("are put into a list of a values file by --set", async () => {
    const claims = [{ name: "data", accessModes: ["ReadWriteOnce"], size: "1Gi" }];
    const plan = await planOf(
      [{ ingester: { persistence: { claims } } }],
      ["ingester.persistence.claims[0].size=7Gi"],
    );
    expect(plan.helm?.values).to.have.nested.property("ingester.persistence.claims[0].size", "7Gi");
  });

  it("of a laptop are only those of kind: a cluster has its own nodes", async () => {
    expect((await planOf([], [], "cluster")).helm?.laptop).to.be.empty;
    expect((await planOf([])).helm?.laptop).not.to.be.empty;
  });

  it("can stand alone, over the chart's own defaults", async () => {
    const now = new Date("2026-11-27T09:00:00Z");
    const { plan } = await loadPlan({ scenario: "article-verbatim", provider: "kind", now }, {});
    expect(plan.replicas).to.include({ querier: 4, "query-scheduler": 0 });
    expect(plan.helm?.values).not.to.have.property("queryScheduler");
  });
});

import { expect } from "chai";
import { isObject, type Json } from "lokiproof/base/json.ts";
import { plannedSettings, type RunsWith, settingsProbe } from "lokiproof/claims/intent/settings.probe.ts";
import { sameLimit } from "lokiproof/claims/limits/limit-value.ts";
import { figure, intended, plan, recordOf, unknown } from "lokiproof/judge/suite.ts";

/**
 * Returns the settings of all Loki processes, grouped by equal settings. Ends the check as unknown unless every process
 * reported its settings.
 */
function groups(): readonly RunsWith[] {
  const { groups: seen, silent } = recordOf(settingsProbe);
  if (seen.length === 0) unknown("not checked: no Loki process reported its config");
  const why = Object.entries(silent).map(([name, said]) => `${name}: ${said}`);
  if (why.length > 0)
    unknown(`not checked: these Loki processes did not report their config: ${why.join("; ")}`);
  return seen;
}

/**
 * Returns whether the seen value contains the expected value. An expected object might omit fields that Loki fills in.
 */
function holds(expected: Json, seen: Json): boolean {
  if (Array.isArray(expected) && Array.isArray(seen)) {
    return expected.length === seen.length && expected.every((one, index) => holds(one, seen[index] ?? null));
  }
  if (isObject(expected) && isObject(seen)) {
    return Object.entries(expected).every(([key, inner]) => holds(inner, seen[key] ?? null));
  }
  return sameLimit(expected, seen);
}

const plain = (one: RunsWith | undefined): object => ({ ...one, members: "" });
const namesOf = ({ members }: RunsWith): string => members.join(", ");

describe("intent", () => {
  it("same: all Loki processes have the same version, bucket and settings", () => {
    const [first, ...others] = groups();
    for (const other of others) {
      const what = `config of ${namesOf(other)}, compared with the config of ${first === undefined ? "none" : namesOf(first)}`;
      expect(plain(other), what).to.deep.equal(plain(first));
    }
    expect(
      others,
      "groups of Loki processes whose version, bucket or settings differ from the first group's",
    ).to.deep.equal([]);
    figure(`${first?.members.length} Loki processes have the same version, bucket and settings`);
  });

  it("version: every Loki process runs the stated Loki version", () => {
    for (const group of groups()) {
      expect(group.version, `Loki version that ${namesOf(group)} reported`).to.equal(plan().lokiVersion);
    }
    intended("lokiVersion");
  });

  it("bucket: every Loki process stores its chunks in the stated bucket", () => {
    for (const group of groups()) {
      expect(group.bucket ?? "no S3 bucket", `bucket in which ${namesOf(group)} store chunks`).to.equal(
        plan().bucket,
      );
    }
    intended("bucket");
  });

  it("schema: every Loki process uses the stated schema_config", () => {
    for (const group of groups()) {
      const seen = group.config["schema_config"] ?? null;
      const expected = plan().config["schema_config"] ?? null;
      const what = `schema_config of ${namesOf(group)}`;
      if (!holds(expected, seen)) expect(seen, what).to.deep.equal(expected);
      expect(holds(expected, seen), what).to.equal(true);
    }
    intended("config.schema_config");
  });

  it("settings: every other stated setting is in effect on every Loki process", () => {
    const due = plannedSettings(plan());
    for (const group of groups()) {
      for (const { path, expected } of due) {
        const seen = group.settings[path] ?? null;
        const what = `${path} of ${namesOf(group)}`;
        if (!sameLimit(seen, expected)) expect(seen, what).to.deep.equal(expected);
        expect(sameLimit(seen, expected), what).to.equal(true);
      }
    }
    if (due.length === 0)
      unknown("not checked: only limits and a schema are stated, so there is no other setting to compare");
    intended(...due.map(({ path }) => `config.${path.split(".").slice(0, 2).join(".")}`));
    figure(`${due.length} settings compared on every Loki process`);
  });
});

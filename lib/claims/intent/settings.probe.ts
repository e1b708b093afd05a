import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { isObject, type Json, type JsonObject, settingAt } from "../../base/json.ts";
import { buildVersion, defaultConfig, runningConfig } from "../../loki/running-config.ts";
import { jsonObject, jsonValue } from "../../plan/json-schema.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { learnBucket } from "../../stack/cluster/learn-bucket.ts";
import { learnConfig } from "../../stack/cluster/learn-config.ts";
import type { Member } from "../../stack/stack.ts";

/** The version, bucket and config that several Loki processes have in common. */
const runsWith = z.strictObject({
  members: z.array(z.string()).min(1),
  version: z.string(),
  /**
   * The S3 bucket in which these Loki processes store chunks. Absent if Loki keeps its chunks in a store other than S3.
   */
  bucket: z.string().optional(),
  /** Config values that differ from Loki's defaults, limited to values that checks need. */
  config: jsonObject,
  /**
   * The value that the Loki processes report for each path of the plan's config, except limits and schema. It is null
   * if no value is set.
   */
  settings: z.record(z.string(), jsonValue),
});
export type RunsWith = z.infer<typeof runsWith>;

const settingsRecord = z.strictObject({
  groups: z.array(runsWith),
  /** Loki processes that did not report their config, each with the reason. */
  silent: z.record(z.string(), z.string()),
});
export type SettingsRecord = z.infer<typeof settingsRecord>;

/** Reads the config that every Loki process of an existing cluster reports. */
export const settingsProbe: Probe<SettingsRecord> = {
  id: "intent.settings",
  phase: "before",
  record: settingsRecord,
  timeoutMs: 90_000,
  planned: ({ attachment }) => attachment !== undefined,
  async observe({ stack, plan }: ProbeContext, signal): Promise<SettingsRecord> {
    const members = [...new Map(stack.members.map((member) => [member.url, member])).values()];
    const groups: RunsWith[] = [];
    const silent: Record<string, string> = {};
    const said = await Promise.all(members.map((member) => settingsOf(member, plan, signal)));
    for (const [place, { name }] of members.entries()) {
      const one = said[place] ?? "not queried";
      if (typeof one === "string") silent[name] = one;
      else join(groups, name, one);
    }
    return { groups, silent };
  },
};

type Settings = Omit<RunsWith, "members">;

async function settingsOf(member: Member, plan: Plan, signal: AbortSignal): Promise<Settings | string> {
  try {
    const [config, defaults, version] = await Promise.all([
      runningConfig(member.url, signal),
      defaultConfig(member.url, signal),
      buildVersion(member.url, signal),
    ]);
    const bucket = learnBucket(config)?.bucket;
    return {
      version,
      ...(bucket === undefined ? {} : { bucket }),
      config: learnConfig(config, defaults),
      settings: Object.fromEntries(
        plannedSettings(plan).map(({ path, keys }) => [path, settingAt(config, keys) ?? null]),
      ),
    };
  } catch (error) {
    signal.throwIfAborted();
    return describeError(error);
  }
}

function join(groups: RunsWith[], name: string, one: Settings): void {
  const alike = groups.find((group) => isDeepStrictEqual({ ...group, members: [] }, { ...one, members: [] }));
  if (alike === undefined) groups.push({ members: [name], ...one });
  else alike.members.push(name);
}

const judgedElsewhere: ReadonlySet<string> = new Set(["limits_config", "schema_config"]);

/** One setting of the plan's config. Limits and the schema are excluded because separate checks compare them. */
export interface PlannedSetting {
  readonly path: string;
  readonly keys: readonly string[];
  readonly expected: Json;
}

export function plannedSettings({ config }: Pick<Plan, "config">): readonly PlannedSetting[] {
  return leaves(config, []).filter(({ keys: [block = ""] }) => !judgedElsewhere.has(block));
}

function leaves(value: JsonObject, above: readonly string[]): readonly PlannedSetting[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const keys = [...above, key];
    return isObject(inner) ? leaves(inner, keys) : [{ path: keys.join("."), keys, expected: inner }];
  });
}

import { usageError } from "../base/errors.ts";
import { breakageConfig } from "../settings/breakage-settings.ts";
import type { DroppedSetting } from "../settings/harmless-config.ts";
import { keepHarmlessOverrides } from "../settings/keep-harmless.ts";
import { changesAnything, leaves } from "./breakage-effect.ts";
import type { Breakage } from "./breakage-schema.ts";
import { lokiConfigOf } from "./chart/loki-sections.ts";
import { jsonObject } from "./json-schema.ts";
import type { Plan } from "./plan.ts";
import { tenantOverrides } from "./stack-schema.ts";

/** Throws usageError if a breakage (a deliberate fault of the stack) would not do everything that its file says. */
export function refuseBreakage(
  broken: Breakage,
  plan: Parameters<typeof changesAnything>[1],
  tenants: readonly string[],
): void {
  const left = withoutDropped(broken);
  const changes = changesAnything(left, plan);
  const dropped = droppedOf(broken).map(({ path, why }) => `${path} (left out: ${why})`);
  const wrong = [...dropped, ...strangersOf(broken, plan, tenants)];
  if (changes && wrong.length === 0) return;
  const same = settingsOf(broken).map((path) => `${path} (${alreadySo(path, plan)})`);
  const what = changes ? "only a part of this breakage has an effect" : "this breakage changes nothing";
  const why = (wrong.length > 0 ? wrong : same).join("; ") || "it names nothing to change";
  throw usageError(`breakage ${broken.name}: ${what}: ${why}`, {
    code: "BREAKAGE_WITHOUT_EFFECT",
    hint: "lokiproof plan --list   shows the breakages that come with lokiproof",
  });
}

function alreadySo(path: string, { provider }: { readonly provider: Plan["provider"] }): string {
  return path.startsWith("values.") && provider === "local"
    ? "chart values have no effect on a local stack"
    : "it is so without the breakage";
}

function withoutDropped({ config, components, overrides, ...others }: Breakage): Breakage {
  const kept = Object.entries(components ?? {}).map(
    ([name, block]) => [name, breakageConfig(block).config] as const,
  );
  return {
    ...others,
    config: breakageConfig(config ?? {}).config,
    components: Object.fromEntries(kept),
    overrides: tenantOverrides.parse(keepHarmlessOverrides(overrides ?? {}).config),
  };
}

/** Returns the path of every setting that the breakage names. */
function settingsOf(broken: Breakage): string[] {
  const about = new Set(["$schema", "name", "description", "mustRed", "mayRed"]);
  const all = leaves(jsonObject.parse(broken)).filter(({ path }) => !about.has(path[0] ?? ""));
  return all.map(({ path }) => path.join("."));
}

function droppedOf({
  config = {},
  components = {},
  overrides = {},
  values = {},
}: Breakage): DroppedSetting[] {
  const ofMembers = Object.entries(components).flatMap(([name, block]) =>
    below(`components.${name}`, breakageConfig(block).dropped),
  );
  return [
    ...below("config", breakageConfig(config).dropped),
    ...ofMembers,
    ...below("values.loki", breakageConfig(lokiConfigOf(values)).dropped),
    ...below("overrides", keepHarmlessOverrides(overrides).dropped),
  ];
}

function below(block: string, dropped: readonly DroppedSetting[]): DroppedSetting[] {
  return dropped.map(({ path, why }) => ({ path: `${block}.${path}`, why }));
}

/** Describes the Loki processes and tenants that the breakage names but the plan does not have. */
function strangersOf(
  { components = {}, overrides = {}, swallowPushes, replicas = {} }: Breakage,
  plan: Pick<Plan, "replicas" | "overrides">,
  tenants: readonly string[],
): string[] {
  const counts = { ...plan.replicas, ...replicas };
  const members = new Set(
    Object.entries(counts).flatMap(([name, count]) => [
      ...(count > 0 ? [name] : []),
      ...Array.from({ length: count }, (_, index) => `${name}-${index}`),
    ]),
  );
  const known = new Set([...tenants, ...Object.keys(plan.overrides)]);
  return [
    ...Object.keys(components)
      .filter((name) => !members.has(name))
      .map((name) => `components.${name}: the plan has no such component or Loki process`),
    ...[...Object.keys(overrides), ...(swallowPushes ? [swallowPushes.tenant] : [])]
      .filter((tenant) => !known.has(tenant))
      .map((tenant) => `tenant ${tenant}: the plan has none of this name`),
  ];
}

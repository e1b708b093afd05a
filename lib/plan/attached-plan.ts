import { usageError } from "../base/errors.ts";
import { isObject, type JsonObject, layer } from "../base/json.ts";
import { keepHarmless } from "../settings/keep-harmless.ts";
import { type Attachment, statedPaths } from "./attachment.ts";
import type { Expectation } from "./expect-schema.ts";
import { jsonObject } from "./json-schema.ts";
import type { Plan } from "./plan.ts";
import type { Replicas } from "./stack-schema.ts";

/** The settings read from a running Loki. Each is an expectation, unless the user states a different value. */
export interface LearnedStack {
  readonly lokiVersion: string;
  readonly replicas: Replicas;
  readonly bucket: string;
  /** The Loki settings that differ from Loki's defaults, in Loki's own structure, without secrets. */
  readonly config: JsonObject;
  readonly overrides: Readonly<Record<string, JsonObject>>;
}

/** An existing cluster: what lokiproof read from the cluster, and what the user expects of it. */
export interface AttachedSource {
  readonly where: Omit<Attachment, "stated">;
  readonly learned: LearnedStack;
  readonly expected: Expectation;
}

type Expected = Pick<Plan, "lokiVersion" | "replicas" | "bucket" | "config" | "overrides" | "attachment">;

/** What the user's own files state about an existing cluster: chart values, Loki config, runtime overrides. */
interface StatedInFiles extends Pick<Expectation, "lokiVersion" | "replicas"> {
  readonly config: JsonObject;
  readonly overrides: JsonObject;
}

/**
 * Returns the expectations of an existing cluster. In order of precedence they come from the user's files, from
 * `--expect`, and from the cluster itself. No limit is divided by `scale`, because the limits belong to the cluster;
 * only the load is divided.
 */
export function attachedExpectations(
  { where, learned, expected }: AttachedSource,
  files: StatedInFiles,
): Expected {
  const { config } = keepHarmless(layer(expected.config ?? {}, files.config));
  const overrides = layer({ ...expected.overrides }, files.overrides);
  const lokiVersion = files.lokiVersion ?? expected.lokiVersion;
  const replicas = { ...expected.replicas, ...files.replicas };
  const said = onlyGiven({ ...expected, lokiVersion, replicas, config, overrides });
  return {
    lokiVersion: lokiVersion ?? learned.lokiVersion,
    replicas: { ...learned.replicas, ...replicas },
    bucket: expected.bucket ?? learned.bucket,
    config: layer(learned.config, config),
    overrides: Object.fromEntries(
      Object.entries(layer({ ...learned.overrides }, overrides)).map(([tenant, limits]) => [
        tenant,
        isObject(limits) ? limits : {},
      ]),
    ),
    attachment: { ...where, stated: [...statedPaths(jsonObject.parse(said))] },
  };
}

function onlyGiven(value: object): object {
  return Object.fromEntries(
    Object.entries(value).filter(([, inner]) => inner !== undefined && !isEmpty(inner)),
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

type Load = Pick<Plan, "attachment" | "tenants" | "tenantGroups" | "budgets" | "ratios">;

/**
 * Returns the part of the load that can be sent to an existing cluster, and a warning about the rest. If the gateway
 * has no address and is reached only by port-forward, there is no load at all, because load never goes through a
 * port-forward. An attached cluster gets no history, because a history could be read only after the ingesters flush it
 * by themselves.
 */
export function sendable<Planned extends Load>(
  planned: Planned,
  { portForwardOnly = false }: { readonly portForwardOnly?: boolean | undefined } = {},
): { readonly load: Planned; readonly warnings: readonly string[] } {
  const { attachment, tenants, tenantGroups } = planned;
  if (
    (attachment === undefined && !portForwardOnly) ||
    Object.keys(tenants).length + tenantGroups.length === 0
  ) {
    return { load: planned, warnings: [] };
  }
  if (attachment?.gateway === undefined) {
    const load = { ...planned, tenants: {}, tenantGroups: [], budgets: [], ratios: [] };
    return { load, warnings: [noAddress] };
  }
  const entries = Object.entries(tenants).map(([name, { flood, storm }]) => {
    return [name, { ...(flood ? { flood } : {}), ...(storm ? { storm } : {}) }] as const;
  });
  const withHistory = Object.values(tenants).some(({ history }) => history !== undefined);
  return {
    load: { ...planned, tenants: Object.fromEntries(entries) },
    warnings: withHistory ? [noHistory] : [],
  };
}

const noAddress =
  "no load: the gateway has no address that is reached from here, and load goes through no port-forward; give one with --gateway URL, or let pods in the cluster send it: --generators N --generator-image IMAGE";
const noHistory =
  "no history: what is older than query_ingesters_within is read from the store alone, and the ingesters of this cluster are not ours to flush";

/** Throws usageError if the plan would break or change an existing cluster that lokiproof did not make. */
export function refuseHarm({
  attachment,
  breakage,
  faults,
}: Pick<Plan, "attachment" | "breakage" | "faults">): void {
  if (attachment === undefined) return;
  const harm = [
    ...(breakage === undefined ? [] : ["a breakage (--break)"]),
    ...(faults.length === 0 ? [] : [`${faults.length} faults of the scenario`]),
  ];
  if (harm.length === 0) return;
  throw usageError(
    `${harm.join(" and ")}: not allowed, because lokiproof did not create this cluster and must not disrupt it`,
    {
      code: "NOT_OURS_TO_BREAK",
      hint: "lokiproof run --stack kind, or --stack cluster --install, make a Loki that may be broken",
    },
  );
}

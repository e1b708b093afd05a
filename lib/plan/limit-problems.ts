import { usageError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { allowedBytesPerSecond, ingestionBuckets } from "../promises/ingestion.ts";
import { durationLimitMs, numberLimit, sizeLimitBytes, statedLimit } from "../promises/limits.ts";
import { peakOf } from "./flood-curve.ts";
import type { TenantLoad } from "./load-schema.ts";
import type { Plan } from "./plan.ts";

type Planned = Pick<Plan, "tenants" | "config" | "overrides" | "replicas" | "lokiVersion">;

/** One limit of a tenant: the configured value, and the value that the tenant's load needs. */
interface Need {
  readonly limit: string;
  readonly allows: number;
  readonly needs: number;
  readonly what: string;
}

/**
 * Throws usageError that lists all tenant limits that the load would exceed. Loki would rightly refuse pushes and
 * queries over a limit, and the run would prove nothing.
 */
export function refuseSmallLimits(plan: Planned): void {
  const problems = Object.entries(plan.tenants).flatMap(([tenant, load]) =>
    [...numberProblems(plan, tenant, load), ...labelProblems(plan, tenant, load)].map(
      (problem) => `  ${tenant}: ${problem}`,
    ),
  );
  if (problems.length === 0) return;
  throw usageError(`the load does not fit the plan's own limits:\n${problems.join("\n")}`, {
    code: "LIMITS_TOO_SMALL",
    hint: "raise the limit for this run, or give a scenario with a smaller load",
  });
}

function numberProblems(plan: Planned, tenant: string, load: TenantLoad): readonly string[] {
  const short = needsOf(plan, tenant, load).filter(({ allows, needs }) => allows < needs);
  return short.map(({ limit, allows, needs, what }) => `${limit} is ${allows}, but ${what}: ${needs}`);
}

/** The length of a long line relative to the mean: 590 % (lib/traffic/line-geometry.ts). */
const longLine = 5.9;
/** The factor by which a stream's rate limit must exceed its mean rate, because its pushes arrive in clumps. */
const clumpedPushes = 2;
/** The number of lines in one push of a history (lib/history/history-layout.ts). */
const historyPushLines = 1000;
/** The minimum number of series that the storm's queries return, because they group by status code and by service. */
const fewestSeries = 12;

function needsOf(plan: Planned, tenant: string, { flood, history }: TenantLoad): readonly Need[] {
  const { burstBytes } = ingestionBuckets(plan, tenant);
  const streams = (flood?.streams ?? 0) + (history?.streams ?? 0);
  const pushLines = flood === undefined ? 0 : Math.round(flood.pushBytes / flood.lineBytes);
  // Pushes that exceed the tenant's rate limit are refused before they reach a stream.
  const mostTaken = Math.min(peakOf(flood?.steps ?? []), allowedBytesPerSecond(plan, tenant));
  const number = (limit: Parameters<typeof numberLimit>[2], what: string, needs: number): Need => ({
    limit,
    what,
    needs,
    // A limit of 0 means no limit.
    allows: numberLimit(plan, tenant, limit) || Infinity,
  });
  const size = (limit: Parameters<typeof sizeLimitBytes>[2], what: string, needs: number): Need => ({
    limit,
    what,
    needs: Math.ceil(needs),
    allows: sizeLimitBytes(plan, tenant, limit) || Infinity,
  });
  const ofFlood = flood && [
    size("max_line_size", "its longest line has bytes", flood.lineBytes * longLine),
    size("per_stream_rate_limit", "a stream gets bytes/s", mostTaken / flood.streams),
    size("per_stream_rate_limit_burst", "pushes to a stream have bytes", flood.pushBytes * clumpedPushes),
    {
      limit: "ingestion_burst_size_mb (in bytes)",
      what: "a push has bytes",
      needs: flood.pushBytes,
      allows: burstBytes,
    },
  ];
  const ofHistory = history && [
    {
      limit: "max_query_range (in seconds)",
      what: "its history is counted over seconds",
      needs: history.spanS,
      allows: durationLimitMs(plan, tenant, "max_query_range") / 1000 || Infinity,
    },
  ];
  return [
    ...(ofFlood ?? []),
    ...(ofHistory ?? []),
    number("max_global_streams_per_user", "it has streams", streams),
    number("max_streams_per_user", "it has streams", streams),
    number(
      "max_entries_limit_per_query",
      "a push that is read back has lines",
      Math.max(pushLines, history === undefined ? 0 : historyPushLines) + 1,
    ),
    number("max_query_series", "its lines are counted by stream", Math.max(streams, fewestSeries)),
  ];
}

/**
 * The labels of every stream (lib/traffic/stream-labels.ts). `service_name` does not count towards the limit on label
 * names.
 */
const labelNames = ["service", "cluster", "namespace", "pod", "source", "lokiproof_run"];
/** The labels that every query of the storm selects by. */
const queriedLabels = ["lokiproof_run", "source"];

function labelProblems(plan: Planned, tenant: string, { flood }: TenantLoad): readonly string[] {
  const names = [...labelNames, ...Object.keys(flood?.labels ?? {})];
  const most = numberLimit(plan, tenant, "max_label_names_per_series");
  const listed = (limit: string, has: readonly string[]): readonly string[] => {
    const lacking = textsOf(statedLimit(plan, tenant, limit)).filter((name) => !has.includes(name));
    return lacking.length === 0
      ? []
      : [`${limit} requires ${lacking.join(", ")}, which lokiproof does not send`];
  };
  return [
    ...(names.length <= most
      ? []
      : [`max_label_names_per_series is ${most}, but its streams have labels: ${names.length}`]),
    ...listed("enforced_labels", [...names, "service_name"]),
    ...listed("required_labels", queriedLabels),
  ];
}

function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

import { Gauge, Registry } from "prom-client";
import type { RunResult, TenantResult } from "../verdict/result.ts";
import { groupTenants } from "./group-tenants.ts";

const outcomes = ["pass", "fail", "unknown", "skip"] as const;

/** Renders `metrics.prom`: a run's result in Prometheus' text format, for a textfile collector or a push gateway. */
export async function promReport(result: RunResult): Promise<string> {
  const registry = new Registry();
  registry.setDefaultLabels({ scenario: result.scenario, provider: result.provider });
  const gauge = gaugesIn(registry);
  const verdict = gauge("lokiproof_verdict", "1 for the run's verdict, 0 for the others", ["verdict"]);
  for (const name of ["pass", "fail", "unknown"]) verdict({ verdict: name }, result.verdict === name ? 1 : 0);
  const check = gauge("lokiproof_check", "1 for the check's outcome, 0 for the others", ["id", "outcome"]);
  for (const { id, outcome } of result.checks) {
    for (const name of outcomes) check({ id, outcome: name }, outcome === name ? 1 : 0);
  }
  const phase = gauge("lokiproof_phase_seconds", "How long a phase of the run took", ["phase"]);
  for (const { name, tookMs } of result.phases) phase({ phase: name }, tookMs / 1_000);
  const run = gauge("lokiproof_run_seconds", "How long the run took", []);
  run({}, (Date.parse(result.endedAt) - Date.parse(result.startedAt)) / 1_000);
  const ended = gauge("lokiproof_run_end_timestamp_seconds", "When the run ended, since the epoch", []);
  ended({}, Date.parse(result.endedAt) / 1_000);
  const info = gauge("lokiproof_run_info", "1; the run's identity", ["run_id", "seed", "loki_version"]);
  info({ run_id: result.runId, seed: String(result.seed), loki_version: result.versions["loki"] ?? "" }, 1);
  const ratio = gauge("lokiproof_ratio", "What a tenant notices of a neighbour: together over alone", [
    "name",
    "tenant",
  ]);
  for (const held of result.ratios) {
    if (held.ratio !== undefined) ratio({ name: held.name, tenant: held.tenant }, held.ratio);
  }
  const tenants = tenantGauges(gauge);
  const { shown, rest } = groupTenants(result);
  for (const [tenant, seen] of shown) tenants(tenant, seen);
  if (rest === undefined) return registry.metrics();
  const unnamed = gauge("lokiproof_tenants_not_shown", "Tenants of the load that have no metrics here", []);
  unnamed({}, rest.tenants);
  return registry.metrics();
}

type SetGauge = (labels: Readonly<Record<string, string>>, value: number) => void;
type MakeGauge = (name: string, help: string, labelNames: readonly string[]) => SetGauge;

function gaugesIn(registry: Registry): MakeGauge {
  return (name, help, labelNames) => {
    const gauge = new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
    return (labels, value) => gauge.set(labels, value);
  };
}

function tenantGauges(gauge: MakeGauge): (tenant: string, seen: TenantResult) => void {
  const requests = gauge("lokiproof_requests", "Requests by how they ended", [
    "tenant",
    "operation",
    "outcome",
  ]);
  const bytes = gauge("lokiproof_line_bytes", "Bytes of log lines, offered and accepted", [
    "tenant",
    "outcome",
  ]);
  const latency = gauge(
    "lokiproof_latency_seconds",
    "Latency by quantile: response from the intended start, service from the actual",
    ["tenant", "operation", "kind", "quantile"],
  );
  return (tenant, { push, query }) => {
    const pushes = {
      accepted: push.accepted,
      refused: push.refused,
      failed: push.failed,
      indeterminate: push.indeterminate,
    };
    const { ok, refused, failed, indeterminate } = query;
    const queries = { ok, refused, failed, indeterminate };
    for (const [outcome, count] of Object.entries(pushes))
      requests({ tenant, operation: "push", outcome }, count);
    for (const [outcome, count] of Object.entries(queries)) {
      requests({ tenant, operation: "query", outcome }, count);
    }
    bytes({ tenant, outcome: "offered" }, push.offeredBytes);
    bytes({ tenant, outcome: "accepted" }, push.acceptedBytes);
    for (const [operation, seen] of Object.entries({ push, query })) {
      const kinds = { response: seen.latency.responseMs, service: seen.latency.serviceMs };
      for (const [kind, quantiles] of Object.entries(kinds)) {
        for (const [quantile, ms] of Object.entries(quantiles)) {
          latency({ tenant, operation, kind, quantile }, ms / 1_000);
        }
      }
    }
  };
}

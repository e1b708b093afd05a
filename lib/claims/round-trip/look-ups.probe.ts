import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { settingAt } from "../../base/json.ts";
import { poll } from "../../base/poll.ts";
import { attempt } from "../../loki/attempt.ts";
import { http } from "../../loki/http.ts";
import { push } from "../../loki/push.ts";
import { runningConfig } from "../../loki/running-config.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import type { Component } from "../../stack/component.ts";
import { roundTripTenant } from "./formats.probe.ts";
import { answer } from "./round-trip-record.ts";

const lookUpsRecord = z.strictObject({
  tenant: z.string(),
  push: answer,
  /**
   * The last answer of `/loki/api/v1/index/volume` for the pushed line, and the number of bytes that the answer
   * reports.
   */
  volume: answer.extend({ bytes: z.number() }),
  /** Loki's answer of `/loki/api/v1/patterns` for the pushed line. */
  patterns: answer,
  /**
   * Whether each Loki process runs with `pattern_ingester.enabled`. `enabled` is absent if the process's config could
   * not be read.
   */
  patternsEnabled: z.array(z.strictObject({ member: z.string(), enabled: z.boolean().optional() })),
});
export type LookUpsRecord = z.infer<typeof lookUpsRecord>;

const requestTimeoutMs = 8_000;
/**
 * How long to wait for a stream's volume. Ingesters compute the volume from chunks in memory, so it is available at
 * once, but the frontend might be busy.
 */
const volumeTimeoutMs = 10_000;
/**
 * Components whose config must enable pattern ingesters: distributors copy lines to pattern ingesters, and queriers
 * query pattern ingesters.
 */
const knowPatterns: readonly Component[] = ["distributor", "querier", "query-frontend"];

const volumes = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});

/**
 * Pushes one line, then requests the line's volume and log patterns through the gateway, as Grafana's Logs Drilldown
 * does. The volume endpoints answer 404 if `volume_enabled` is off (pkg/querier/queryrange/roundtrip.go, 3.7.8). The
 * patterns endpoint answers 404 if `pattern_ingester.enabled` is off (pkg/querier/querier.go, Patterns, 3.7.8).
 */
export const lookUpsProbe: Probe<LookUpsRecord> = {
  id: "round-trip.look-ups",
  phase: "before",
  record: lookUpsRecord,
  timeoutMs: 40_000,
  async observe(context, signal) {
    const nowMs = context.clock.now();
    const labels = { app: "lokiproof-look-ups", run: context.plan.runId };
    const entries = [{ timestampNs: `${nowMs}000000`, line: `look-ups of ${context.plan.runId}` }];
    const url = context.stack.gatewayUrl;
    const pushed = await attempt(
      (within) => push(url, [{ labels, entries }], { tenant: roundTripTenant, signal: within }),
      { timeoutMs: requestTimeoutMs, signal },
    );
    const asked = {
      query: `{app="lokiproof-look-ups", run="${context.plan.runId}"}`,
      start: `${nowMs - 60_000}000000`,
      end: `${nowMs + 1000}000000`,
    };
    const [volume, patterns, patternsEnabled] = await Promise.all([
      askVolume(url, asked, signal),
      attempt(ask(`${url}/loki/api/v1/patterns`, asked), { timeoutMs: requestTimeoutMs, signal }),
      readPatternsEnabled(context, signal),
    ]);
    return {
      tenant: roundTripTenant,
      push: said(pushed, 204),
      volume,
      patterns: said(patterns, 200),
      patternsEnabled,
    };
  },
};

type Asked = Readonly<Record<string, string>>;

function ask(url: string, query: Asked) {
  return (signal: AbortSignal) => http(url, { tenant: roundTripTenant, query, signal });
}

async function askVolume(url: string, query: Asked, signal: AbortSignal): Promise<LookUpsRecord["volume"]> {
  const asked = ask(`${url}/loki/api/v1/index/volume`, query);
  const { last, lastError } = await poll(asked, ({ status, body }) => status !== 200 || bytesIn(body) > 0, {
    timeoutMs: volumeTimeoutMs,
    signal,
  });
  if (last === undefined) return { status: 0, said: lastError ?? "no answer", bytes: 0 };
  return { ...said(last, 200), bytes: last.status === 200 ? bytesIn(last.body) : 0 };
}

function bytesIn(body: string): number {
  const { result } = volumes.parse(JSON.parse(body)).data;
  return result.reduce((sum, { value: [, bytes] }) => sum + Number(bytes), 0);
}

function readPatternsEnabled(
  { stack }: ProbeContext,
  signal: AbortSignal,
): Promise<LookUpsRecord["patternsEnabled"]> {
  const members = stack.members.filter(({ component }) => knowPatterns.includes(component));
  return Promise.all(
    members.map(async ({ name, url }) => {
      const config = await runningConfig(url, signal).catch(describeError);
      if (typeof config === "string") return { member: name };
      return { member: name, enabled: settingAt(config, ["pattern_ingester", "enabled"]) === true };
    }),
  );
}

function said({ status, body }: { status: number; body: string }, hoped: number): z.infer<typeof answer> {
  return status === hoped ? { status } : { status, said: body.slice(0, 300) };
}

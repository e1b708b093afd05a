import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { settingAt } from "../../base/json.ts";
import { goDurationMs, limitDurationMs } from "../../base/loki-duration.ts";
import { listObjects, metadata } from "../../kube/list-objects.ts";
import { attempt } from "../../loki/attempt.ts";
import { sendPush } from "../../loki/push-body.ts";
import { runningConfig } from "../../loki/running-config.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import type { Component } from "../../stack/component.ts";
import { type Kubernetes, kubectl, kubernetesOf, ofRelease } from "../../stack/release.ts";
import { agentsPushBytes, pushOfBytes } from "./agents-push.ts";
import { type GatewayRecord, gatewayRecord, type PushTried } from "./gateway-record.ts";
import { gatewayTenant } from "./gateway-tenant.ts";
import { parseNginx } from "./nginx-config.ts";
import { routeOf } from "./nginx-route.ts";

/**
 * The largest body limit of the gateway that is tested. Larger limits do not matter, because no agent pushes so much at
 * once.
 */
const triedUpToBytes = 16 * 1024 ** 2;
const pushPath = "/loki/api/v1/push";
const queryPath = "/loki/api/v1/query_range";

/**
 * Reads the gateway's limits for pushes and queries from its config, and tests them with pushes. Also reads Loki's own
 * limits.
 */
export const gatewayProbe: Probe<GatewayRecord> = {
  id: "kubernetes.gateway",
  phase: "disturbing",
  record: gatewayRecord,
  timeoutMs: 60_000,
  needs: ["kubernetes"],
  observe: async (context, signal) => {
    const kubernetes = kubernetesOf(context.stack);
    const configured = await configuredRoutes(kubernetes, signal);
    const limit = configured.push?.maxBodyBytes;
    const agents = await tryPush(agentsPushBytes, context, signal);
    const seen = {
      kubectl: kubectl(kubernetes),
      ...configured,
      agents,
      loki: await lokisOwn(context, signal),
    };
    if (limit === undefined || limit > triedUpToBytes) return seen;
    const under = await tryPush(limit, context, signal);
    return { ...seen, under, over: await tryPush(Math.ceil(limit * 1.02) + 1024, context, signal) };
  },
};

const configMapObject = z.object({ metadata, data: z.record(z.string(), z.string()).default({}) });

async function configuredRoutes(
  kubernetes: Kubernetes,
  signal: AbortSignal,
): Promise<Pick<GatewayRecord, "configMap" | "problem" | "push" | "query">> {
  try {
    const found = await listObjects(kubernetes.kube, "api/v1/configmaps", configMapObject, {
      ...ofRelease(kubernetes, "gateway"),
      signal,
    });
    const [holder] = found.filter(({ data }) => data["nginx.conf"] !== undefined);
    if (holder === undefined) return {};
    const config = parseNginx(holder.data["nginx.conf"] ?? "");
    const routes = { push: routeSeen(config, pushPath), query: routeSeen(config, queryPath) };
    return {
      configMap: `ConfigMap ${holder.metadata.name}`,
      ...(routes.push === undefined ? {} : { push: routes.push }),
      ...(routes.query === undefined ? {} : { query: routes.query }),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { problem: describeError(error) };
  }
}

function routeSeen(config: ReturnType<typeof parseNginx>, path: string): GatewayRecord["push"] {
  const route = routeOf(config, path);
  if (route === undefined) return undefined;
  const { maxBodyBytes, readTimeoutMs } = route;
  return { path, readTimeoutMs, ...(maxBodyBytes === Infinity ? {} : { maxBodyBytes }) };
}

async function tryPush(
  bytes: number,
  { stack, plan, clock }: ProbeContext,
  signal: AbortSignal,
): Promise<PushTried> {
  const body = pushOfBytes(bytes, clock.now(), { lokiproof_gateway: plan.runId });
  const answer = await attempt(
    (bounded) => sendPush(stack.gatewayUrl, body, { tenant: gatewayTenant, signal: bounded }),
    { timeoutMs: 15_000, signal },
  );
  return { bytes: body.body.length, status: answer.status, answer: answer.body.trim().slice(0, 200) };
}

async function lokisOwn({ stack }: ProbeContext, signal: AbortSignal): Promise<GatewayRecord["loki"]> {
  const urlOf = (wanted: Component): string | undefined =>
    stack.members.find(({ component }) => component === wanted)?.url;
  const [frontend, distributor] = [urlOf("query-frontend"), urlOf("distributor")];
  if (frontend === undefined || distributor === undefined)
    return { problem: "no query-frontend or no distributor runs" };
  try {
    const asked = await runningConfig(frontend, signal);
    const taken = await runningConfig(distributor, signal);
    const queryTimeoutMs = limitDurationMs(settingAt(asked, ["limits_config", "query_timeout"]));
    const writeTimeoutMs = goDurationMs(settingAt(asked, ["server", "http_server_write_timeout"]));
    const maxReceiveBytes = settingAt(taken, ["distributor", "max_recv_msg_size"]);
    return {
      ...(queryTimeoutMs === undefined ? {} : { queryTimeoutMs }),
      ...(writeTimeoutMs === undefined ? {} : { writeTimeoutMs }),
      ...(typeof maxReceiveBytes === "number" ? { maxReceiveBytes } : {}),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { problem: describeError(error) };
  }
}

import { z } from "zod";
import { attempt } from "../../loki/attempt.ts";
import { addDelete, cancelDelete, deleteIdOf } from "../../loki/delete-requests.ts";
import type { HttpAnswer } from "../../loki/http.ts";
import { type PushBody, sendPush } from "../../loki/push-body.ts";
import { jsonPush } from "../../loki/push-json.ts";
import { otlpProtobufPush } from "../../loki/push-otlp.ts";
import { protobufPush } from "../../loki/push-protobuf.ts";
import { deleteRules, postRuleGroup } from "../../loki/rules.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { isSingleTenant } from "../../promises/tenancy.ts";
import type { Component } from "../../stack/component.ts";
import { quietRules } from "./quiet-rules.ts";
import { answers } from "./read-paths.ts";
import { newSecrets, owners, requestTimeoutMs, type Secrets, stranger } from "./secrets.ts";
import { type Deed, deed, excerpt } from "./sighting.ts";
import { showsOf, stored } from "./stored.ts";

const noHeaderWritesRecord = z.strictObject({
  writes: z.array(deed),
  /** The stored data of each tenant that might have received the writes. */
  stored: z.array(stored),
});
export type NoHeaderWritesRecord = z.infer<typeof noHeaderWritesRecord>;

/**
 * Tenants that might receive a write without X-Scope-OrgID: the owners, the stranger, and "fake", the tenant of a
 * single-tenant Loki.
 */
export const possibleKeepers: readonly string[] = [...owners, stranger, "fake"];

interface Write {
  readonly what: string;
  readonly component: Component;
  readonly send: (url: string, signal: AbortSignal) => Promise<HttpAnswer>;
  /** Undoes a write or delete that Loki unexpectedly accepted. */
  readonly undo?: (url: string, answer: Partial<HttpAnswer>, signal: AbortSignal) => Promise<unknown>;
}

/** Sends every write and delete without X-Scope-OrgID. Then checks whether any tenant shows the data. */
export const noHeaderWritesProbe: Probe<NoHeaderWritesRecord> = {
  id: "isolation.no-header-writes",
  phase: "before",
  record: noHeaderWritesRecord,
  timeoutMs: 60_000,
  // A single-tenant Loki accepts every write.
  planned: (plan) => !isSingleTenant(plan),
  async observe(context, signal) {
    const secrets = newSecrets(context);
    const undo: (() => Promise<unknown>)[] = [];
    const writes = await Promise.all(
      allWrites(secrets, context).flatMap((write) =>
        doorsOf(context, write).map((door) => tryWrite(write, { ...door, undo }, signal)),
      ),
    );
    const shown = await Promise.all(
      possibleKeepers.map((tenant) => showsOf(tenant, secrets.marker, { context, signal })),
    );
    for (const takeBack of undo) await takeBack();
    return { writes, stored: shown };
  },
};

/**
 * Returns the writes and deletes that the planned Loki serves. Without a ruler it serves no rules, and without
 * retention it serves no delete requests.
 */
function allWrites(secrets: Secrets, { clock, plan }: ProbeContext): readonly Write[] {
  const writes = writesOfAll(secrets, clock.now());
  return writes.filter(({ component }) => answers(plan, component));
}

function writesOfAll(secrets: Secrets, nowMs: number): readonly Write[] {
  const pushes = allPushes(secrets, nowMs).map(([what, body]): Write => {
    return { what, component: "distributor", send: (url, signal) => sendPush(url, body, { signal }) };
  });
  const range = {
    query: secrets.selector,
    startS: Math.floor(nowMs / 1000) - 60,
    endS: Math.floor(nowMs / 1000) - 1,
  };
  return [
    ...pushes,
    {
      what: "rule group",
      component: "ruler",
      send: (url, signal) => postRuleGroup(url, quietRules(secrets.marker, "group"), { signal }),
      undo: (url, _, signal) => deleteRules(url, `/${secrets.marker}`, { signal }),
    },
    {
      what: "delete request",
      component: "compactor",
      send: (url, signal) => addDelete(url, range, { signal }),
      undo: (url, answer, signal) => cancelDelete(url, deleteIdOf(answer) ?? "", { signal }),
    },
  ];
}

function allPushes({ marker }: Secrets, nowMs: number): readonly (readonly [string, PushBody])[] {
  const timestampNs = `${nowMs - 2000}000000`;
  const line = "pushed without a tenant";
  const labels = { lokiproof_probe: "isolation", lokiproof_run: marker };
  const streams = [{ labels, entries: [{ timestampNs, line }] }];
  const logs = {
    resource: { "service.instance.id": marker },
    scope: { name: "", version: "", attributes: {} },
    records: [{ timestampNs, body: line }],
  };
  return [
    ["push of JSON", jsonPush(streams)],
    ["push of protobuf", protobufPush(streams)],
    ["push of protobuf to the legacy path", { ...protobufPush(streams), path: "/api/prom/push" }],
    ["push of OTLP", otlpProtobufPush(logs)],
  ];
}

interface Door {
  readonly via: string;
  readonly url: string;
}

function doorsOf({ stack }: ProbeContext, { component }: Write): readonly Door[] {
  const direct = stack.members.filter((member) => member.component === component);
  return [{ via: "gateway", url: stack.gatewayUrl }, ...direct.map(({ name, url }) => ({ via: name, url }))];
}

async function tryWrite(
  { what, send, undo }: Write,
  door: Door & { readonly undo: (() => Promise<unknown>)[] },
  signal: AbortSignal,
): Promise<Deed> {
  const bounded = { timeoutMs: requestTimeoutMs, signal };
  const answer = await attempt((within) => send(door.url, within), bounded);
  const { status, body } = answer;
  if (undo !== undefined && status >= 200 && status < 300) {
    door.undo.push(async () => {
      await attempt(
        async (within) => ({ status: 0, body: String(await undo(door.url, answer, within)) }),
        bounded,
      );
    });
  }
  return { what, via: door.via, tenant: null, status, said: excerpt(body) };
}

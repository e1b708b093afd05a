import { createServer } from "node:http";
import { testPlan } from "../judge/run-folder.fixture.ts";
import type { PushRecord } from "../run-folder/request-record.ts";
import { floodSpec, stormSpec } from "../scenario/load-schema.ts";
import type { Plan } from "../scenario/plan.ts";
import { floodLanes } from "../traffic/flood-lanes.ts";

/** Takes every push and knows nothing that is asked for. */
export async function answeringServer(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(request.method === "POST" ? 204 : 404).end());
  });
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : address}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Four seconds of load that three generators can share. */
export function planToShare(): Plan {
  const flood = floodSpec.parse({
    steps: [{ forS: 4, rateBytesPerSecond: 2e5, toBytesPerSecond: 8e5 }],
    pushBytes: 20_000,
    streams: 5,
  });
  // Of this one two generators have a single push, and the third has none.
  const few = floodSpec.parse({ steps: [{ forS: 4, rateBytesPerSecond: 1e4 }], pushBytes: 20_000 });
  const storm = stormSpec.parse({ startS: 0, ratePerSecond: 7, forS: 4, rangesS: [60] });
  const tenants = { payments: { flood, storm }, sandbox: { flood: few } };
  return testPlan({ runId: `shared-${process.pid}-${Date.now()}`, tenants });
}

/** Which pushes a plan has, and which were sent, to be compared: each once. */
export function plannedPushes(plan: Plan): readonly string[] {
  return floodLanes(plan).flatMap(({ tenant, planned, linesPerPush }) =>
    Array.from({ length: planned }, (_, n) => `${tenant} ${n * linesPerPush}`),
  );
}

export function sentPushes(pushes: readonly PushRecord[]): readonly string[] {
  return pushes.map(({ tenant, firstSequence }) => `${tenant} ${firstSequence}`);
}

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { poll } from "../../base/poll.ts";
import { http } from "../../loki/http.ts";
import { loadPlan } from "../../scenario/load-plan.ts";
import type { Plan } from "../../scenario/plan.ts";
import { slotSize } from "../port-slot.ts";
import { isAlive, markedProcesses } from "../process-table.ts";
import { findRuns, removeRun } from "../run-inventory.ts";
import { stateRoot } from "../run-paths.ts";
import type { Stack } from "../stack.ts";
import type { LocalStack } from "./local-stack.ts";

/** Never aborted: each test has a time of its own. */
export const { signal }: AbortController = new AbortController();
let plans = 0;

export async function planOf(breakages: readonly string[] = []): Promise<Plan> {
  const now = new Date(Date.now() + plans++);
  return (await loadPlan({ scenario: "smoke", provider: "local", now, breakages })).plan;
}

/** Pushes one line through the gateway and polls until it is read back: what Loki answered last. */
export async function roundTrip(stack: Stack, line: string): Promise<string | undefined> {
  const headers = { "content-type": "application/json" };
  const streams = [{ stream: { app: "live" }, values: [[`${Date.now()}000000`, line]] }];
  const pushed = await http(`${stack.gatewayUrl}/loki/api/v1/push`, {
    method: "POST",
    tenant: "checkout",
    headers,
    body: JSON.stringify({ streams }),
    signal,
  });
  expect(pushed.status, pushed.body).to.equal(204);
  const url = `${stack.gatewayUrl}/loki/api/v1/query_range`;
  const seen = await poll(
    async (inTime) =>
      (await http(url, { tenant: "checkout", query: { query: '{app="live"}' }, signal: inTime })).body,
    (body) => body.includes(line),
    { timeoutMs: 20_000, signal },
  );
  return seen.last;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
    socket.once("connect", () => socket.end());
  });
}

async function listeningPorts(base: number): Promise<readonly number[]> {
  const ports = Array.from({ length: slotSize }, (_, index) => base + index);
  const answers = await Promise.all(ports.map(listens));
  return ports.filter((_, index) => answers[index]);
}

/** That nothing of a stack is there any more: no process, no folder, no port. */
export async function expectNothingLeft(stack: LocalStack): Promise<void> {
  const { state, paths } = stack;
  expect(Object.entries(state.processes).filter(([, process]) => isAlive(process))).to.deep.equal([]);
  expect(markedProcesses(stateRoot()).get(state.plan.runId)).to.equal(undefined);
  expect(existsSync(paths.root)).to.equal(false);
  expect(await listeningPorts(state.topology.gatewayPort)).to.deep.equal([]);
}

/** A state folder of a describe's own, from its first test to its last; what is left in it then is ended. */
export function ownStateFolder(): () => string {
  let outside: string | undefined;
  let dir = "";
  before(() => {
    outside = process.env["XDG_STATE_HOME"];
    dir = mkdtempSync(join(tmpdir(), "lokiproof-live-"));
    process.env["XDG_STATE_HOME"] = dir;
  });
  after(async () => {
    for (const run of findRuns()) await removeRun(run);
    if (outside === undefined) delete process.env["XDG_STATE_HOME"];
    else process.env["XDG_STATE_HOME"] = outside;
    rmSync(dir, { recursive: true, force: true });
  });
  return () => dir;
}

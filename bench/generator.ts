import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { silentProgress } from "../lib/base/log.ts";
import { processCpu } from "../lib/generator/proc-cpu.ts";
import { runLoad } from "../lib/generator/run-load.ts";
import { testPlan } from "../lib/judge/run-folder.fixture.ts";
import { type FloodSpec, floodSpec } from "../lib/plan/load-schema.ts";
import type { Plan } from "../lib/plan/plan.ts";
import { readLinesSoFar } from "../lib/run-folder/read-strictly.ts";
import { runFiles } from "../lib/run-folder/run-files.ts";
import { provision } from "../lib/toolchain/provision.ts";
import type { Benchmark, BenchOptions, Figure } from "./benchmark.ts";

interface Case {
  readonly format: FloodSpec["format"];
  readonly rateMb: number;
  readonly pushMb: number;
  /**
   * The number of tenants in the flood, with 2 streams each. If absent, there is one tenant with the default number of
   * streams.
   */
  readonly tenants?: number;
  readonly goals: {
    readonly mbPerCpuSecond?: number;
    readonly corePercent?: number;
    readonly msPerPush?: number;
  };
}

const cases: readonly Case[] = [
  { format: "snappy", rateMb: 300, pushMb: 1, goals: { mbPerCpuSecond: 700 } },
  { format: "snappy", rateMb: 10, pushMb: 1, goals: { corePercent: 4 } },
  { format: "snappy", rateMb: 10, pushMb: 0.1, goals: { msPerPush: 1 } },
  { format: "snappy", rateMb: 0.4, pushMb: 0.005, tenants: 1000, goals: { msPerPush: 1 } },
  { format: "json", rateMb: 30, pushMb: 1, goals: { mbPerCpuSecond: 150 } },
  { format: "json-gzip", rateMb: 10, pushMb: 1, goals: {} },
  { format: "otlp", rateMb: 30, pushMb: 1, goals: { mbPerCpuSecond: 150 } },
];

/**
 * Measures the cost of a flood in k6, including k6's start, against a server that discards everything. The server's own
 * cost does not count.
 */
export const generator: Benchmark = {
  name: "generator",
  async *run(options) {
    const { signal } = options;
    const k6Path = (await provision({ loki: "3.7.8" }, { progress: silentProgress, signal })).k6.path;
    await using server = await discardServer();
    for (const one of cases) yield* measure(one, { ...options, k6Path, gatewayUrl: server.url });
  },
};

interface Target extends BenchOptions {
  readonly k6Path: string;
  readonly gatewayUrl: string;
}

async function* measure(one: Case, { seconds, ...target }: Target): AsyncGenerator<Figure> {
  const { rateMb, pushMb, tenants, format, goals } = one;
  const plan = planOf(one, seconds);
  const { cpuS, mb, pushes } = await floodOnce(plan, target);
  const to = tenants === undefined ? "" : ` to ${tenants} tenants`;
  const what = `${format}, ${rateMb} MB/s for ${seconds} s in pushes of ${pushMb} MB${to}`;
  yield atLeast(
    { what: `${what}: lines per CPU-second`, value: mb / cpuS, unit: "MB" },
    goals.mbPerCpuSecond,
  );
  yield atMost({ what: `${what}: a push`, value: (cpuS * 1000) / pushes, unit: "CPU ms" }, goals.msPerPush);
  yield atMost({ what: `${what}: of one core`, value: (cpuS / seconds) * 100, unit: "%" }, goals.corePercent);
  yield { what: `${what}: carried of what was asked`, value: (mb / (rateMb * seconds)) * 100, unit: "%" };
}

function atLeast(figure: Figure, goal: number | undefined): Figure {
  return goal === undefined ? figure : { ...figure, atLeast: goal };
}

function atMost(figure: Figure, goal: number | undefined): Figure {
  return goal === undefined ? figure : { ...figure, atMost: goal };
}

function planOf({ format, rateMb, pushMb, tenants }: Case, seconds: number): Plan {
  const steps = [{ forS: seconds, rateBytesPerSecond: rateMb * 1e6 }];
  const form = { steps, pushBytes: pushMb * 1e6, format };
  const runId = `bench-${process.pid}-${Date.now()}`;
  if (tenants === undefined)
    return testPlan({ runId, tenants: { payments: { flood: floodSpec.parse(form) } } });
  const flood = floodSpec.parse({ ...form, streams: 2 });
  return testPlan({ runId, tenantGroups: [{ prefix: "team-", count: tenants, zipf: 0.7, flood }] });
}

interface Flooded {
  /** The CPU time of k6 in seconds, including k6's start. */
  readonly cpuS: number;
  /** The megabytes of log lines that the server accepted. */
  readonly mb: number;
  readonly pushes: number;
}

async function floodOnce(
  plan: Plan,
  { signal, k6Path, gatewayUrl }: Omit<Target, "seconds">,
): Promise<Flooded> {
  const runDir = await mkdtemp(join(tmpdir(), "lokiproof-bench-"));
  try {
    const beforeS = endedChildrenS();
    await runLoad({ plan, gatewayUrl, runDir, k6Path, signal, progress: silentProgress });
    const cpuS = endedChildrenS() - beforeS;
    const sent = readLinesSoFar(runDir, runFiles.pushes).filter(({ status }) => status === 204);
    const mb = sent.reduce((sum, { lineBytes }) => sum + lineBytes, 0) / 1e6;
    return { cpuS, mb, pushes: sent.length };
  } finally {
    await rm(runDir, { recursive: true });
  }
}

/**
 * Returns the total CPU time of all ended child processes of this process. The difference between two calls is exactly
 * k6's CPU time, because the server is still running.
 */
function endedChildrenS(): number {
  return processCpu(process.pid)?.endedChildrenS ?? Number.NaN;
}

async function discardServer(): Promise<AsyncDisposable & { readonly url: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "discard-server.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [port] = await once(createInterface(child.stdout), "line");
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await ended;
    },
  };
}

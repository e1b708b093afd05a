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
import { readLinesSoFar } from "../lib/run-folder/read-strictly.ts";
import { runFiles } from "../lib/run-folder/run-files.ts";
import { type FloodSpec, floodSpec } from "../lib/scenario/load-schema.ts";
import { provision } from "../lib/toolchain/provision.ts";
import type { Benchmark, BenchOptions, Figure } from "./benchmark.ts";

interface Case {
  readonly format: FloodSpec["format"];
  readonly rateMb: number;
  readonly pushMb: number;
  readonly goals: { readonly mbPerCpuSecond?: number; readonly corePercent?: number };
}

const cases: readonly Case[] = [
  { format: "snappy", rateMb: 300, pushMb: 1, goals: { mbPerCpuSecond: 500 } },
  { format: "snappy", rateMb: 10, pushMb: 1, goals: { corePercent: 4 } },
  { format: "snappy", rateMb: 10, pushMb: 0.1, goals: {} },
  { format: "json", rateMb: 30, pushMb: 1, goals: {} },
  { format: "json-gzip", rateMb: 10, pushMb: 1, goals: {} },
  { format: "otlp", rateMb: 30, pushMb: 1, goals: {} },
];

/** What the flood costs k6, start-up included, against a server that discards, whose own cost does not count. */
export const generator: Benchmark = {
  name: "generator",
  async *run(options) {
    const { signal } = options;
    const k6Path = (await provision({ loki: "3.7.8" }, { progress: silentProgress, signal })).k6.path;
    await using server = await discardServer();
    for (const one of cases) yield* measure(one, { ...options, k6Path, gatewayUrl: server.url });
  },
};

async function* measure(
  { format, rateMb, pushMb, goals }: Case,
  {
    seconds,
    signal,
    k6Path,
    gatewayUrl,
  }: BenchOptions & { readonly k6Path: string; readonly gatewayUrl: string },
): AsyncGenerator<Figure> {
  const steps = [{ forS: seconds, rateBytesPerSecond: rateMb * 1e6 }];
  const flood = floodSpec.parse({ steps, pushBytes: pushMb * 1e6, format });
  const plan = testPlan({ runId: `bench-${process.pid}-${Date.now()}`, tenants: { payments: { flood } } });
  const runDir = await mkdtemp(join(tmpdir(), "lokiproof-bench-"));
  try {
    const beforeS = endedChildrenS();
    await runLoad({ plan, gatewayUrl, runDir, k6Path, signal, progress: silentProgress });
    const cpuS = endedChildrenS() - beforeS;
    const sent = readLinesSoFar(runDir, runFiles.pushes).filter(({ status }) => status === 204);
    const mb = sent.reduce((sum, { lineBytes }) => sum + lineBytes, 0) / 1e6;
    const what = `${format}, ${rateMb} MB/s for ${seconds} s in pushes of ${pushMb} MB`;
    const { mbPerCpuSecond: atLeast, corePercent: atMost } = goals;
    const perCpuSecond = { what: `${what}: lines per CPU-second`, value: mb / cpuS, unit: "MB" };
    yield atLeast === undefined ? perCpuSecond : { ...perCpuSecond, atLeast };
    const share = { what: `${what}: of one core`, value: (cpuS / seconds) * 100, unit: "%" };
    yield atMost === undefined ? share : { ...share, atMost };
    yield { what: `${what}: carried of what was asked`, value: (mb / (rateMb * seconds)) * 100, unit: "%" };
  } finally {
    await rm(runDir, { recursive: true });
  }
}

/** CPU of all processes that this one started and that have ended: k6, exactly, as the server has not. */
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

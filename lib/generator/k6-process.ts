import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { runIdVariable, stateRootVariable } from "../stack/process-table.ts";
import { stateRoot } from "../stack/run-paths.ts";
import type { GeneratorWatch } from "./generator-seconds.ts";
import { type Share, segmentArguments } from "./generator-share.ts";
import type { FloodFile, StormFile, SummaryFile } from "./k6-files.ts";
import { processCpu } from "./proc-cpu.ts";
import { withPriority } from "./with-priority.ts";

export interface K6Run {
  readonly script: "flood" | "storm";
  /** Sends the flood in a closed loop: a control, no load to judge Loki by. */
  readonly closedLoop?: boolean | undefined;
  readonly k6Path: string;
  readonly file: FloodFile | StormFile;
  /** What part of the script's arrivals it sends. */
  readonly share: Share;
  /** Where its files lie: what it is told, what it writes. */
  readonly dir: string;
  readonly signal: AbortSignal;
}

export interface K6Exit {
  readonly exitCode: number;
  /** Its last words; empty when it said none. */
  readonly stderr: string;
  readonly cpuSeconds: number;
  readonly cpu: GeneratorWatch["cpu"];
  readonly wallSeconds: number;
  readonly dropped: SummaryFile["dropped"];
}

const scripts = join(import.meta.dirname, "..", "..", "k6");

export function recordFileOf(dir: string, script: K6Run["script"]): string {
  return join(dir, `${script}.jsonl`);
}

/**
 * Runs one script to its end; never throws for what k6 does: its exit code says it. On abort k6 gets SIGINT, and
 * SIGKILL five seconds later; what it had recorded by then stays in its file.
 */
export async function runK6(run: K6Run): Promise<K6Exit> {
  const { script, k6Path, file, dir, signal } = run;
  await writeFile(join(dir, `${script}.json`), JSON.stringify(file));
  const startMs = Date.now();
  const summaryFile = join(dir, `${script}.summary.json`);
  const options = {
    // A session of its own: Ctrl-C at the terminal does not reach it, and the CPU is shared out by session.
    detached: true,
    cancelSignal: signal,
    killSignal: "SIGINT",
    forceKillAfterDelay: 5000,
    reject: false,
    stdin: "ignore",
    stdout: { file: join(dir, `${script}.log`) },
    env: {
      LOAD_FILE: join(dir, `${script}.json`),
      SUMMARY_FILE: summaryFile,
      K6_AUTO_EXTENSION_RESOLUTION: "false",
      // Bodies pass through k6 and are garbage at once: to collect it less often costs memory, which has a bound.
      GOGC: "400",
      GOMEMLIMIT: "512MiB",
      [runIdVariable]: file.runId,
      [stateRootVariable]: stateRoot(),
    },
  } as const;
  const child = withPriority(() => execa(k6Path, k6Arguments(run), options));
  const cpu = watchCpu(child.pid);
  const ended = await child;
  const exitCode = ended.exitCode ?? -1;
  const stderr = (ended.stderr || (ended.failed ? (ended.shortMessage ?? "") : ""))
    .split("\n")
    .slice(-20)
    .join("\n");
  const wallSeconds = (Date.now() - startMs) / 1000;
  const used = cpu.stop();
  const cpuSeconds = used.at(-1)?.cpuS ?? 0;
  return {
    exitCode,
    stderr,
    cpuSeconds,
    cpu: used,
    wallSeconds,
    dropped: (await readDropped(summaryFile)) ?? {},
  };
}

function k6Arguments({ script, dir, closedLoop, share }: K6Run): readonly string[] {
  return [
    "run",
    ...segmentArguments(share),
    "--quiet",
    "--no-color",
    "--no-usage-report",
    // Two k6 at once must not meet on the port of its REST API.
    "--address=",
    "--log-format=raw",
    `--console-output=${recordFileOf(dir, script)}`,
    join(scripts, `${closedLoop === true ? "closed-loop" : script}.ts`),
  ];
}

/** Samples the process's CPU time until it ends. */
function watchCpu(pid: number | undefined): { stop(): GeneratorWatch["cpu"] } {
  const used: { readonly atMs: number; readonly cpuS: number }[] = [];
  const timer = setInterval(() => {
    const cpuS = pid === undefined ? undefined : processCpu(pid)?.ownS;
    if (cpuS !== undefined) used.push({ atMs: Date.now(), cpuS });
  }, 200);
  return {
    stop: () => {
      clearInterval(timer);
      return used;
    },
  };
}

/** Undefined when k6 left no summary: it failed or was killed, which its exit code says where there is one. */
export async function readDropped(summaryFile: string): Promise<SummaryFile["dropped"] | undefined> {
  try {
    const summary: SummaryFile = JSON.parse(await readFile(summaryFile, "utf8"));
    return summary.dropped;
  } catch {
    return undefined;
  }
}

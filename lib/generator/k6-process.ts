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
  /** Whether to send the flood in a closed loop, which is a control experiment. Loki is not judged by such a load. */
  readonly closedLoop?: boolean | undefined;
  readonly k6Path: string;
  readonly file: FloodFile | StormFile;
  /** The share of the script's arrivals that this k6 process sends. */
  readonly share: Share;
  /** The folder of k6's input and output files. */
  readonly dir: string;
  readonly signal: AbortSignal;
}

export interface K6Exit {
  readonly exitCode: number;
  /** The last lines of k6's stderr; empty if k6 wrote none. */
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
 * Runs one script to its end. A failure of k6 does not throw; it shows in the exit code. On abort k6 gets SIGINT, and
 * SIGKILL five seconds later. Requests that k6 recorded until then stay in its file.
 */
export async function runK6(run: K6Run): Promise<K6Exit> {
  const { script, k6Path, file, dir, signal } = run;
  await writeFile(join(dir, `${script}.json`), JSON.stringify(file));
  const startMs = Date.now();
  const summaryFile = join(dir, `${script}.summary.json`);
  const options = {
    // k6 runs in a separate session: Ctrl-C at the terminal then does not reach k6, and Linux shares CPU among
    // sessions.
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
      // Go collects garbage less often than by default. Push bodies become garbage as soon as they are sent, so this
      // costs memory, which GOMEMLIMIT bounds.
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
    // k6's REST API is disabled, because two k6 processes at the same time would use the same port.
    "--address=",
    "--log-format=raw",
    `--console-output=${recordFileOf(dir, script)}`,
    join(scripts, `${closedLoop === true ? "closed-loop" : script}.ts`),
  ];
}

/** Samples the process's CPU time until `stop` is called. */
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

/**
 * Reads the number of dropped arrivals from k6's summary. Returns undefined if there is no summary because k6 failed or
 * was killed.
 */
export async function readDropped(summaryFile: string): Promise<SummaryFile["dropped"] | undefined> {
  try {
    const summary: SummaryFile = JSON.parse(await readFile(summaryFile, "utf8"));
    return summary.dropped;
  } catch {
    return undefined;
  }
}

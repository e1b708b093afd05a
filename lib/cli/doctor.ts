import { Command } from "commander";
import { exitCodes } from "../base/errors.ts";
import { silentProgress } from "../base/log.ts";
import { examineMachine } from "../toolchain/examine-machine.ts";
import { examinePrograms } from "../toolchain/examine-programs.ts";
import type { Finding } from "../toolchain/finding.ts";
import { installNginx } from "../toolchain/install-nginx.ts";
import { findNginx } from "../toolchain/nginx.ts";
import { type ToolContext, toolContext } from "../toolchain/tool-context.ts";
import { alignColumns } from "./align-columns.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { terminalProgress } from "./run-progress-terminal.ts";
import { defaultLokiVersion } from "./tools.ts";

interface DoctorFlags {
  readonly loki: string;
  readonly json: boolean;
  readonly fix: boolean;
}

/** `lokiproof doctor`: what is present, what is missing, what to type; exit 3 when a run cannot work here. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("say what is present, what is missing and what to type")
    .option("--loki <version>", "the Loki to look for", defaultLokiVersion)
    .option("--json", "for programs: { ok, findings }", false)
    .option("--fix", "install nginx with apt-get where it is missing", false)
    .action(doctor);
}

async function doctor(flags: DoctorFlags): Promise<void> {
  const context = toolContext({ progress: silentProgress, signal: abortOnInterrupt() });
  if (flags.fix && (await findNginx(context)) === undefined) await fixNginx(context);
  const { findings: programs, building } = await examinePrograms(flags.loki, context);
  const findings = [...(await examineMachine(building, context)), ...programs];
  const ok = findings.every(({ state }) => state !== "missing");
  process.stdout.write(
    flags.json ? `${JSON.stringify({ ok, findings }, undefined, 2)}\n` : describe(findings, ok),
  );
  if (!ok) process.exitCode = exitCodes.usage;
}

async function fixNginx(context: ToolContext): Promise<void> {
  await terminalProgress.step("nginx", async (progress) => await installNginx({ ...context, progress }));
}

function describe(findings: readonly Finding[], ok: boolean): string {
  const table = alignColumns(findings.map(({ name, state, detail }) => [state, name, detail]));
  const fixes = findings.filter(({ fix }) => fix !== undefined).map(({ name, fix }) => `  ${name}: ${fix}\n`);
  const next = fixes.length === 0 ? "" : `\nwhat to type:\n${[...new Set(fixes)].join("")}`;
  const verdict = ok ? "all that a run needs is here, or can be made" : "a run cannot work here yet";
  return `${table}${next}\n${verdict}\n`;
}

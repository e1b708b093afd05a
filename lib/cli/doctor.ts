import { join } from "node:path";
import { Command, Option } from "commander";
import { exitCodes, usageError } from "../base/errors.ts";
import { homeFolder } from "../base/home-folder.ts";
import { silentProgress } from "../base/log.ts";
import { asStarted } from "../base/own-command.ts";
import { openKube } from "../kube/kube.ts";
import { print } from "../output/print.ts";
import { lokiRelease } from "../plan/names.ts";
import { examineKind } from "../toolchain/examine-kind.ts";
import { examineMachine } from "../toolchain/examine-machine.ts";
import { examinePrograms } from "../toolchain/examine-programs.ts";
import type { Finding } from "../toolchain/finding.ts";
import { installNginx } from "../toolchain/install-nginx.ts";
import { findNginx } from "../toolchain/nginx.ts";
import { type ToolContext, toolContext } from "../toolchain/tool-context.ts";
import { alignColumns } from "./align-columns.ts";
import { examineCluster } from "./doctor-cluster.ts";
import { examineFolders } from "./examine-folders.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { terminalProgress } from "./run-progress-terminal.ts";
import { kubernetesName, textOf } from "./text-parsers.ts";
import { defaultLokiVersion } from "./tools.ts";

interface DoctorFlags {
  readonly stack: "local" | "kind";
  readonly loki: string;
  readonly json: boolean;
  readonly fix: boolean;
  readonly context?: string;
  readonly namespace?: string;
  readonly kubeconfig?: string;
}

/**
 * `lokiproof doctor`: prints which requirements are present, which are missing and which commands fix them. Exits with
 * 3 if a run cannot work on this machine.
 */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("report what is present, what is missing and what to type")
    .addOption(new Option("--stack <kind>", "for which stack").choices(["local", "kind"]).default("local"))
    .option("--loki <version>", "the Loki to look for", textOf(lokiRelease), defaultLokiVersion)
    .option("--json", "for programs: { ok, findings }", false)
    .option("--fix", "install nginx with apt-get where it is missing", false)
    .option("--context <name>", "what your user may do in this cluster, of what attaching to a Loki needs")
    .option("--namespace <name>", "with --context: where Loki runs", kubernetesName)
    .option("--kubeconfig <file>", "in place of $KUBECONFIG and ~/.kube/config")
    .action(doctor);
}

async function doctor(flags: DoctorFlags): Promise<void> {
  const context = toolContext({ progress: silentProgress, signal: abortOnInterrupt() });
  if (flags.fix && (await findNginx(context)) === undefined) await fixNginx(context);
  const { findings: programs, building } = await examinePrograms(flags.loki, context);
  const cluster = await clusterFindings(flags, context.signal);
  const kind = flags.stack === "kind" ? await examineKind(context) : [];
  const findings = [
    ...(await examineMachine(building, context)),
    ...(await examineFolders()),
    ...programs,
    ...kind,
    ...cluster,
  ];
  const ok = findings.every(({ state }) => state !== "missing");
  print(flags.json ? `${JSON.stringify({ ok, findings }, undefined, 2)}\n` : describe(findings, ok));
  if (!ok) process.exitCode = exitCodes.usage;
}

async function clusterFindings(
  { context, namespace, kubeconfig }: DoctorFlags,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  if (context === undefined && namespace === undefined) return [];
  if (context === undefined || namespace === undefined) {
    throw usageError("expected both --context and --namespace, got one of them", {
      code: "CLUSTER_FLAGS",
      hint: "kubectl config get-contexts; then: lokiproof doctor --context NAME --namespace NAME",
    });
  }
  const file = kubeconfig ?? process.env["KUBECONFIG"] ?? join(homeFolder(), ".kube", "config");
  return await examineCluster(await openKube({ kubeconfig: file, context }), namespace, signal);
}

async function fixNginx(context: ToolContext): Promise<void> {
  await terminalProgress.step("nginx", async (progress) => await installNginx({ ...context, progress }));
}

function describe(findings: readonly Finding[], ok: boolean): string {
  const table = alignColumns(findings.map(({ name, state, detail }) => [state, name, detail]));
  const fixes = findings
    .filter(({ fix }) => fix !== undefined)
    .map(({ name, fix }) => `  ${name}: ${asStarted(fix ?? "")}\n`);
  const next = fixes.length === 0 ? "" : `\nwhat to type:\n${[...new Set(fixes)].join("")}`;
  const verdict = ok ? "all that a run needs is here, or can be made" : "a run cannot work here yet";
  return `${table}${next}\n${verdict}\n`;
}

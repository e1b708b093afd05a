import { execa } from "execa";
import { HarnessError } from "../base/errors.ts";
import { findExecutables, pathFolders } from "./executables.ts";
import type { Finding } from "./finding.ts";
import { findGo } from "./go-command.ts";
import { findNginx, nginxHint } from "./nginx.ts";
import { type Pin, pins } from "./pins.ts";
import type { Program } from "./program.ts";
import { locate, mustBeBuilt } from "./provision.ts";
import type { ToolContext } from "./tool-context.ts";

export interface ProgramsExamined {
  readonly findings: readonly Finding[];
  /** True if at least one program must still be built. */
  readonly building: boolean;
}

/** Reports where each program of a run is, or how lokiproof would obtain it. Installs nothing. */
export async function examinePrograms(lokiVersion: string, context: ToolContext): Promise<ProgramsExamined> {
  const pinned = Object.values(pins(lokiVersion, context.platform));
  const located = await Promise.all(pinned.map((pin) => examineOne(pin, context)));
  const building = located.some(
    ({ pin, program, damage }) => damage === undefined && program === undefined && mustBeBuilt(pin, context),
  );
  const go = await findGo(context);
  const programs = located.map(({ pin, program, damage }): Finding => {
    if (damage !== undefined) return { name: pin.name, state: "missing", ...damage };
    if (program === undefined) return absentFinding(pin, go, context);
    return { name: pin.name, state: "ok", detail: `${pin.version} (${program.source}) ${program.path}` };
  });
  const findings = [
    await goFinding(go, building),
    ...programs,
    await nginxFinding(context),
    await gitFinding(building, context),
  ];
  return { findings, building };
}

interface Examined {
  readonly pin: Pin;
  readonly program?: Program | undefined;
  /** The reason why a program in the cache cannot be used. */
  readonly damage?: Pick<Finding, "detail" | "fix">;
}

async function examineOne(pin: Pin, context: ToolContext): Promise<Examined> {
  try {
    return { pin, program: await locate(pin, context) };
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return { pin, damage: { detail: error.message, ...(error.hint ? { fix: error.hint } : {}) } };
  }
}

function absentFinding(pin: Pin, go: string | undefined, context: ToolContext): Finding {
  const name = pin.name;
  const fix = "lokiproof tools";
  if (!mustBeBuilt(pin, context))
    return { name, state: "ok", detail: `${pin.version}: will be downloaded`, fix };
  if (go !== undefined) return { name, state: "ok", detail: `${pin.version}: will be built (minutes)`, fix };
  const detail = `${pin.version}: neither on PATH nor in the cache, and no Go to build it`;
  return {
    name,
    state: "missing",
    detail,
    fix: `install Go (https://go.dev/dl), or put ${name}-${pin.version} on PATH`,
  };
}

async function goFinding(go: string | undefined, needed: boolean): Promise<Finding> {
  const fix = "install Go (https://go.dev/dl)";
  if (go === undefined) {
    if (needed)
      return { name: "go", state: "missing", detail: "not on PATH, and programs must be built", fix };
    return { name: "go", state: "ok", detail: "none; not needed, as nothing must be built" };
  }
  const version = goVersion((await execa(go, ["version"], { reject: false })).stdout ?? "");
  const detail = `${version?.text ?? "of unknown version"} at ${go}`;
  // Since 1.21, go downloads a newer version of itself if a module needs it (https://go.dev/doc/toolchain).
  if (version !== undefined && version.minor >= 21) return { name: "go", state: "ok", detail };
  return { name: "go", state: "warning", detail: `${detail}, expected go1.21 or newer`, fix };
}

/** Parses the output of `go version`: "go version go1.26.8 linux/amd64". */
export function goVersion(output: string): { readonly text: string; readonly minor: number } | undefined {
  const match = /^go version (go1\.(\d+)\S*)/m.exec(output);
  return match?.[1] === undefined ? undefined : { text: match[1], minor: Number(match[2]) };
}

async function nginxFinding(context: ToolContext): Promise<Finding> {
  const nginx = await findNginx(context);
  if (nginx === undefined)
    return { name: "nginx", state: "missing", detail: "not found", fix: nginxHint(context) };
  return { name: "nginx", state: "ok", detail: `${nginx.version} (system) ${nginx.path}` };
}

async function gitFinding(building: boolean, context: ToolContext): Promise<Finding> {
  const git = (await findExecutables(["git"], pathFolders(context.env)))[0];
  if (git !== undefined) return { name: "git", state: "ok", detail: git };
  if (!building) return { name: "git", state: "ok", detail: "none; not needed, as nothing must be built" };
  const detail = "none: Go needs it for modules that no proxy has";
  return { name: "git", state: "warning", detail, fix: "apt-get install git" };
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ChartFlags } from "../scenario/chart/read-chart.ts";
import { loadPlan } from "../scenario/load-plan.ts";
import type { Plan } from "../scenario/plan.ts";
import { findExecutables, pathFolders } from "../toolchain/executables.ts";
import type { ReleaseOptions } from "./prepare-release.ts";
import { surroundings } from "./surroundings.fixture.ts";

/** For tests: the chart of a version that the environment gives (LAB_CHARTS), and helm from PATH. */
export interface LabChart extends AsyncDisposable {
  readonly options: ReleaseOptions;
  readonly folder: (version: string) => string;
}

/** Undefined where there is no helm, no Loki or no chart: the tests are skipped, not passed. */
export async function labChart(lokiVersion = "3.7.8"): Promise<LabChart | undefined> {
  const charts = process.env["LAB_CHARTS"];
  const [helmPath] = await findExecutables(["helm"], pathFolders(process.env));
  const [lokiPath] = await findExecutables([`loki-${lokiVersion}`], pathFolders(process.env));
  if (charts === undefined || helmPath === undefined || lokiPath === undefined) return undefined;
  const home = await mkdtemp(join(tmpdir(), "lokiproof-helm-"));
  return {
    options: { helmPath, lokiPath, home, around: surroundings, signal: AbortSignal.timeout(900_000) },
    folder: (version) => join(charts, `loki-${version}`),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  };
}

/** The plan of a scenario on kind, with a chart of the lab's. */
export async function planOnKind(scenario: string, chart: ChartFlags): Promise<Plan> {
  const now = new Date("2026-11-27T09:00:00Z");
  return (await loadPlan({ scenario, provider: "kind", chart, now })).plan;
}

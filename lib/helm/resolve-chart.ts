import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { describeError, usageError } from "../base/errors.ts";
import { readInput } from "../input/read-input.ts";
import type { PlannedChart } from "../plan/chart/chart-schema.ts";
import { type HelmContext, helm } from "./helm-command.ts";

/** A Helm chart in a folder on this machine. */
export interface ResolvedChart {
  readonly folder: string;
  readonly name: string;
  /** The exact version of the chart, such as "6.55.0", even if a range was given. */
  readonly version: string;
  /** The Loki version that the chart was made for. The plan, not the chart, decides which version runs. */
  readonly appVersion: string | undefined;
  /** The place that the chart came from, such as a folder or a repository. */
  readonly source: string;
}

/**
 * The addresses of the repositories of charts that are given as `<repository>/<name>`. The Loki chart moved to the
 * community repository at version 6.55.0, except for users of Grafana Enterprise Logs (grafana/loki issue 20705). Both
 * repositories have 6.55.0.
 */
const homes: Readonly<Record<string, string>> = {
  grafana: "https://grafana.github.io/helm-charts",
  "grafana-community": "https://grafana-community.github.io/helm-charts",
};

/** The part of Chart.yaml that lokiproof uses. */
const chartFile = z.looseObject({
  name: z.string(),
  version: z.string(),
  appVersion: z.coerce.string().optional(),
});

/**
 * Finds a chart. A folder is used as it is. `<repository>/<name>`, an `oci://` reference, the https address of an
 * archive and `<repository address>#<name>` are fetched and cached under the context's home folder. Helm resolves
 * version ranges. Throws usageError.
 */
export async function resolveChart(
  wanted: Pick<PlannedChart, "reference" | "version">,
  context: HelmContext,
): Promise<ResolvedChart> {
  const { reference, version } = wanted;
  if (await isFolder(reference)) return readFolder(reference, reference, context.signal);
  const located = helmArguments(reference);
  if (located === undefined) throw noSuchChart(reference);
  try {
    return await fetched(located, version, context);
  } catch (error) {
    context.signal.throwIfAborted();
    throw usageError(`chart ${reference} ${version} could not be fetched: ${describeError(error)}`, {
      code: "NO_CHART",
      hint: "--chart FOLDER takes a chart that is on this machine",
      cause: error,
    });
  }
}

/** Throws usageError if a chart reference is neither a chart's folder nor something that Helm could fetch. */
export async function requireChart(reference: string, signal: AbortSignal): Promise<void> {
  if (await isFolder(reference)) await readFolder(reference, reference, signal);
  else if (helmArguments(reference) === undefined) throw noSuchChart(reference);
}

function noSuchChart(reference: string): Error {
  return usageError(
    `chart "${reference}": expected a folder that is there, grafana-community/loki, grafana/loki, oci://... or https://...`,
    { code: "NO_CHART", hint: "lokiproof run --stack kind --chart ./my-loki-chart" },
  );
}

function helmArguments(reference: string): readonly string[] | undefined {
  if (reference.startsWith("oci://")) return [reference];
  const [address = "", name] = reference.split("#");
  if (/^https?:\/\//.test(address)) return name === undefined ? [address] : [name, "--repo", address];
  const [home = "", chart = "", ...rest] = reference.split("/");
  const repository = homes[home];
  const named = repository !== undefined && chart !== "" && rest.length === 0;
  return named ? [chart, "--repo", repository] : undefined;
}

async function fetched(
  located: readonly string[],
  version: string,
  context: HelmContext,
): Promise<ResolvedChart> {
  // The address of an archive already stands for one version of the chart.
  const ranged = !/^https?:/.test(located[0] ?? "");
  const shown = await helm(["show", "chart", ...located, ...(ranged ? ["--version", version] : [])], context);
  const chart = chartFile.parse(parse(shown));
  const source = located.filter((word) => word !== "--repo").join(" of ");
  const key = createHash("sha256").update(source).digest("hex").slice(0, 12);
  const kept = join(context.home, "charts", `${chart.name}-${chart.version}-${key}`);
  if (!(await isFolder(kept))) {
    const exact = ranged ? ["--version", chart.version] : [];
    await pull([...located, ...exact], { kept, name: chart.name }, context);
  }
  return readFolder(kept, source, context.signal);
}

/**
 * Downloads a chart. It is unpacked into a temporary folder, which is then renamed, so that a concurrent run never sees
 * an incomplete chart.
 */
async function pull(
  located: readonly string[],
  { kept, name }: { readonly kept: string; readonly name: string },
  context: HelmContext,
): Promise<void> {
  await mkdir(dirname(kept), { recursive: true });
  const part = await mkdtemp(`${kept}.`);
  try {
    await helm(["pull", ...located, "--untar", "--untardir", part], context);
    await rename(join(part, name), kept).catch(async (error: unknown) => {
      if (!(await isFolder(kept))) throw error;
    });
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function readFolder(folder: string, source: string, signal: AbortSignal): Promise<ResolvedChart> {
  const file = join(folder, "Chart.yaml");
  try {
    const { name, version, appVersion } = chartFile.parse(
      parse(await readInput(file, { what: "chart's description", signal })),
    );
    return { folder, name, version, appVersion, source };
  } catch (error) {
    throw usageError(`${file}: expected a chart's description, got: ${describeError(error)}`, {
      code: "NO_CHART",
      hint: "--chart takes the folder that Chart.yaml is in",
      cause: error,
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

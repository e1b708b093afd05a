import { refusalOfConfig } from "../loki/ask-loki.ts";
import type { ChartProblem } from "./chart-problem.ts";

/** Returns why Loki refuses a config, or undefined if Loki accepts the config. Throws the reason of an abort. */
export async function verifyConfig(
  config: string,
  lokiPath: string,
  signal: AbortSignal,
): Promise<ChartProblem | undefined> {
  const refusal = await refusalOfConfig(config, { lokiPath, signal });
  if (refusal === undefined) return undefined;
  return {
    kind: "refused",
    at: "Loki's config",
    what: refusal,
    instead: "what Loki accepts: the names are in its configuration reference, for this version",
  };
}

import type { GeneratorRecord, PushRecord } from "../run-folder/request-record.ts";
import type { RunResult } from "../verdict/result.ts";

/**
 * Returns one entry per k6 script for result.json; generators that shared a script are merged. Other details stay in
 * the generators' record.
 */
export function resultGenerators(
  generators: readonly GeneratorRecord[],
  pushes: readonly PushRecord[],
): RunResult["generators"] {
  const flood = pushes.filter(({ kind }) => kind === "flood");
  const lineBytes = flood.reduce((sum, one) => sum + one.lineBytes, 0);
  const byScript = Map.groupBy(generators, ({ script }) => script);
  return [...byScript].map(([script, shared]) => {
    const sumOf = (key: "planned" | "dropped" | "cpuSeconds"): number =>
      shared.reduce((sum, one) => sum + one[key], 0);
    const startLagP99Ms = worst(shared.map((one) => one.startLagP99Ms));
    const starvedShare = worst(shared.map((one) => one.starvedShare));
    return {
      script,
      ...(shared.length === 1 ? {} : { processes: shared.length }),
      planned: sumOf("planned"),
      dropped: sumOf("dropped"),
      cpuSeconds: sumOf("cpuSeconds"),
      wallSeconds: Math.max(...shared.map(({ wallSeconds }) => wallSeconds)),
      ...(startLagP99Ms === undefined ? {} : { startLagP99Ms }),
      ...(starvedShare === undefined ? {} : { starvedShare }),
      ...(script === "flood" ? { lineBytes } : {}),
    };
  });
}

/** Returns the highest known value; unknown values are ignored. */
function worst(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

import type { ClusterFlags } from "./cluster-options.ts";
import type { GeneratorFlags } from "./generator-options.ts";
import type { StackFlags } from "./stack-options.ts";

/** The flags that do not shape the plan: the stack's place, the load's generators, and the suites that judge. */
export interface OtherFlags extends StackFlags, GeneratorFlags, ClusterFlags {
  readonly suites?: readonly string[];
  readonly force?: boolean;
}

/**
 * Returns the flags that do not shape the plan, as words for the replay line. Some flags are left out because each run
 * decides them again: `--yes`, the report's folder, and whether the stack is kept.
 */
export function replayFlags(flags: OtherFlags): readonly string[] {
  const named: readonly (readonly [string, string | number | boolean | undefined])[] = [
    ["--sealed", flags.sealed],
    ["--force", flags.force],
    ["--kind-cluster", flags.kindCluster],
    ["--node-image", flags.nodeImage],
    ["--kind-config", flags.kindConfig],
    ["--install", flags.install],
    ["--context", flags.context],
    ["--namespace", flags.namespace],
    ["--kubeconfig", flags.kubeconfig],
    ["--release", flags.release],
    ["--expect", flags.expect],
    ["--mapping", flags.mapping],
    ["--gateway", flags.gateway],
    ["--s3-endpoint", flags.s3Endpoint],
    ["--s3-region", flags.s3Region],
    ["--s3-path-style", flags.s3PathStyle],
    ["--bucket", flags.bucket],
    ["--role-arn", flags.roleArn],
    ["--ceiling-factor", flags.ceilingFactor],
    ["--generators", flags.generators],
    ["--generator-image", flags.generatorImage],
    ["--generators-gateway", flags.generatorsGateway],
    ...(flags.suites ?? []).map((path) => ["--suites", path] as const),
  ];
  return named.flatMap(([flag, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [flag] : [flag, String(value)];
  });
}

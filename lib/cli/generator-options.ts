import type { Command } from "commander";
import { usageError } from "../base/errors.ts";
import type { ClusterGenerators } from "../run/place-generators.ts";
import { wholeNumber } from "./number-parsers.ts";
import type { PlanFlags } from "./plan-flags.ts";
import { httpUrl } from "./text-parsers.ts";

export interface GeneratorFlags {
  readonly generators?: number;
  readonly generatorImage?: string;
  readonly generatorsGateway?: string;
}

/** Adds the flags for load generators that run as pods. */
export function addGeneratorOptions(command: Command): Command {
  return command
    .option(
      "--generators <n>",
      "send the load from n pods in the cluster, not from here",
      wholeNumber({ from: 1, to: 99 }),
    )
    .option(
      "--generator-image <image>",
      "image of the generators, of this lokiproof version (deploy/Dockerfile)",
    )
    .option(
      "--generators-gateway <url>",
      "URL of the gateway inside the cluster; default: the chart's Service",
      httpUrl("--generators-gateway"),
    );
}

/**
 * Returns the generators that the flags request, or undefined if k6 runs on this machine. Throws usageError for flags
 * that do not fit together.
 */
export function generatorsOf(
  flags: GeneratorFlags & Pick<PlanFlags, "stack">,
): ClusterGenerators | undefined {
  const { generators, generatorImage: image, generatorsGateway: gatewayUrl, stack } = flags;
  if (generators === undefined) {
    if (image === undefined && gatewayUrl === undefined) return undefined;
    throw usageError(
      "--generator-image and --generators-gateway: expected --generators N with them, got none",
      {
        code: "NO_GENERATORS",
        hint: "--generators 2",
      },
    );
  }
  if (stack === "local" || image === undefined) {
    const got = `--stack ${stack} --generator-image ${image ?? "(none)"}`;
    throw usageError(
      `--generators: expected a stack in a cluster (not --stack local) and --generator-image, got ${got}`,
      {
        code: "NO_GENERATORS",
        hint: "--stack kind --generators 2 --generator-image registry.example/lokiproof:0.1.0",
      },
    );
  }
  return { generators, image, ...(gatewayUrl === undefined ? {} : { gatewayUrl }) };
}

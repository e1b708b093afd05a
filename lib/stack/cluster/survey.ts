import { usageError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import type { Kube } from "../../kube/kube.ts";
import { listPods, type Pod } from "../../kube/pods.ts";
import type { AttachedSource, LearnedStack } from "../../plan/attached-plan.ts";
import { replicas as replicasSchema } from "../../plan/stack-schema.ts";
import { components } from "../component.ts";
import { componentLabel } from "../release.ts";
import type { Member } from "../stack.ts";
import { type FoundPods, findMembers, releasesIn, replicasOf } from "./find-members.ts";
import { firstAnswer } from "./first-answer.ts";
import { type LearnedBucket, learnBucket } from "./learn-bucket.ts";
import { learnConfig } from "./learn-config.ts";
import { learnOverrides } from "./learn-overrides.ts";
import { chartMapping, type Mapping } from "./mapping.ts";
import { openDoors } from "./open-doors.ts";
import { readConfigMaps, readWorkloads } from "./read-objects.ts";

export interface SurveyOptions {
  readonly kube: Kube;
  readonly namespace: string;
  /** The chart's release name; needed only if the namespace holds several releases. */
  readonly release?: string;
  /** A mapping of pods to Loki components that replaces the chart's labels. */
  readonly mapping?: Mapping;
  /** The gateway's URL for load and reads. It replaces a port-forward to a gateway's pod, which cannot carry load. */
  readonly gateway?: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Facts found out about a running Loki, and open tunnels to its pods. Disposing of it closes the tunnels. */
export interface Survey extends AsyncDisposable {
  readonly kube: Kube;
  readonly where: AttachedSource["where"];
  readonly learned: LearnedStack;
  readonly members: readonly Member[];
  readonly gatewayUrl: string;
  readonly bucket: LearnedBucket | undefined;
}

/**
 * Inspects a Loki that runs in a namespace, and changes nothing. Throws usageError if the namespace has none, or if it
 * has several and the user named none. Throws HarnessError if no Loki process reports its config.
 */
export async function survey(options: SurveyOptions): Promise<Survey> {
  const { kube, namespace, signal, progress } = options;
  progress.say(`looking for Loki in ${namespace}`);
  const pods = await listPods(kube, { namespace, signal });
  const release = options.mapping === undefined ? releaseOf(pods, options) : (options.release ?? "");
  const mapping = options.mapping ?? chartMapping(release);
  const found = findMembers(pods.map(seen), mapping);
  requireMembers(found, pods, options);
  await using opening = new AsyncDisposableStack();
  const { members, gatewayUrl } = await openDoors(found, { ...options, opening });
  progress.say(`querying the config of ${members.length} Loki processes`);
  const said = await firstAnswer(members, signal);
  const workloads = await readWorkloads(kube, { namespace, signal });
  const maps = await readConfigMaps(kube, { namespace, signal });
  const overrides = learnOverrides(maps.found, { config: said.config, mapping, release });
  const bucket = learnBucket(said.config);
  const open = opening.move();
  return {
    kube,
    where: {
      context: kube.context,
      namespace,
      release,
      ...(options.gateway === undefined ? {} : { gateway: options.gateway }),
      sources: [
        `version, limits, schema and bucket: ${said.member.name}'s own /config`,
        workloads.problem ?? "replicas: the namespace's Deployments and StatefulSets",
        `overrides: ${"source" in overrides ? overrides.source : (maps.problem ?? overrides.problem)}`,
      ],
    },
    learned: {
      lokiVersion: said.version,
      replicas: replicasSchema.parse({ ...none, ...replicasOf(found, workloads.found, mapping) }),
      bucket: bucket?.bucket ?? "none",
      config: learnConfig(said.config, said.defaults),
      overrides: "overrides" in overrides ? overrides.overrides : {},
    },
    members,
    gatewayUrl,
    bucket,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

const none = Object.fromEntries(components.map((component) => [component, 0]));

function seen({ name, labels, podIp, ending }: Pod): Parameters<typeof findMembers>[0][number] {
  return { name, labels, podIp, ending };
}

function releaseOf(pods: readonly Pod[], { kube, namespace, release }: SurveyOptions): string {
  const releases = releasesIn(pods.map(seen));
  const [only] = releases;
  if (release === undefined ? releases.length === 1 : releases.includes(release))
    return release ?? only ?? "";
  const wanted = release === undefined ? "one release of the Loki chart" : `the release ${release}`;
  throw usageError(
    `namespace ${namespace} (context ${kube.context}): expected ${wanted}, got ${releases.join(", ") || "none"} among ${pods.length} pods`,
    {
      code: "WHICH_LOKI",
      hint:
        releases.length > 1
          ? "say which: --release NAME"
          : `kubectl --context ${kube.context} -n ${namespace} get pods --show-labels; another chart's labels go into a file for --mapping`,
    },
  );
}

function requireMembers(
  found: FoundPods,
  pods: readonly Pod[],
  { kube, namespace, gateway }: SurveyOptions,
): void {
  const kinds = [...new Set(pods.map(({ labels }) => labels[componentLabel] ?? "no component"))].join(", ");
  const missing = [
    ...(["distributor", "ingester", "querier"] as const).filter(
      (component) => !found.members.some((one) => one.component === component),
    ),
    ...(found.gateways.length === 0 && gateway === undefined ? ["gateway (or --gateway URL)"] : []),
  ];
  if (missing.length === 0) return;
  throw usageError(
    `namespace ${namespace} (context ${kube.context}): expected pods of ${missing.join(", ")}, got pods of ${kinds || "nothing"}`,
    { code: "NO_LOKI", hint: "another chart's labels go into a file for --mapping" },
  );
}

import { parse } from "yaml";
import { jsonObject } from "../plan/json-schema.ts";
import type { Plan } from "../plan/plan.ts";
import type { ChartProblem } from "./chart-problem.ts";
import { compactors } from "./checks/compactors.ts";
import { indexGateways } from "./checks/index-gateways.ts";
import type { ManifestCheck } from "./checks/manifest-check.ts";
import { pods } from "./checks/pods.ts";
import { replication } from "./checks/replication.ts";
import { rings } from "./checks/rings.ts";
import { runtimeOverrides } from "./checks/runtime-overrides.ts";
import { schedulers } from "./checks/schedulers.ts";
import { topology } from "./checks/topology.ts";
import { volumes } from "./checks/volumes.ts";
import { type Manifests, renderedLokiConfig } from "./manifests.ts";

const checks: readonly ManifestCheck[] = [
  runtimeOverrides,
  indexGateways,
  schedulers,
  topology,
  replication,
  rings,
  compactors,
  volumes,
  pods,
];

/** Returns all problems that installing the rendered manifests would cause, as far as the manifests show them. */
export function checkRendered(manifests: Manifests, plan: Plan): readonly ChartProblem[] {
  const text = renderedLokiConfig(manifests);
  if (text === undefined) {
    const what = "the chart renders none: what is in an object of your own is not known here";
    return [
      {
        kind: "refused",
        at: "Loki's config",
        what,
        instead: "loki.structuredConfig, or the sections under loki",
      },
    ];
  }
  const config = jsonObject.parse(parse(text));
  return checks.flatMap((check) => check({ manifests, config, plan }));
}

import { cacheSizes } from "./cache-shapes.ts";
import { gatewayConfig } from "./gateway-config.ts";
import { lokiFlags } from "./loki-flags.ts";
import { probe, scheduling } from "./pod-shapes.ts";
import {
  anyNumber,
  countOrPercent,
  either,
  leaf,
  list,
  map,
  objectName,
  oneOf,
  quantity,
  text,
  toggle,
  type ValueShape,
  wholeNumber,
} from "./value-shape.ts";
import { otherWorkloads, workloadKeys } from "./workload-keys.ts";

const amounts = map({ cpu: quantity, memory: quantity, "ephemeral-storage": quantity });

const scaling = map({
  stabilizationWindowSeconds: wholeNumber,
  selectPolicy: oneOf("Max", "Min", "Disabled"),
  policies: list(map({ type: oneOf("Pods", "Percent"), value: wholeNumber, periodSeconds: wholeNumber })),
});

const volume: Readonly<Record<string, ValueShape>> = {
  enabled: toggle,
  size: quantity,
  storageClass: either(objectName, oneOf("", "-")),
  accessModes: list(oneOf("ReadWriteOnce", "ReadWriteOncePod", "ReadWriteMany")),
};

const rollout = map({
  type: oneOf("RollingUpdate", "Recreate", "OnDelete"),
  rollingUpdate: map({ maxUnavailable: countOrPercent, maxSurge: countOrPercent, partition: wholeNumber }),
});

/** The accepted values of every workload of the chart. They shape the workload's pods and name nothing outside them. */
const workload: Readonly<Record<string, ValueShape>> = {
  ...scheduling,
  enabled: toggle,
  replicas: wholeNumber,
  maxUnavailable: countOrPercent,
  maxSurge: countOrPercent,
  resources: map({ limits: amounts, requests: amounts }),
  persistence: map({
    ...volume,
    inMemory: toggle,
    volumeClaimsEnabled: toggle,
    enableStatefulSetAutoDeletePVC: toggle,
    whenDeleted: oneOf("Delete", "Retain"),
    whenScaled: oneOf("Delete", "Retain"),
    claims: list(map({ ...volume, name: objectName })),
  }),
  autoscaling: map({
    enabled: toggle,
    minReplicas: wholeNumber,
    maxReplicas: wholeNumber,
    targetCPUUtilizationPercentage: wholeNumber,
    targetMemoryUtilizationPercentage: wholeNumber,
    behavior: map({ enabled: toggle, scaleUp: scaling, scaleDown: scaling }),
  }),
  zoneAwareReplication: map({
    enabled: toggle,
    maxUnavailablePct: wholeNumber,
    migration: map({ enabled: toggle, excludeDefaultZone: toggle, readPath: toggle, writePath: toggle }),
  }),
  updateStrategy: rollout,
  deploymentStrategy: rollout,
  strategy: rollout,
  podManagementPolicy: oneOf("Parallel", "OrderedReady"),
  terminationGracePeriodSeconds: wholeNumber,
  readinessProbe: probe,
  livenessProbe: probe,
  startupProbe: probe,
  joinMemberlist: toggle,
  goSettings: map({ goMemLimitFactor: anyNumber, gogc: wholeNumber }),
  extraArgs: lokiFlags,
  image: map({ pullPolicy: oneOf("IfNotPresent") }),
};

/** The image of a program other than Loki. Users can change only its tag, not its registry or repository. */
const versioned = map({
  pullPolicy: oneOf("IfNotPresent"),
  tag: text("a version such as 1.29-alpine", /^v?\d+(\.\d+){0,3}(-[a-z0-9.-]+)?$/),
});

const { extraArgs: _flags, ...withoutFlags } = workload;
const other: Readonly<Record<string, ValueShape>> = { ...withoutFlags, image: versioned };

/** A chart switch that must stay on, because all of lokiproof's requests go through the gateway. */
const alwaysOn = leaf(
  "true: requests reach Loki through the chart's gateway, so it stays on",
  (value) => value === true,
);

const special: Readonly<Record<string, Readonly<Record<string, ValueShape>>>> = {
  gateway: {
    ...other,
    enabled: alwaysOn,
    containerPort: wholeNumber,
    verboseLogging: toggle,
    nginxConfig: gatewayConfig,
  },
  chunksCache: { ...other, ...cacheSizes },
  resultsCache: { ...other, ...cacheSizes },
  memcachedExporter: other,
};

/**
 * Returns a description of the Helm chart values that a user is permitted to set for one workload. Most workloads run
 * Loki's image in the plan's version; `special` lists the exceptions.
 */
function shapeOf(name: string): ValueShape {
  const own = Object.hasOwn(special, name) ? special[name] : undefined;
  if (own !== undefined) return map(own);
  return map(otherWorkloads.includes(name) ? { ...workload, legacyReadTarget: toggle } : workload);
}

const lokiPods = {
  readinessProbe: probe,
  livenessProbe: probe,
  startupProbe: probe,
  revisionHistoryLimit: wholeNumber,
  enableServiceLinks: toggle,
  image: map({ pullPolicy: oneOf("IfNotPresent") }),
} as const;

const { enabled: _on, replicas: _count, image: _image, ...shared } = workload;

/** The user's chart values that are installed. A key that is not listed in this shape is left out. */
export const chartShape = {
  deploymentMode: oneOf("Distributed"),
  loki: map(lokiPods),
  defaults: map(shared),
  ...Object.fromEntries(workloadKeys.map((name) => [name, shapeOf(name)])),
} satisfies Readonly<Record<string, ValueShape>>;

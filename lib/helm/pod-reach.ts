import { z } from "zod";
import { isHarmlessFlag } from "../plan/chart/loki-flags.ts";

/** Matches flags that the chart itself passes to Loki (charts 6.29.0, 6.55.0, 18.11.0, templates). */
const chartFlag =
  /^-((config\.file|target|legacy-read-mode|distributor\.zone-awareness-enabled|ingester\.(availability-zone|unregister-on-shutdown|tokens-file-path))=|config\.expand-env=true$|memberlist\.advertise-addr=\$\(\w+\)$)/;

/** Environment variables that the chart itself passes to Loki: settings of Go's memory (chart 18.11.0). */
const chartVariables: ReadonlySet<string> = new Set(["GOGC", "GOMEMLIMIT"]);

const anything = z.unknown().optional();
const some = z.record(z.string(), anything).nullish();

const handler = z.looseObject({
  exec: anything,
  httpGet: z.looseObject({ host: anything, httpHeaders: anything }).nullish(),
  tcpSocket: z.looseObject({ host: anything }).nullish(),
});

const security = z.looseObject({
  privileged: anything,
  allowPrivilegeEscalation: anything,
  runAsUser: anything,
  capabilities: z.looseObject({ add: anything }).nullish(),
});

export const container = z.looseObject({
  name: z.string(),
  image: z.string(),
  command: anything,
  lifecycle: anything,
  args: z.array(z.string()).nullish(),
  env: z.array(z.looseObject({ name: z.string(), value: anything })).nullish(),
  envFrom: z.array(some).nullish(),
  ports: z.array(z.looseObject({ hostPort: anything })).nullish(),
  securityContext: security.nullish(),
  readinessProbe: handler.nullish(),
  livenessProbe: handler.nullish(),
  startupProbe: handler.nullish(),
});
export type Container = z.infer<typeof container>;

/** Volume sources that stay inside a release: nothing on the node, no external storage. */
const ownVolumes: ReadonlySet<string> = new Set([
  "name",
  "configMap",
  "emptyDir",
  "persistentVolumeClaim",
  "secret",
]);

export const pod = z.looseObject({
  containers: z.array(container),
  initContainers: z.array(container).nullish(),
  volumes: z.array(z.record(z.string(), anything)).nullish(),
  securityContext: security.nullish(),
});
export type Pod = z.infer<typeof pod>;

/** Pod settings that give access to the node or other hosts. The chart itself uses none of these settings. */
const hostSettings = ["hostNetwork", "hostPID", "hostIPC", "hostAliases", "runtimeClassName"] as const;

/**
 * Describes everything in a pod that reaches out of the release, such as host settings. Returns an empty list if
 * nothing does.
 */
export function reachOf(spec: Pod): readonly string[] {
  return [
    ...hostSettings.filter((key) => isSet(spec[key])),
    ...(isSet(spec["dnsConfig"]) || spec["dnsPolicy"] === "None" ? ["a name server of its own"] : []),
    ...(spec.volumes ?? []).flatMap((volume) =>
      Object.keys(volume)
        .filter((key) => !ownVolumes.has(key))
        .map((key) => `a volume of ${key}`),
    ),
    ...privileges(spec.securityContext),
    ...[...spec.containers, ...(spec.initContainers ?? [])].flatMap((one) =>
      containerReach(one).map((what) => `${what} (container ${one.name})`),
    ),
  ];
}

function containerReach(one: Container): string[] {
  const probes = [one.readinessProbe, one.livenessProbe, one.startupProbe];
  return [
    ...privileges(one.securityContext),
    ...(["command", "lifecycle"] as const).filter((key) => isSet(one[key])),
    ...(probes.some(asksElsewhere) ? ["a probe with a host, a header or a command"] : []),
    ...((one.ports ?? []).some(({ hostPort }) => isSet(hostPort)) ? ["a port of the node"] : []),
    ...(one.env ?? [])
      .filter(({ name, value }) => isSet(value) && !chartVariables.has(name))
      .map(({ name }) => `the environment variable ${name}`),
    ...(isLoki(one) ? (one.args ?? []).filter((arg) => !isKnownFlag(arg)).map(flagName) : []),
  ];
}

/** Returns true for a container that runs Loki's image. */
export function isLoki({ image }: Container): boolean {
  return /(^|\/)grafana\/loki(:|@|$)/.test(image);
}

function isKnownFlag(arg: string): boolean {
  return chartFlag.test(arg) || isHarmlessFlag(arg);
}

function flagName(arg: string): string {
  return `the flag ${/^-{1,2}[\w.-]+/.exec(arg)?.[0] ?? "that is none"}`;
}

function asksElsewhere(probe: z.infer<typeof handler> | null | undefined): boolean {
  return [probe?.exec, probe?.httpGet?.host, probe?.httpGet?.httpHeaders, probe?.tcpSocket?.host].some(isSet);
}

function privileges(context: z.infer<typeof security> | null | undefined): string[] {
  return [
    ...(context?.privileged === true ? ["privileged: true"] : []),
    ...(context?.allowPrivilegeEscalation === true ? ["allowPrivilegeEscalation: true"] : []),
    ...(isSet(context?.capabilities?.add) ? ["added capabilities"] : []),
    ...(context?.runAsUser === 0 ? ["the user root"] : []),
  ];
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

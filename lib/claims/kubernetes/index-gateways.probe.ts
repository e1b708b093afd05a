import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { textAt } from "../../base/json.ts";
import { listObjects, metadata, readObject } from "../../kube/list-objects.ts";
import { listPods } from "../../kube/pods.ts";
import { runningConfig } from "../../loki/running-config.ts";
import type { Probe } from "../../probe/probe.ts";
import { type Kubernetes, kubectl, kubernetesOf, ofRelease } from "../../stack/release.ts";
import type { Member } from "../../stack/stack.ts";
import { servicesNamed } from "./index-gateway-address.ts";

const serviceObject = z.object({ metadata, spec: z.object({ clusterIP: z.string().default("") }) });

const sliceObject = z.object({
  metadata,
  endpoints: z
    .array(
      z.object({
        addresses: z.array(z.string()),
        conditions: z.object({ ready: z.boolean().nullish() }).prefault({}),
      }),
    )
    .nullable()
    .transform((endpoints) => endpoints ?? []),
});

const indexGatewaysRecord = z.strictObject({
  kubectl: z.string(),
  queriers: z.array(
    z.strictObject({
      querier: z.string(),
      url: z.string(),
      problem: z.string().optional(),
      mode: z.string(),
      serverAddress: z.string(),
    }),
  ),
  /** The Kubernetes services that a querier's index gateway address names. */
  services: z.array(
    z.strictObject({
      name: z.string(),
      /**
       * The service's cluster IP. Absent if the service does not exist. "None" if the service is headless: its name
       * then resolves to every ready pod.
       */
      clusterIp: z.string().optional(),
      /** The ready addresses in the service's EndpointSlices. A headless service's name resolves to these addresses. */
      addresses: z.array(z.string()),
    }),
  ),
  pods: z.array(z.strictObject({ name: z.string(), ip: z.string(), ready: z.boolean() })),
});
export type IndexGatewaysRecord = z.infer<typeof indexGatewaysRecord>;

/** Reads the index gateway address of every querier, and the services and pods to which this address resolves. */
export const indexGatewaysProbe: Probe<IndexGatewaysRecord> = {
  id: "kubernetes.index-gateways",
  phase: "before",
  record: indexGatewaysRecord,
  timeoutMs: 20_000,
  needs: ["kubernetes"],
  observe: async ({ stack }, signal) => {
    const kubernetes = kubernetesOf(stack);
    const members = stack.members.filter(({ component }) => component === "querier");
    const queriers = await Promise.all(members.map((member) => addressOf(member, signal)));
    const named = queriers.flatMap(({ serverAddress }) => servicesNamed(serverAddress));
    const here = named.filter(
      ({ namespace }) => namespace === undefined || namespace === kubernetes.namespace,
    );
    const names = [...new Set(here.map(({ service }) => service))];
    const pods = await listPods(kubernetes.kube, { ...ofRelease(kubernetes, "index-gateway"), signal });
    return {
      kubectl: kubectl(kubernetes),
      queriers,
      services: await Promise.all(names.map((name) => serviceOf(name, kubernetes, signal))),
      pods: pods
        .filter(({ ending }) => !ending)
        .map(({ name, podIp, ready }) => ({ name, ip: podIp ?? "", ready })),
    };
  },
};

async function addressOf(
  { name, url }: Member,
  signal: AbortSignal,
): Promise<IndexGatewaysRecord["queriers"][number]> {
  try {
    const config = await runningConfig(url, signal);
    const client = ["storage_config", "tsdb_shipper", "index_gateway_client", "server_address"];
    const mode = textAt(config, ["index_gateway", "mode"]);
    return { querier: name, url, mode, serverAddress: textAt(config, client) };
  } catch (error) {
    signal.throwIfAborted();
    return { querier: name, url, problem: describeError(error), mode: "", serverAddress: "" };
  }
}

async function serviceOf(
  name: string,
  { kube, namespace }: Kubernetes,
  signal: AbortSignal,
): Promise<IndexGatewaysRecord["services"][number]> {
  const service = await readObject(kube, "api/v1/services", serviceObject, { namespace, name, signal });
  if (service === undefined) return { name, addresses: [] };
  const labels = `kubernetes.io/service-name=${name}`;
  const resource = "apis/discovery.k8s.io/v1/endpointslices";
  const slices = await listObjects(kube, resource, sliceObject, { namespace, labels, signal });
  const ready = slices.flatMap(({ endpoints }) =>
    endpoints.filter(({ conditions }) => conditions.ready !== false),
  );
  const addresses = [...new Set(ready.flatMap((endpoint) => endpoint.addresses))].sort();
  return { name, clusterIp: service.spec.clusterIP, addresses };
}

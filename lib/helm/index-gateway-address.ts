import type { IndexGatewayForm } from "../plan/breakage-schema.ts";
import type { ChartSurroundings } from "./surroundings.ts";

/** The gRPC port of every component in the chart (values.yaml, `loki.server.grpc_listen_port`). */
const grpcPort = 9095;

/** Returns the address of the release's own index gateways in the given form; "" if the form is "none". */
export function indexGatewayAddress(form: IndexGatewayForm, around: ChartSurroundings): string {
  const service = `${around.release}-index-gateway`;
  const of = (name: string): string => `${name}.${around.namespace}.svc.cluster.local:${grpcPort}`;
  const addresses: Readonly<Record<IndexGatewayForm, string>> = {
    list: `dns+${of(`${service}-headless`)}`,
    "dns-triple-slash": `dns:///${of(`${service}-headless`)}`,
    "cluster-ip": of(service),
    none: "",
  };
  return addresses[form];
}

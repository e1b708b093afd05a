import type { IndexGatewayForm } from "../scenario/breakage-schema.ts";
import type { ChartSurroundings } from "./surroundings.ts";

/** The gRPC port of every component in the chart (values.yaml, `loki.server.grpc_listen_port`). */
const grpcPort = 9095;

/**
 * The form of an address that values give: which clients Loki makes of it (pkg/indexgateway/client.go, 3.7.8). The
 * address itself is never kept.
 */
export function indexGatewayForm(address: string | undefined): IndexGatewayForm {
  if (address === undefined || address.includes("{{") || /^dns(srv|srvnoa)?\+/.test(address)) return "list";
  if (address === "") return "none";
  if (address.startsWith("dns:///")) return "dns-triple-slash";
  return address.includes(",") ? "list" : "cluster-ip";
}

/** The address of a release's own index gateways in that form; "" is none. */
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

import type { IndexGatewayForm } from "./breakage-schema.ts";

/**
 * Returns the form of a user's index gateway address, which decides the clients that Loki creates from the address
 * (pkg/indexgateway/client.go, 3.7.8). The address itself is never kept.
 */
export function indexGatewayForm(address: string | undefined): IndexGatewayForm {
  if (address === undefined || address.includes("{{") || /^dns(srv|srvnoa)?\+/.test(address)) return "list";
  if (address === "") return "none";
  if (address.startsWith("dns:///")) return "dns-triple-slash";
  return address.includes(",") ? "list" : "cluster-ip";
}

import { valueAt } from "../../plan/chart/layer-values.ts";
import { indexGatewayForm } from "../../plan/index-gateway-form.ts";
import type { ManifestCheck } from "./manifest-check.ts";

const at = "loki.storage_config.tsdb_shipper.index_gateway_client.server_address";
const instead =
  "dns+<release>-index-gateway-headless.<namespace>.svc.cluster.local:9095 (the chart's own default)";

const faults = {
  "dns-triple-slash":
    "`dns:///` is one address, dialled without round robin: every querier stays with one index gateway",
  "cluster-ip": "a service that is not headless is one address: every querier stays with one index gateway",
  none: "empty: queriers load the index themselves, and the index gateways serve nobody",
} as const;

/**
 * Checks that queriers spread their requests over all index gateways (pkg/indexgateway/client.go, 3.7.8;
 * measured.md).
 */
export const indexGateways: ManifestCheck = ({ manifests, config }) => {
  const gateways = manifests.workloads.find(({ component }) => component === "index-gateway");
  if (gateways === undefined || gateways.replicas === 0) return [];
  const given = valueAt(config, ["storage_config", "tsdb_shipper", "index_gateway_client", "server_address"]);
  const address = typeof given === "string" ? given : "";
  const form = indexGatewayForm(address);
  if (form !== "list")
    return [{ kind: "misbehaves", at, what: `${address || '""'}: ${faults[form]}`, instead }];
  const host = /^dns(?:srv|srvnoa)?\+([^.:]+)\./.exec(address)?.[1];
  const service = manifests.services.find(({ name }) => name === host);
  if (host === undefined || service?.headless === true) return [];
  const what =
    service === undefined
      ? `${address}: the chart renders no service ${host}`
      : `${address}: ${host} is not headless, so one address is looked up and every querier stays with one index gateway`;
  return [{ kind: "misbehaves", at, what, instead }];
};

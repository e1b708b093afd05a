/** A Kubernetes service that an address names: "loki-index-gateway-headless" in namespace "loki". */
export interface NamedService {
  readonly service: string;
  /**
   * The service's namespace. Undefined if the address contains no namespace: the service is then in the namespace of
   * the pod that uses the address.
   */
  readonly namespace: string | undefined;
}

/**
 * Returns the services that a `server_address` of Loki's index gateway client names. The address can be a
 * comma-separated list. Each part can have a resolver prefix (`dns+`, `dnssrv+`, `dnssrvnoa+`, `dns:///`), the
 * `_grpc._tcp.` of an SRV record, and a port.
 */
export function servicesNamed(serverAddress: string): readonly NamedService[] {
  const addresses = serverAddress.split(",").map((address) => address.trim());
  return addresses
    .filter((address) => address !== "")
    .map((address) => {
      const host = address
        .replace(/^(dns|dnssrv|dnssrvnoa)\+/, "")
        .replace(/^[a-z]+:\/\/[^/]*\/?/, "")
        .replace(/:\d+$/, "")
        .replace(/^(_[^.]+\.)+/, "");
      const [service = "", namespace] = host.split(".");
      return { service, namespace };
    });
}

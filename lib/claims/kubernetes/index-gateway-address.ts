/** A service that an address names: "loki-index-gateway-headless" of namespace "loki". */
export interface NamedService {
  readonly service: string;
  /** Undefined where the address leaves it out: then it is the pod's own. */
  readonly namespace: string | undefined;
}

/**
 * The services that a `server_address` of Loki's index gateway client names. It may be a comma-separated list, each with
 * a resolver before it (`dns+`, `dnssrv+`, `dnssrvnoa+`, `dns:///`), an SRV record's `_grpc._tcp.`, and a port after it.
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

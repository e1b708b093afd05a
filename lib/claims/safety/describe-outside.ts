import type { OutsideSeen } from "./connections-record.ts";

const verbs: Readonly<Record<OutsideSeen["direction"], string>> = {
  connects: "connects to",
  listens: "listens on",
  accepts: "was connected to at",
};

/**
 * Returns a line such as "ingester-0 connects to 203.0.113.9:9095 (TCP; seen 41 times from 17:03:01 to 17:04:40 UTC)".
 */
export function describeOutside({ process, protocol, direction, address, ...seen }: OutsideSeen): string {
  const times = seen.count === 1 ? "once, at" : `${seen.count} times from`;
  const until = seen.count === 1 ? "" : ` to ${timeOf(seen.lastMs)}`;
  const when = `seen ${times} ${timeOf(seen.firstMs)}${until} UTC`;
  return `${process} ${verbs[direction]} ${address} (${nameOf(protocol, address)}; ${when})`;
}

/**
 * Returns a name for the traffic to an address. Port 53 is a DNS look-up (RFC 1035, 4.2), which is more informative
 * than the protocol.
 */
function nameOf(protocol: OutsideSeen["protocol"], address: string): string {
  return address.endsWith(":53") ? `a DNS look-up, ${protocol.toUpperCase()}` : protocol.toUpperCase();
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}

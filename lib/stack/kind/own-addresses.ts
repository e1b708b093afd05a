import { BlockList, isIPv6 } from "node:net";

/** A set of addresses and address ranges. Adding the same text again has no effect. */
export class OwnAddresses {
  readonly #texts = new Set<string>();
  readonly #list = new BlockList();

  /** Adds "10.244.0.7" or "10.244.0.0/24". */
  add(text: string): void {
    if (this.#texts.has(text)) return;
    this.#texts.add(text);
    const [address = "", bits] = text.split("/");
    if (bits === undefined) this.#list.addAddress(address, familyOf(address));
    else this.#list.addSubnet(address, Number(bits), familyOf(address));
  }

  has(address: string): boolean {
    return this.#list.check(address, familyOf(address));
  }
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv6(address) ? "ipv6" : "ipv4";
}

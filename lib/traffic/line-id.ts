/**
 * The seed, tenant and stream number that identify a stream. The stream's line format derives from them, and so does
 * the id that distinguishes a push's lines from all others. This file is pure and has no imports, because the k6
 * scripts use it too. All arithmetic is on 32-bit integers (Math.imul), which V8 and k6's Sobek compute alike.
 */
export interface StreamKey {
  readonly seed: number;
  readonly tenant: string;
  readonly stream: number;
}

export const lineFormats = ["logfmt", "json", "access", "java"] as const;
export type LineFormat = (typeof lineFormats)[number];

/** Returns the format of every line of a stream, because a service logs in one format. */
export function lineFormatOf(stream: number): LineFormat {
  return lineFormats[stream % lineFormats.length] ?? "logfmt";
}

/**
 * Returns the push id, which every line of push number `push` (0 to 2^32 - 1) of a stream contains. It looks like a
 * span id: 16 hexadecimal digits, 8 for a hash of the stream and 8 for the push.
 */
export function lineId(key: StreamKey, push: number): string {
  return hex8(hashOf(key)) + hex8(push);
}

function hex8(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}

function hashOf({ seed, tenant, stream }: StreamKey): number {
  let hash = hashOfSeed(seed);
  for (let i = 0; i < tenant.length; i++) hash = mix(hash, tenant.charCodeAt(i));
  return mix(hash, stream);
}

/** Returns a hash of all 53 bits of a seed. */
export function hashOfSeed(seed: number): number {
  return mix(mix(0x811c9dc5, seed | 0), Math.floor(seed / 2 ** 32) | 0);
}

/**
 * Mixes two numbers with the finalizer of MurmurHash3, so that every input bit affects every bit of the
 * result.
 */
export function mix(hash: number, value: number): number {
  let h = hash ^ Math.imul(value + 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

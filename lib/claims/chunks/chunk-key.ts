/** The facts that the key of a chunk object states about the chunk. */
export interface ChunkKey {
  readonly tenant: string;
  /** The stream's fingerprint in lower-case hexadecimal without leading zeros. */
  readonly fingerprint: string;
  readonly fromMs: number;
  readonly throughMs: number;
  /** CRC-32C of the complete chunk object. */
  readonly checksum: number;
}

const form = /^([^/]+)\/([0-9a-f]{1,16})\/([0-9a-f]{1,16}):([0-9a-f]{1,16}):([0-9a-f]{1,8})$/;

/**
 * Parses `<tenant>/<fingerprint>/<from>:<through>:<checksum>`, the key of a chunk since schema v12
 * (pkg/storage/config/schema_config.go, newerExternalKey, 3.7.8). Returns undefined for any other key.
 */
export function parseChunkKey(key: string): ChunkKey | undefined {
  const [, tenant, fingerprint, from, through, checksum] = form.exec(key) ?? [];
  if (!tenant || !fingerprint || !from || !through || !checksum) return undefined;
  const [fromMs, throughMs] = [Number.parseInt(from, 16), Number.parseInt(through, 16)];
  return { tenant, fingerprint, fromMs, throughMs, checksum: Number.parseInt(checksum, 16) };
}

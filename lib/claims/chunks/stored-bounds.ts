/**
 * How many chunks of one tenant an ingester stored between restarts, one number for each life
 * (`loki_ingester_chunks_stored_total`).
 */
export type StoredLives = readonly number[];

export interface ObjectBounds {
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * Returns the minimum and maximum number of chunk objects, given how many chunks each ingester counted as stored. Every
 * counted chunk was written to one key, so there are at most as many objects as counted chunks. Replicas with the same
 * entries write the same key, because the key ends in the checksum of the content. A restarted ingester replays its WAL
 * and might flush a chunk to the same key again. The lower bound therefore counts only each ingester's life with the
 * most chunks, and assumes that RF ingesters wrote each key.
 */
export function objectBounds(lives: readonly StoredLives[], replicationFactor: number): ObjectBounds {
  const richest = lives.reduce((sum, life) => sum + Math.max(0, ...life), 0);
  const all = lives.flat().reduce((sum, stored) => sum + stored, 0);
  return { atLeast: Math.ceil(richest / replicationFactor), atMost: all };
}

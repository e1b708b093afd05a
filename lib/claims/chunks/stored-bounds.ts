/** What one ingester stored of one tenant's chunks in each of its lives (`loki_ingester_chunks_stored_total`). */
export type StoredLives = readonly number[];

export interface ObjectBounds {
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * How many chunk objects there can be, given what each ingester counted as stored. Every store writes one key, so there
 * are at most as many objects as stores. Replicas with the same entries write the same key (it ends in the checksum of
 * the content), one ingester after its restart, too: it finds in its log what it had flushed and flushes it again. So
 * only one life of each ingester counts for the lower bound, its richest, and RF of them may have met on one key.
 */
export function objectBounds(lives: readonly StoredLives[], replicationFactor: number): ObjectBounds {
  const richest = lives.reduce((sum, life) => sum + Math.max(0, ...life), 0);
  const all = lives.flat().reduce((sum, stored) => sum + stored, 0);
  return { atLeast: Math.ceil(richest / replicationFactor), atMost: all };
}

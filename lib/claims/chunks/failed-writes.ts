import type { StoreCounters } from "./bucket-record.ts";

/** Writes or deletes of one member that S3 did not answer with success, by operation and status. */
export type FailedWrite = StoreCounters["refusals"][number];

/** Statuses of a request that its caller or the gateway gave up: no answer at all, nginx's 499, and 504. */
export const givenUpStatuses: ReadonlySet<number> = new Set([0, 499, 504]);

/**
 * Sorts failed writes into those that S3 refused, and those that may only have been given up. A ruler writes and deletes
 * during the request of its caller. If the caller gives up, the ruler's own request to S3 is cancelled, and Loki counts
 * every error as status 500, a cancelled request too (dskit, instrument.ErrorCode; s3_storage_client.go, 3.7.8).
 */
export function sortFailedWrites(
  writes: readonly FailedWrite[],
  wasAnyGivenUp: boolean,
): { readonly refused: readonly FailedWrite[]; readonly unclear: readonly FailedWrite[] } {
  const mayBeCancelled = ({ member, status }: FailedWrite): boolean =>
    wasAnyGivenUp && status === "500" && /(^|-)ruler(-|$)/.test(member);
  return {
    refused: writes.filter((write) => !mayBeCancelled(write)),
    unclear: writes.filter(mayBeCancelled),
  };
}

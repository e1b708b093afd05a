import type { StoreCounters } from "./bucket-record.ts";

/** One Loki process's failed S3 writes or deletes, by operation and status. */
export type FailedWrite = StoreCounters["refusals"][number];

/** Statuses of a request whose caller or gateway gave up: 0 for no answer, nginx's 499, and 504. */
export const givenUpStatuses: ReadonlySet<number> = new Set([0, 499, 504]);

/**
 * Separates failed writes that S3 refused from failed writes that might only have been cancelled. A ruler writes and
 * deletes during its caller's request. If the caller gives up, the ruler's request to S3 is cancelled too. Loki counts
 * every error as status 500, including cancellation (dskit, instrument.ErrorCode; s3_storage_client.go, 3.7.8).
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

import type { Caller } from "./caller.ts";
import { type HttpAnswer, http } from "./http.ts";

const path = "/loki/api/v1/delete";

export interface DeleteRange {
  /** The log selector of a delete request, without line filter. */
  readonly query: string;
  /**
   * The start of the time range of a delete request, in whole seconds since the epoch. The end of the range must be in
   * the past.
   */
  readonly startS: number;
  readonly endS: number;
}

/**
 * Sends a delete request to the compactor. Loki answers 204 with the request's id
 * (pkg/compactor/deletion/request_handler.go, 3.7.8).
 */
export async function addDelete(
  url: string,
  { query, startS, endS }: DeleteRange,
  caller: Caller,
): Promise<HttpAnswer> {
  return http(`${url}${path}`, { ...caller, method: "POST", query: { query, start: startS, end: endS } });
}

/** Returns the id of an accepted delete request from Loki's answer; undefined if the answer has no id. */
export function deleteIdOf({ headers }: Partial<Pick<HttpAnswer, "headers">>): string | undefined {
  return [headers?.["x-delete-request-id"]].flat()[0];
}

/** Lists the tenant's delete requests, as a JSON list of request_id, query, status and more. */
export async function listDeletes(url: string, caller: Caller): Promise<HttpAnswer> {
  return http(`${url}${path}`, caller);
}

/** Cancels a delete request. Loki answers 204, or 404 if the tenant has no such request. */
export async function cancelDelete(url: string, id: string, caller: Caller): Promise<HttpAnswer> {
  return http(`${url}${path}`, { ...caller, method: "DELETE", query: { request_id: id } });
}

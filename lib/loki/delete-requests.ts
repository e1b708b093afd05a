import type { Caller } from "./caller.ts";
import { type HttpAnswer, http } from "./http.ts";

const path = "/loki/api/v1/delete";

export interface DeleteRange {
  /** A log selector; no line filter. */
  readonly query: string;
  /** Whole seconds since the epoch; the end must lie in the past. */
  readonly startS: number;
  readonly endS: number;
}

/** Asks the compactor to delete; 204 with the request's id (pkg/compactor/deletion/request_handler.go, 3.7.8). */
export async function addDelete(
  url: string,
  { query, startS, endS }: DeleteRange,
  caller: Caller,
): Promise<HttpAnswer> {
  return http(`${url}${path}`, { ...caller, method: "POST", query: { query, start: startS, end: endS } });
}

/** The id of an accepted request; undefined where the answer names none. */
export function deleteIdOf({ headers }: Partial<Pick<HttpAnswer, "headers">>): string | undefined {
  return [headers?.["x-delete-request-id"]].flat()[0];
}

/** The tenant's delete requests, as a JSON list of request_id, query, status... */
export async function listDeletes(url: string, caller: Caller): Promise<HttpAnswer> {
  return http(`${url}${path}`, caller);
}

/** 204, or 404 where the tenant has no such request. */
export async function cancelDelete(url: string, id: string, caller: Caller): Promise<HttpAnswer> {
  return http(`${url}${path}`, { ...caller, method: "DELETE", query: { request_id: id } });
}

/** The tenant of a request and its abort signal. Without a tenant no X-Scope-OrgID header is sent. */
export interface Caller {
  readonly tenant?: string;
  readonly signal: AbortSignal;
}

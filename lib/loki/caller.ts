/** Who asks, and until when. Without a tenant no X-Scope-OrgID is sent. */
export interface Caller {
  readonly tenant?: string;
  readonly signal: AbortSignal;
}

import { type Attempted, attempt } from "../../loki/attempt.ts";
import type { Caller } from "../../loki/caller.ts";
import { ownersIn, requestTimeoutMs, type Secrets } from "./secrets.ts";
import { type Deed, excerpt, type Sighting } from "./sighting.ts";

export type Ask = (caller: Caller) => Promise<Attempted>;

/** Sends requests through the gateway and records each result. A failed request is recorded, not thrown. */
export interface Witness {
  /** Sends a read as `reader` and records whose data the answer shows. */
  readonly see: (path: string, reader: string, ask: Ask) => Promise<Sighting>;
  readonly act: (what: string, tenant: string, ask: Ask) => Promise<Deed>;
}

export function witness(secrets: Secrets, signal: AbortSignal, timeoutMs = requestTimeoutMs): Witness {
  const bounded = { timeoutMs, signal };
  const as = (tenant: string, ask: Ask): Promise<Attempted> =>
    attempt((within) => ask({ tenant, signal: within }), bounded);
  return {
    see: async (path, reader, ask) => {
      const answer = await as(reader, ask);
      const { status, body } = answer;
      const seen = { path, via: "gateway", reader, status, sees: ownersIn(answer, secrets) };
      return status === 200 ? seen : { ...seen, said: excerpt(body) };
    },
    act: async (what, tenant, ask) => {
      const { status, body } = await as(tenant, ask);
      return { what, via: "gateway", tenant, status, said: excerpt(body) };
    },
  };
}

import { z } from "zod";

/** One answer to one reader. Status 0: no answer came, `said` tells why. */
export const sighting = z.strictObject({
  /** What was asked: "index/volume", "rules". */
  path: z.string(),
  /** "gateway", or the name of the member that was asked without it. */
  via: z.string(),
  /** The X-Scope-OrgID that was sent; null: none was. */
  reader: z.string().nullable(),
  status: z.int(),
  /** The tenants whose data is in the answer. */
  sees: z.array(z.string()),
  /** The answer's beginning, unless it was a plain success. */
  said: z.string().optional(),
});
export type Sighting = z.infer<typeof sighting>;

/** One request that writes or deletes something. */
export const deed = z.strictObject({
  what: z.string(),
  via: z.string(),
  /** The X-Scope-OrgID that was sent; null: none was. */
  tenant: z.string().nullable(),
  status: z.int(),
  said: z.string(),
});
export type Deed = z.infer<typeof deed>;

/** The beginning of an answer on one line, without the tags of a gateway's error page. */
export function excerpt(body: string): string {
  return body
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}

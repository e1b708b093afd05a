import { z } from "zod";

/** One answer to one reader. If no answer came, the status is 0 and `said` gives the reason. */
export const sighting = z.strictObject({
  /** The name of the requested path: "index/volume", "rules". */
  path: z.string(),
  /** "gateway", or the name of the member that was asked directly. */
  via: z.string(),
  /** The X-Scope-OrgID that was sent; null if none was. */
  reader: z.string().nullable(),
  status: z.int(),
  /** The tenants whose data is in the answer. */
  sees: z.array(z.string()),
  /** The beginning of the answer. Absent after a plain success. */
  said: z.string().optional(),
});
export type Sighting = z.infer<typeof sighting>;

/** One request that writes or deletes something. */
export const deed = z.strictObject({
  what: z.string(),
  via: z.string(),
  /** The X-Scope-OrgID that was sent; null if none was. */
  tenant: z.string().nullable(),
  status: z.int(),
  said: z.string(),
});
export type Deed = z.infer<typeof deed>;

/** Returns the beginning of an answer on one line, without the HTML tags of a gateway's error page. */
export function excerpt(body: string): string {
  return body
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}

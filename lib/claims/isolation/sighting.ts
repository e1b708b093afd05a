import { z } from "zod";

/** One answer to one reader. If no answer came, the status is 0 and `said` is the reason. */
export const sighting = z.strictObject({
  /** The name of the requested read path: "index/volume", "rules". */
  path: z.string(),
  /** Where the request was sent: "gateway", or the name of the Loki process that was queried directly. */
  via: z.string(),
  /** The X-Scope-OrgID of the request; null if none was sent. */
  reader: z.string().nullable(),
  status: z.int(),
  /** The tenants whose data is in the answer to the request. */
  sees: z.array(z.string()),
  /** The beginning of the answer to the request. Absent after a success that needs no explanation. */
  said: z.string().optional(),
});
export type Sighting = z.infer<typeof sighting>;

/** One request that writes or deletes something. */
export const deed = z.strictObject({
  what: z.string(),
  via: z.string(),
  /** The X-Scope-OrgID of the write or delete; null if none was sent. */
  tenant: z.string().nullable(),
  status: z.int(),
  said: z.string(),
});
export type Deed = z.infer<typeof deed>;

/** Returns the beginning of an answer's body on one line, without the HTML tags of a gateway's error page. */
export function excerpt(body: string): string {
  return body
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}

import { z } from "zod";
import type { Json, JsonObject } from "../base/json.ts";

/** A free-form JSON value: what Loki, not lokiproof, gives its meaning. */
export const jsonValue: z.ZodType<Json> = z.json();
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), jsonValue);

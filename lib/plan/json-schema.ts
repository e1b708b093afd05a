import { z } from "zod";
import type { Json, JsonObject } from "../base/json.ts";

/** Any JSON value. Loki defines its meaning, not lokiproof. */
export const jsonValue: z.ZodType<Json> = z.json();
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), jsonValue);

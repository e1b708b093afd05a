import { z } from "zod";
import { breakage } from "../plan/breakage-schema.ts";
import { scenario } from "../plan/scenario-schema.ts";
import { runResult } from "./result.ts";

/** The generated JSON Schemas by their path under lib/, for editors of scenarios and for readers of results. */
const sources = {
  "plan/scenario.schema.json": z.toJSONSchema(scenario, { io: "input" }),
  "plan/breakage.schema.json": z.toJSONSchema(breakage, { io: "input" }),
  "verdict/result.schema.json": z.toJSONSchema(runResult),
};

export const jsonSchemas: ReadonlyMap<string, string> = new Map(
  Object.entries(sources).map(([path, schema]) => [path, `${JSON.stringify(schema, null, 2)}\n`]),
);

import { z } from "zod";

/**
 * The choices for values that a schema leaves open: the value of booleans, and the length of lists that may be empty.
 */
export interface Filling {
  readonly flag: boolean;
  readonly elements: 0 | 1;
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * Returns the emptiest value that the schema accepts: lists empty (or with one emptiest element), strings "", numbers
 * the smallest. Refinements are ignored. Tests use this value because no check may pass on an empty record.
 */
export function emptiestValue(schema: z.ZodType, filling: Filling): unknown {
  return fill(z.toJSONSchema(schema, { unrepresentable: "any" }), filling);
}

function fill(schema: JsonSchema | boolean, filling: Filling): unknown {
  if (typeof schema === "boolean") return {};
  if ("const" in schema) return schema.const;
  if (schema.enum !== undefined) return filling.flag ? schema.enum.at(0) : schema.enum.at(-1);
  const options = schema.anyOf ?? schema.oneOf;
  const option = filling.flag ? options?.at(0) : options?.at(-1);
  if (option !== undefined) return fill(option, filling);
  return fillType(schema, filling);
}

function fillType(schema: JsonSchema, filling: Filling): unknown {
  switch (schema.type) {
    case "object":
      return fillObject(schema, filling);
    case "array":
      return fillList(schema, filling);
    case "string":
      return "";
    case "number":
    case "integer":
      return Math.max(schema.minimum ?? 0, Number(schema.exclusiveMinimum ?? -1) + 1);
    case "boolean":
      return filling.flag;
    case "null":
      return null;
    default:
      return {};
  }
}

function fillObject(schema: JsonSchema, filling: Filling): unknown {
  const properties = Object.entries(schema.properties ?? {});
  const needed = properties.filter(([name]) => schema.required?.includes(name));
  return Object.fromEntries(needed.map(([name, of]) => [name, fill(of, filling)]));
}

function fillList(schema: JsonSchema, filling: Filling): unknown {
  if (schema.prefixItems !== undefined) return schema.prefixItems.map((item) => fill(item, filling));
  const { items } = schema;
  if (items === undefined || Array.isArray(items)) return [];
  const count = Math.max(filling.elements, schema.minItems ?? 0);
  return Array.from({ length: count }, () => fill(items, filling));
}

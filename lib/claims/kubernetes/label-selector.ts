import { z } from "zod";

/**
 * A Kubernetes label selector: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/
 */
export const labelSelector = z.object({
  matchLabels: z.record(z.string(), z.string()).default({}),
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).default([]) }))
    .default([]),
});

/** Returns the selector in the text form that the API server accepts in a query. */
export function selectorText({ matchLabels, matchExpressions }: z.infer<typeof labelSelector>): string {
  const equal = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const expressions = matchExpressions.map(({ key, operator, values }) => {
    if (operator === "Exists") return key;
    if (operator === "DoesNotExist") return `!${key}`;
    return `${key} ${operator === "In" ? "in" : "notin"} (${values.join(",")})`;
  });
  return [...equal, ...expressions].join(",");
}

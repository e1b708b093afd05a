import { z } from "zod";

/** Every Loki process's counters at one moment. A process that did not answer has `error` and no samples. */
export const countersSnapshot = z.strictObject({
  boundary: z.string(),
  atMs: z.number(),
  members: z.record(
    z.string(),
    z.strictObject({
      component: z.string(),
      error: z.string().optional(),
      samples: z.array(
        z.strictObject({ name: z.string(), labels: z.record(z.string(), z.string()), value: z.number() }),
      ),
    }),
  ),
});
export type CountersSnapshot = z.infer<typeof countersSnapshot>;

import { z } from "zod";
import { jsonObject } from "./json-schema.ts";
import { breakageName, bucketName, checkPattern, schemaUrl, tenantName } from "./names.ts";
import { someReplicas, tenantOverrides } from "./stack-schema.ts";

/** The only S3 actions that the article grants to Loki's user on Loki's S3 bucket. */
export const lokiS3Actions = ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"] as const;
const s3Actions = [...lokiS3Actions, "s3:GetBucketPolicy"] as const;

/**
 * The forms in which queriers get the address of the index gateways: a list of all of them, one `dns:///` address, one
 * service (ClusterIP), or none.
 */
export const indexGatewayForms = z.enum(["list", "dns-triple-slash", "cluster-ip", "none"]);
export type IndexGatewayForm = z.infer<typeof indexGatewayForms>;

/**
 * A breakage: a deliberate fault of the stack, from `--break FILE`. It is merged last and never changes an expectation.
 * Its check ids can end in `*`. A failed check that neither `mustRed` nor `mayRed` lists is a false alarm.
 */
export const breakage = z.strictObject({
  $schema: schemaUrl.optional(),
  name: breakageName,
  description: z.string().max(5000),
  mustRed: z.array(checkPattern).min(1).max(1000).describe("checks that must not pass"),
  mayRed: z
    .array(checkPattern)
    .max(1000)
    .default([])
    .describe("checks that may fail, or not be judged, as a consequence"),
  config: jsonObject.optional().describe("Loki config laid over every component's"),
  components: z
    .record(z.string(), jsonObject)
    .optional()
    .describe("Loki config by Loki process (querier-1) or component"),
  overrides: tenantOverrides.optional().describe("laid over the runtime overrides; null deletes"),
  replicas: someReplicas.optional(),
  topology: z.enum(["distributed", "monolithic"]).optional(),
  bucket: bucketName
    .optional()
    .describe("the bucket that Loki is given instead of the expected one; it is made"),
  s3Actions: z
    .array(z.enum(s3Actions))
    .max(s3Actions.length)
    .optional()
    .describe("what Loki's S3 user may do instead of the four actions"),
  indexGatewayAddress: indexGatewayForms
    .optional()
    .describe(
      "how queriers are told of the index gateways: all, `dns:///` or a service (one), or not at all",
    ),
  values: jsonObject
    .optional()
    .describe("chart values laid over the stack's, where Loki is installed by Helm"),
  swallowPushes: z
    .strictObject({ tenant: tenantName, share: z.number().min(0.0001).max(1) })
    .optional()
    .describe("the share of a tenant's pushes that the gateway answers with 204 without passing them on"),
});
export type Breakage = z.infer<typeof breakage>;

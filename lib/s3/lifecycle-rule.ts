import type { LifecycleRule } from "@aws-sdk/client-s3";
import { z } from "zod";

/** The effects of one lifecycle rule on the objects of a bucket. */
export const lifecycleRule = z.strictObject({
  id: z.string(),
  enabled: z.boolean(),
  /** True if no prefix, tag or size restricts the rule. */
  wholeBucket: z.boolean(),
  abortUploadsAfterDays: z.number().optional(),
  expiresAfterDays: z.number().optional(),
  /**
   * The storage classes that the rule moves objects to and from which objects must be restored before they can be read.
   */
  archives: z.array(z.string()),
});

/**
 * The classes from which objects must be restored. Glacier Instant Retrieval is readable at once, so it is not listed
 * (S3 user guide, "storage classes").
 */
const archive = new Set(["GLACIER", "DEEP_ARCHIVE"]);

export function lifecycleRuleOf(rule: LifecycleRule): z.infer<typeof lifecycleRule> {
  const abort = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  const expires = rule.Expiration?.Days;
  const moves = (rule.Transitions ?? []).map(({ StorageClass }) => StorageClass ?? "");
  return {
    id: rule.ID ?? "",
    enabled: rule.Status === "Enabled",
    wholeBucket: holdsForAll(rule),
    ...(abort === undefined ? {} : { abortUploadsAfterDays: abort }),
    ...(expires === undefined ? {} : { expiresAfterDays: expires }),
    archives: moves.filter((name) => archive.has(name)),
  };
}

function holdsForAll(rule: LifecycleRule): boolean {
  const { And, Prefix, Tag, ObjectSizeGreaterThan, ObjectSizeLessThan } = rule.Filter ?? {};
  const narrowed = [And, Tag, ObjectSizeGreaterThan, ObjectSizeLessThan].some((one) => one !== undefined);
  return !narrowed && (Prefix ?? legacyPrefix(rule)) === "";
}

/** Returns a rule's top-level prefix. This form is older than filters, and some buckets still have it. */
function legacyPrefix(rule: object): string {
  return "Prefix" in rule && typeof rule.Prefix === "string" ? rule.Prefix : "";
}

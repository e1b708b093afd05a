import type { LifecycleRule } from "@aws-sdk/client-s3";
import { z } from "zod";

/** The effects of one S3 lifecycle rule on the objects of a bucket. */
export const lifecycleRule = z.strictObject({
  id: z.string(),
  enabled: z.boolean(),
  /** True if no prefix, tag or size restricts the lifecycle rule. */
  wholeBucket: z.boolean(),
  abortUploadsAfterDays: z.number().optional(),
  expiresAfterDays: z.number().optional(),
  /**
   * The storage classes to which a lifecycle rule moves objects, if objects there must be restored before they can be
   * read.
   */
  archives: z.array(z.string()),
});

/**
 * The S3 storage classes whose objects must be restored before reading. Glacier Instant Retrieval is readable at once,
 * so it is not listed (S3 user guide, "storage classes").
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

/**
 * Returns a lifecycle rule's top-level prefix. A top-level prefix is older than filters, and some buckets still have
 * one.
 */
function legacyPrefix(rule: object): string {
  return "Prefix" in rule && typeof rule.Prefix === "string" ? rule.Prefix : "";
}

import type { LifecycleRule } from "@aws-sdk/client-s3";
import { z } from "zod";

/** What a lifecycle rule of a bucket does to what lies in it. */
export const lifecycleRule = z.strictObject({
  id: z.string(),
  enabled: z.boolean(),
  /** No prefix, tag or size narrows it. */
  wholeBucket: z.boolean(),
  abortUploadsAfterDays: z.number().optional(),
  expiresAfterDays: z.number().optional(),
  /** Storage classes that it moves objects to and from which they must be restored before they can be read. */
  archives: z.array(z.string()),
});

/** Glacier's instant class is read as any other; these are not (S3 user guide, "storage classes"). */
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

/** Before filters a rule had a prefix of its own, and buckets still have such rules. */
function legacyPrefix(rule: object): string {
  return "Prefix" in rule && typeof rule.Prefix === "string" ? rule.Prefix : "";
}

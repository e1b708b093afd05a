import { expect } from "chai";
import {
  type BucketPolicyRecord,
  bucketPolicyProbe,
} from "lokiproof/claims/storage-policy/bucket-policy.probe.ts";
import { credentialsProbe } from "lokiproof/claims/storage-policy/credentials.probe.ts";
import { longestRetentionDays } from "lokiproof/claims/storage-policy/longest-retention.ts";
import { figure, look, plan, recordOf, skip, unknown } from "lokiproof/judge/suite.ts";
import { type PolicyAnswer, publicAccessBlocks } from "lokiproof/s3/bucket-policy.ts";

/**
 * The maximum number of days after which incomplete multipart uploads must be aborted. The reference deployment's
 * lifecycle rule abort-mpu sets days_after_initiation 3.
 */
const abortWithinDays = 3;
const arnForm = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;

/** Skips the check unless AWS stores the bucket, because the reference deployment makes promises only about AWS. */
function onAws<Seen extends { readonly aws: boolean }>(seen: Seen): Seen {
  if (!seen.aws)
    skip("not checked: the bucket is not in AWS S3, so its settings are up to the store's operator");
  return seen;
}

function bucketPolicy(): BucketPolicyRecord {
  const seen = onAws(recordOf(bucketPolicyProbe));
  if (seen.bucket !== plan().bucket)
    unknown(`not checked: the record is of bucket "${seen.bucket}", expected ${plan().bucket}`);
  return seen;
}

/**
 * Returns the bucket setting that S3 reported, or undefined if the bucket has none. Skips the check if the role lacks
 * the permission `right`.
 */
function told<Told>(answer: PolicyAnswer<Told>, right: string): Told | undefined {
  if (answer.state === "refused")
    skip(`not checked: permission denied (${answer.why}); the role needs ${right} to read this setting`);
  if (answer.state === "not answered") unknown(`not checked: S3 did not answer: ${answer.why}`);
  return answer.state === "set" ? answer.told : undefined;
}

describe("storage-policy", () => {
  it("encryption: the bucket encrypts with SSE-KMS and a bucket key", () => {
    const { bucket, policy } = bucketPolicy();
    const found = told(policy.encryption, "s3:GetEncryptionConfiguration");
    const shown = look({
      probe: bucketPolicyProbe,
      find: "encryption",
      live: `aws s3api get-bucket-encryption --bucket ${bucket}`,
    });
    expect(found?.algorithm ?? "none", `default encryption of ${bucket}; ${shown}`).to.match(
      /^aws:kms(:dsse)?$/,
    );
    expect(
      found?.bucketKey,
      `bucket key of ${bucket}: without one every object is a request to KMS; ${shown}`,
    ).to.equal(true);
    figure(`${found?.algorithm} with a bucket key`);
  });

  it("lifecycle: incomplete multipart uploads are aborted within days", () => {
    const { bucket, policy } = bucketPolicy();
    const rules = told(policy.lifecycle, "s3:GetLifecycleConfiguration") ?? [];
    const aborting = rules.filter(
      ({ enabled, wholeBucket, abortUploadsAfterDays }) =>
        enabled && wholeBucket && abortUploadsAfterDays !== undefined,
    );
    const soonest = Math.min(
      ...aborting.map(({ abortUploadsAfterDays = Infinity }) => abortUploadsAfterDays),
    );
    expect(
      soonest,
      `days after which a lifecycle rule for the complete bucket ${bucket} aborts incomplete uploads (Infinity: no rule does); ${look({ probe: bucketPolicyProbe, find: "lifecycle", live: `aws s3api get-bucket-lifecycle-configuration --bucket ${bucket}` })}`,
    ).to.be.at.most(abortWithinDays);
    figure(`aborted after ${soonest} days`);
  });

  it("retained: no lifecycle rule removes objects that Loki still retains", () => {
    const { bucket, policy } = bucketPolicy();
    const rules = (told(policy.lifecycle, "s3:GetLifecycleConfiguration") ?? []).filter(
      ({ enabled }) => enabled,
    );
    const days = longestRetentionDays(plan());
    for (const { id, expiresAfterDays, archives } of rules) {
      expect(
        archives,
        `storage classes that lifecycle rule ${id} of ${bucket} moves objects to, and that Loki cannot read from`,
      ).to.deep.equal([]);
      if (expiresAfterDays !== undefined)
        expect(
          expiresAfterDays,
          `days after which lifecycle rule ${id} of ${bucket} deletes chunks and index; Loki retains them for ${days === Infinity ? "an unlimited time" : `${days} days`}`,
        ).to.be.above(days);
    }
    expect(rules.filter(({ expiresAfterDays = Infinity }) => expiresAfterDays <= days)).to.deep.equal([]);
    figure(`${rules.length} rules; Loki retains up to ${days} days`);
  });

  it("public-access: nothing can make the bucket public", () => {
    const { bucket, policy } = bucketPolicy();
    const found = told(policy.publicAccess, "s3:GetBucketPublicAccessBlock");
    const what = `of the public access block of ${bucket} what is on (an account-wide block cannot be seen from here); ${look({ probe: bucketPolicyProbe, find: "publicAccess", live: `aws s3api get-public-access-block --bucket ${bucket}` })}`;
    expect([...(found?.on ?? [])].sort(), what).to.deep.equal([...publicAccessBlocks].sort());
    figure("all four blocks are on");
  });

  it("static-keys: Loki has no static keys for the object store", () => {
    const { members, pods, kubectl } = onAws(recordOf(credentialsProbe));
    expect(pods.length, "number of Loki pods that were checked").to.be.above(0);
    for (const { name, staticKeys } of members)
      expect(
        staticKeys,
        `static keys in the running config of ${name}; ${look({ probe: credentialsProbe, find: name })}; use the ServiceAccount's role instead`,
      ).to.deep.equal([]);
    for (const { name, environmentKeys } of pods)
      expect(
        environmentKeys,
        `static keys in the environment of ${name}; ${look({ probe: credentialsProbe, find: name, live: `${kubectl} describe pod ${name}` })}`,
      ).to.deep.equal([]);
    const mute = members.filter(({ problem }) => problem !== undefined);
    for (const { name, problem } of mute)
      unknown(`not checked: ${name} did not report its config: ${problem}`);
    // Secrets are not read. If a pod's environment is filled from a secret, it might hold static keys, which take
    // precedence over a role.
    const hidden = [...new Set(pods.flatMap(({ environmentSecrets }) => environmentSecrets))].join(", ");
    if (hidden !== "")
      unknown(
        `the environment of pods comes from the Secret ${hidden}; ${look({ probe: credentialsProbe, find: "environmentSecrets", live: `${kubectl} describe secret ${hidden}` })}`,
      );
  });

  it("role: every pod has the role that its ServiceAccount is annotated with", () => {
    const { pods, serviceAccounts, kubectl } = onAws(recordOf(credentialsProbe));
    expect(pods.length, "number of Loki pods that were checked").to.be.above(0);
    for (const pod of pods.filter(({ podIdentity }) => !podIdentity)) {
      const account = serviceAccounts.find(({ name }) => name === pod.serviceAccount);
      const shown = look({
        probe: credentialsProbe,
        find: pod.serviceAccount,
        live: `${kubectl} get serviceaccount ${pod.serviceAccount} -o yaml`,
      });
      expect(
        account?.role ?? "none",
        `annotation eks.amazonaws.com/role-arn of ServiceAccount ${pod.serviceAccount}; ${shown}`,
      ).to.match(arnForm);
      expect(
        pod.role ?? "none",
        `AWS_ROLE_ARN of ${pod.name}: a pod older than the annotation has none until it is restarted`,
      ).to.equal(account?.role);
    }
    const roles = [...new Set(serviceAccounts.map(({ role }) => role ?? "none"))].join(", ");
    figure(pods.some(({ podIdentity }) => podIdentity) ? "by EKS Pod Identity" : `role ${roles}`);
  });
});

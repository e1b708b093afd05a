import { expect } from "chai";
import { copySuites } from "../../judge/copy-suites.ts";
import { runFolder } from "../../judge/run-folder.fixture.ts";
import { judge } from "../../judge/run-suites.ts";
import { publicAccessBlocks } from "../../s3/bucket-policy.ts";
import type { BucketPolicyRecord } from "./bucket-policy.probe.ts";
import type { CredentialsRecord } from "./credentials.probe.ts";

const role = "arn:aws:iam::123456789012:role/loki-s3-prod";
const abort = { id: "abort-mpu", enabled: true, wholeBucket: true, abortUploadsAfterDays: 3, archives: [] };
const bucket: BucketPolicyRecord = {
  bucket: "lokiproof-chunks",
  aws: true,
  policy: {
    encryption: { state: "set", told: { algorithm: "aws:kms", bucketKey: true } },
    lifecycle: { state: "set", told: [abort] },
    publicAccess: { state: "set", told: { on: [...publicAccessBlocks] } },
  },
};
const pod = {
  name: "loki-ingester-0",
  serviceAccount: "loki",
  environmentKeys: [],
  environmentSecrets: [],
  role,
  podIdentity: false,
};
const credentials: CredentialsRecord = {
  kubectl: "kubectl -n loki",
  aws: true,
  members: [{ name: "ingester-0", url: "http://x", staticKeys: [] }],
  pods: [pod],
  serviceAccounts: [{ name: "loki", role }],
};

interface Given {
  readonly policy?: Partial<BucketPolicyRecord["policy"]>;
  readonly bucket?: Partial<BucketPolicyRecord>;
  readonly credentials?: Partial<CredentialsRecord>;
}

async function outcomes(given: Given): Promise<Record<string, string>> {
  const config = { compactor: { retention_enabled: true }, limits_config: { retention_period: "744h" } };
  await using folder = await runFolder({ config, overrides: { payments: { retention_period: "2160h" } } });
  await copySuites({ runDir: folder.dir, only: ["storage-policy"], userSuites: [] });
  const policy = { ...bucket.policy, ...given.policy };
  await folder.observed("storage-policy.bucket", { ...bucket, ...given.bucket, policy });
  await folder.observed("storage-policy.credentials", { ...credentials, ...given.credentials });
  const { checks } = await judge(folder.dir, { signal: new AbortController().signal });
  return Object.fromEntries(checks.map(({ id, outcome }) => [id.replace("storage-policy.", ""), outcome]));
}

const allPass = {
  encryption: "pass",
  lifecycle: "pass",
  retained: "pass",
  "public-access": "pass",
  "static-keys": "pass",
  role: "pass",
};
const refused = { state: "refused" as const, why: "AccessDenied" };
const notSet = { state: "not set" as const };

describe("the suite of how the bucket is kept", function () {
  this.timeout(30_000);

  for (const [what, given, expected] of [
    ["passes the reference deployment", {}, {}],
    [
      "fails where nothing is set",
      { policy: { encryption: notSet, lifecycle: notSet, publicAccess: notSet } },
      { encryption: "fail", lifecycle: "fail", "public-access": "fail" },
    ],
    [
      "fails where it is set otherwise",
      {
        policy: {
          encryption: { state: "set", told: { algorithm: "aws:kms", bucketKey: false } },
          lifecycle: { state: "set", told: [{ ...abort, wholeBucket: false, expiresAfterDays: 60 }] },
          publicAccess: { state: "set", told: { on: ["BlockPublicAcls"] } },
        },
      },
      { encryption: "fail", lifecycle: "fail", retained: "fail", "public-access": "fail" },
    ],
    [
      "fails chunks that are moved where they cannot be read",
      { policy: { lifecycle: { state: "set", told: [{ ...abort, archives: ["GLACIER"] }] } } },
      { retained: "fail" },
    ],
    [
      "takes a rule that deletes what no tenant retains",
      { policy: { lifecycle: { state: "set", told: [{ ...abort, expiresAfterDays: 91 }] } } },
      {},
    ],
    [
      "skips what the role may not ask",
      { policy: { encryption: refused, lifecycle: refused, publicAccess: refused } },
      { encryption: "skip", lifecycle: "skip", retained: "skip", "public-access": "skip" },
    ],
    [
      "skips a store that is not AWS's",
      { bucket: { aws: false }, credentials: { aws: false } },
      Object.fromEntries(Object.keys(allPass).map((id) => [id, "skip"])),
    ],
    [
      "does not know by another bucket's record",
      { bucket: { bucket: "another" } },
      { encryption: "unknown", lifecycle: "unknown", retained: "unknown", "public-access": "unknown" },
    ],
    [
      "fails static keys in a config, and a pod without the role",
      {
        credentials: {
          members: [
            { name: "ingester-0", url: "http://x", staticKeys: ["storage_config.aws.access_key_id"] },
          ],
          pods: [{ ...pod, role: "arn:aws:iam::123456789012:role/another" }],
        },
      },
      { "static-keys": "fail", role: "fail" },
    ],
    [
      "fails static keys in an environment, and an account without a role",
      {
        credentials: {
          pods: [{ ...pod, environmentKeys: ["AWS_ACCESS_KEY_ID"] }],
          serviceAccounts: [{ name: "loki" }],
        },
      },
      { "static-keys": "fail", role: "fail" },
    ],
    [
      "does not know what a Secret puts into an environment",
      { credentials: { pods: [{ ...pod, environmentSecrets: ["s3"] }] } },
      { "static-keys": "unknown" },
    ],
    [
      "takes EKS Pod Identity for a role",
      { credentials: { pods: [{ ...pod, podIdentity: true }], serviceAccounts: [] } },
      {},
    ],
  ] as const satisfies readonly (readonly [string, Given, object])[]) {
    it(what, async () => expect(await outcomes(given)).to.deep.equal({ ...allPass, ...expected }));
  }
});

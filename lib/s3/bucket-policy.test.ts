import { createServer } from "node:http";
import { expect } from "chai";
import { type BucketPolicy, readBucketPolicy } from "./bucket-policy.ts";

interface Reply {
  readonly status: number;
  readonly xml: string;
}
const error = (status: number, code: string): Reply => ({
  status,
  xml: `<Error><Code>${code}</Code><Message>told so</Message></Error>`,
});

/**
 * Starts a fake S3 store that answers each query about its bucket with the given reply, and reads the bucket policy
 * from that store.
 */
async function asked(replies: Readonly<Record<string, Reply>>): Promise<BucketPolicy> {
  const server = createServer((request, response) => {
    const [, question = ""] = /\?(\w+)/.exec(request.url ?? "") ?? [];
    const { status, xml } = replies[question] ?? error(500, "InternalError");
    response.writeHead(status, { "Content-Type": "application/xml" }).end(`<?xml version="1.0"?>${xml}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const access = {
    endpoint: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    bucket: "b",
    forcePathStyle: true,
  };
  const credentials = { accessKeyId: "a", secretAccessKey: "b" };
  try {
    return await readBucketPolicy({ ...access, credentials }, AbortSignal.timeout(10_000));
  } finally {
    server.close();
  }
}

/** The answers about an S3 bucket that the reference deployment's Terraform created. */
const article: Readonly<Record<string, Reply>> = {
  encryption: {
    status: 200,
    xml: "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>",
  },
  lifecycle: {
    status: 200,
    xml: "<LifecycleConfiguration><Rule><ID>abort-mpu</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule><Rule><ID>old</ID><Filter><Prefix>index/</Prefix></Filter><Status>Disabled</Status><Expiration><Days>30</Days></Expiration><Transition><Days>10</Days><StorageClass>DEEP_ARCHIVE</StorageClass></Transition></Rule></LifecycleConfiguration>",
  },
  publicAccessBlock: {
    status: 200,
    xml: "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>false</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>",
  },
};

describe("readBucketPolicy", function () {
  this.timeout(20_000);

  it("reads what is set", async () => {
    const policy = await asked(article);
    expect(policy.encryption).to.deep.equal({
      state: "set",
      told: { algorithm: "aws:kms", bucketKey: true },
    });
    expect(policy.lifecycle).to.deep.equal({
      state: "set",
      told: [
        { id: "abort-mpu", enabled: true, wholeBucket: true, abortUploadsAfterDays: 3, archives: [] },
        { id: "old", enabled: false, wholeBucket: false, expiresAfterDays: 30, archives: ["DEEP_ARCHIVE"] },
      ],
    });
    expect(policy.publicAccess).to.deep.equal({
      state: "set",
      told: { on: ["BlockPublicAcls", "IgnorePublicAcls", "RestrictPublicBuckets"] },
    });
  });

  it("tells what is not set from what may not be asked and what is not known", async () => {
    const none = await asked({
      encryption: error(404, "ServerSideEncryptionConfigurationNotFoundError"),
      lifecycle: error(404, "NoSuchLifecycleConfiguration"),
      publicAccessBlock: error(404, "NoSuchPublicAccessBlockConfiguration"),
    });
    expect(Object.values(none).map(({ state }) => state)).to.deep.equal(["not set", "not set", "not set"]);
    const refused = await asked({
      encryption: error(403, "AccessDenied"),
      lifecycle: error(404, "NoSuchBucket"),
      publicAccessBlock: error(405, "MethodNotAllowed"),
    });
    const states = Object.values(refused).map(({ state }) => state);
    expect(states).to.deep.equal(["refused", "not answered", "not answered"]);
  });
});

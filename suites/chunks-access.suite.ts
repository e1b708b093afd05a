import { expect } from "chai";
import { type AccessAttempt, accessProbe } from "lokiproof/claims/chunks/access.probe.ts";
import { recordOf, unknown } from "lokiproof/judge/suite.ts";

/** Expects that S3 permitted the action to Loki's own S3 user. */
function allowed(action: string, { status, refusal }: AccessAttempt): void {
  if (status === 0) unknown(`not checked: S3 did not answer Loki's user: ${refusal}`);
  const { bucket } = recordOf(accessProbe);
  expect(`${status} ${refusal ?? "done"}`, `${action} of Loki's S3 user on ${bucket}`).to.equal("200 done");
}

function refused(what: string, { status, refusal }: AccessAttempt): void {
  if (status === 0) unknown(`not checked: S3 did not answer Loki's user: ${refusal}`);
  expect(
    status,
    `Loki's S3 user tried to ${what}, and S3 answered ${refusal ?? "done"}; expected 403`,
  ).to.equal(403);
}

describe("chunks", () => {
  it("access-list: Loki's S3 user can list its bucket", () => {
    allowed("s3:ListBucket", recordOf(accessProbe).list);
  });

  it("access-put: Loki's S3 user can write an object", () => {
    allowed("s3:PutObject", recordOf(accessProbe).put);
  });

  it("access-get: Loki's S3 user can read an object", () => {
    const { put, get, text } = recordOf(accessProbe);
    // Without s3:PutObject there is no object to read. An answer of "no such key" instead of "access denied" then shows
    // that S3 permits reading.
    if (put.status !== 200 && get.status === 404)
      expect(get.refusal, "GET of an object that is not there").to.equal("NoSuchKey");
    else {
      allowed("s3:GetObject", get);
      expect(get.read, "content of the object that Loki's user wrote, as that user reads it").to.equal(text);
    }
  });

  it("access-delete: Loki's S3 user can delete an object", () => {
    const { delete: deleted, goneAfterDelete } = recordOf(accessProbe);
    allowed("s3:DeleteObject", deleted);
    if (goneAfterDelete !== undefined) expect(goneAfterDelete, "the deleted object is gone").to.equal(true);
  });

  it("access-scope: Loki's S3 user has no right beyond its bucket and those four actions", () => {
    const { bucket, listBuckets, createBucket, readOtherBucket, readPolicy, writePolicy } =
      recordOf(accessProbe);
    refused("make a bucket", createBucket);
    refused("list a bucket that is not Loki's", readOtherBucket);
    refused("read the bucket's policy", readPolicy);
    refused("change the bucket's policy", writePolicy);
    // S3 refuses to list all buckets. MinIO lists the buckets that the user is permitted to list anyway.
    if (listBuckets.status !== 200) refused("list all buckets", listBuckets);
    const beyond = (listBuckets.read ?? "").split("\n").filter((name) => name !== "" && name !== bucket);
    expect(beyond, "buckets other than its own that Loki's S3 user can list").to.deep.equal([]);
  });
});

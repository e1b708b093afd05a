import { expect } from "chai";
import { longestRetentionDays } from "./longest-retention.ts";
import { staticKeyPaths } from "./static-keys.ts";
import { isAws } from "./store.ts";

describe("staticKeyPaths", () => {
  it("names the places of keys, never the keys", () => {
    const config = {
      storage_config: {
        aws: { access_key_id: "AKIAEXAMPLE", secret_access_key: "********", region: "us-east-1" },
      },
      ruler: { storage: { s3: { s3: "s3://key:secret@us-east-1/bucket" } } },
      list: [{ access_key_id: "x" }],
    };
    const paths = staticKeyPaths(config);
    expect(paths).to.deep.equal([
      "storage_config.aws.access_key_id",
      "storage_config.aws.secret_access_key",
      "ruler.storage.s3.s3",
      "list.0.access_key_id",
    ]);
    expect(paths.join()).to.not.include("AKIAEXAMPLE");
  });

  it("finds none where a role gives the credentials", () => {
    const aws = { access_key_id: "", secret_access_key: "", s3: "s3://us-east-1/bucket", bucketnames: "b" };
    expect(staticKeyPaths({ aws, other: { access_key_id: "${AWS_ACCESS_KEY_ID}" } })).to.deep.equal([]);
  });
});

describe("longestRetentionDays", () => {
  const config = { compactor: { retention_enabled: true }, limits_config: { retention_period: "744h" } };
  it("is the longest of everyone's and any tenant's, ours not counted", () => {
    expect(longestRetentionDays({ config, overrides: {}, testTenants: {} })).to.equal(31);
    const overrides = {
      payments: { retention_period: "2160h" },
      "lokiproof-history": { retention_period: "9000h" },
    };
    expect(longestRetentionDays({ config, overrides, testTenants: { "lokiproof-history": {} } })).to.equal(
      90,
    );
  });
  it("is for ever where none is applied, or one is 0", () => {
    expect(longestRetentionDays({ config: {}, overrides: {}, testTenants: {} })).to.equal(Infinity);
    expect(
      longestRetentionDays({ config, overrides: { a: { retention_period: "0s" } }, testTenants: {} }),
    ).to.equal(Infinity);
  });
});

describe("isAws", () => {
  for (const [endpoint, aws] of [
    [undefined, true],
    ["s3.us-east-1.amazonaws.com", true],
    ["https://s3.cn-north-1.amazonaws.com.cn", true],
    ["http://minio.loki.svc:9000", false],
    ["http://127.0.0.1:9000", false],
    ["https://amazonaws.com.example.org", false],
  ] as const)
    it(`takes ${endpoint} for ${aws ? "AWS" : "another store"}`, () =>
      expect(isAws({ endpoint })).to.equal(aws));
});

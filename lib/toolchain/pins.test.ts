import { expect } from "chai";
import { assert, nat, property, tuple } from "fast-check";
import { HarnessError } from "../base/errors.ts";
import { pins } from "./pins.ts";

const { loki, minio, k6 } = pins("3.7.8", { os: "linux", arch: "amd64" });
const semver = tuple(nat(99), nat(99), nat(99)).map((parts) => parts.join("."));

describe("pins", () => {
  it("read what Loki prints", () => {
    expect(loki.stated("loki, version 3.7.8 (branch: , revision: unknown)\n  build user: \n")).to.equal(
      "3.7.8",
    );
    expect(loki.stated("loki, version v3.5.0 (branch: HEAD)")).to.equal("3.5.0");
    expect(loki.stated("loki, version  (branch: , revision: unknown)")).to.equal(undefined);
    expect(loki.stated("promtail, version 3.7.8")).to.equal(undefined);
  });

  it("read what k6 prints", () => {
    expect(k6.stated("k6 v1.8.1 (go1.26.8, linux/amd64)")).to.equal("1.8.1");
    expect(k6.stated("k6 v1.8.1-rc1 (commit/abc, go1.26.8, linux/amd64)")).to.equal("1.8.1-rc1");
    expect(k6.stated("k6 (devel)")).to.equal(undefined);
  });

  it("know MinIO by its commit, however much of it is printed", () => {
    const commit = "7aac2a2c5b7c882e68c1ce017d8256be2feea27f";
    expect(minio.stated(`minio version RELEASE.2026-02-12T20-18-48Z (commit-id=${commit})`)).to.equal(
      minio.answers,
    );
    expect(minio.stated(`minio version DEVELOPMENT.GOGET (commit-id=7aac2a2c5b7c)`)).to.equal(minio.answers);
    expect(minio.stated("minio version DEVELOPMENT.GOGET (commit-id=DEVELOPMENT.GOGET)")).to.equal(undefined);
    expect(minio.stated("minio version RELEASE.2025-09-07T16-13-09Z (commit-id=07c3a429bfed433e)")).to.equal(
      "07c3a429bfed",
    );
  });

  it("read any version back, and take no other for the pinned one", () => {
    assert(
      property(semver, (version) => {
        expect(loki.stated(`loki, version ${version} (branch: x)`)).to.equal(version);
        expect(k6.stated(`k6 v${version} (go1.26.8)`)).to.equal(version);
        expect(loki.stated(`loki, version ${version}0`)).to.not.equal(version);
      }),
    );
  });

  it("have no release without a digest", () => {
    const table = pins("3.7.8", { os: "linux", arch: "amd64" }, {});
    expect(Object.values(table).map(({ release }) => release)).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("name the artefact that the project ships for the platform of the digest", () => {
    const known = {
      "loki-3.7.8-linux-amd64": "a",
      "k6-1.8.1-linux-amd64": "b",
      "k6-1.8.1-darwin-arm64": "c",
    };
    const linux = pins("3.7.8", { os: "linux", arch: "amd64" }, known);
    expect(linux.loki.release).to.deep.equal({
      path: "/grafana/loki/releases/download/v3.7.8/loki-linux-amd64.zip",
      format: "zip",
      member: "loki-linux-amd64",
      sha256: "a",
    });
    expect(linux.k6.release).to.deep.equal({
      path: "/grafana/k6/releases/download/v1.8.1/k6-v1.8.1-linux-amd64.tar.gz",
      format: "tar.gz",
      member: "k6-v1.8.1-linux-amd64/k6",
      sha256: "b",
    });
    const mac = pins("3.7.8", { os: "darwin", arch: "arm64" }, known);
    expect([mac.loki.release, mac.k6.release?.path, mac.k6.release?.sha256]).to.deep.equal([
      undefined,
      "/grafana/k6/releases/download/v1.8.1/k6-v1.8.1-macos-arm64.zip",
      "c",
    ]);
    expect(pins("3.7.9", { os: "linux", arch: "amd64" }, known).loki.release).to.equal(undefined);
  });

  it("refuse a Loki that is not a version 3", () => {
    for (const version of ["2.9.1", "v3.7.8", "latest", "3.7", "../3.7.8", ""]) {
      expect(() => pins(version, { os: "linux", arch: "amd64" }), version).to.throw(
        HarnessError,
        /expected a version/,
      );
    }
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { parse } from "yaml";
import { fullName } from "../../helm/image-name.ts";
import { readArchives } from "./image-archives.ts";
import { kindConfig, readKindConfig } from "./kind-config.ts";
import { clusterName } from "./kind-state.ts";

const ports = { gateway: 20_001, minio: 20_002, apiServer: 20_003 };

describe("a kind cluster of ours", () => {
  let dir = "";
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "lokiproof-kind-"))));
  afterEach(() => rmSync(dir, { recursive: true }));

  it("is reached through loopback alone, at ports of the run's own", () => {
    const config = parse(kindConfig(ports, undefined));
    expect(config.networking).to.deep.equal({ apiServerAddress: "127.0.0.1", apiServerPort: 20_003 });
    expect(config.nodes).to.deep.equal([
      {
        role: "control-plane",
        extraPortMappings: [
          { containerPort: 30_080, hostPort: 20_001, listenAddress: "127.0.0.1", protocol: "TCP" },
          { containerPort: 30_900, hostPort: 20_002, listenAddress: "127.0.0.1", protocol: "TCP" },
        ],
      },
    ]);
  });

  it("keeps of a user's config all but what would lead elsewhere", async () => {
    const file = join(dir, "kind.yaml");
    const networking = { disableDefaultCNI: true, apiServerAddress: "0.0.0.0", podSubnet: "10.245.0.0/16" };
    const nodes = [{ role: "worker" }, { role: "control-plane", image: "node:1", extraPortMappings: [1] }];
    const user = { kind: "Cluster", name: "mine", networking, nodes, featureGates: { A: true } };
    writeFileSync(file, JSON.stringify({ apiVersion: "kind.x-k8s.io/v1alpha4", ...user }));
    const image = { podSubnet: "10.1.0.0/24", serviceSubnet: "10.2.0.0/24" };
    const config = parse(kindConfig(ports, await readKindConfig(file), image));
    expect(config).to.include.keys("featureGates").and.not.include.keys("name");
    expect(config.networking).to.deep.equal({
      serviceSubnet: "10.2.0.0/24",
      ...networking,
      apiServerAddress: "127.0.0.1",
      apiServerPort: 20_003,
    });
    expect(config.nodes[0]).to.deep.equal({ role: "worker" });
    expect(config.nodes[1].image).to.equal("node:1");
    expect(config.nodes[1].extraPortMappings).to.have.length(2);
  });

  it("has a name that its node can carry, another for each run", () => {
    expect(clusterName("smoke-261127090353123-9fk")).to.equal("lokiproof-smoke-261127090353123-9fk");
    const long = `${"a-".repeat(40)}261127090353123-9fk`;
    expect(clusterName(long)).to.match(/^lokiproof-[a-z0-9].*-261127090353123-9fk$/);
    expect(`${clusterName(long)}-control-plane`.length).to.be.at.most(63);
  });
});

describe("image archives", () => {
  let dir = "";
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "lokiproof-images-"))));
  afterEach(() => rmSync(dir, { recursive: true }));

  it("are known by the names that a node has for what is in them", async () => {
    writeFileSync(join(dir, "manifest.json"), JSON.stringify([{ RepoTags: ["grafana/loki:3.7.8"] }]));
    await execa("tar", ["-cf", "loki.tar", "manifest.json"], { cwd: dir });
    expect(await readArchives(dir)).to.deep.equal([
      { file: join(dir, "loki.tar"), images: ["docker.io/grafana/loki:3.7.8"] },
    ]);
    expect(fullName("memcached")).to.equal("docker.io/library/memcached:latest");
    expect(fullName("localhost/a:1")).to.equal("localhost/a:1");
    expect(fullName("quay.io/a/b@sha256:1")).to.equal("quay.io/a/b@sha256:1");
  });

  it("are refused where there are none, or one is none", async () => {
    const failure = async (): Promise<string> => {
      try {
        return `read ${(await readArchives(dir)).length}`;
      } catch (error) {
        return String(error);
      }
    };
    expect(await failure()).to.contain("expected image archives");
    writeFileSync(join(dir, "broken.tar"), "no tar");
    expect(await failure()).to.contain("broken.tar is not an image archive");
  });
});

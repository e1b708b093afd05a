import { expect } from "chai";
import { classifySetting } from "./classify-setting.ts";
import { keptSettings } from "./kept-settings.ts";
import { keysFor, keysOf, knownVersions } from "./known-keys.ts";
import { isKind, isList, isMap, type SettingNode } from "./setting-tree.ts";

/**
 * Returns the path of every setting that lokiproof accepts, without the parts below lists and below keys that a user
 * chooses.
 */
function keptPaths(node: SettingNode, above: readonly string[] = []): string[] {
  if (isKind(node) || isList(node) || isMap(node)) return [above.join(".")];
  return Object.entries(node).flatMap(([key, inner]) => keptPaths(inner, [...above, key]));
}

describe("the list of Loki's settings", () => {
  for (const version of knownVersions) {
    it(`classes every key of the config that Loki ${version} prints`, () => {
      const { paths, open } = keysOf(version);
      expect(paths.size).to.be.greaterThan(2000);
      const blocks = new Set([...paths].map((path) => path.slice(0, path.lastIndexOf("."))));
      const ends = [...paths].filter((path) => open.has(path) || !blocks.has(path));
      const unclassed = ends.filter((path) => classifySetting(path).class === "unclassed");
      expect(unclassed, "class each in lib/settings: kept, set by lokiproof, or dropped").to.deep.equal([]);
    });

    it(`keeps Loki ${version}'s own values of what it keeps`, () => {
      const refused = [...keysOf(version).defaults].filter(([path, value]) => {
        const setting = classifySetting(path);
        return setting.class === "kept" && value !== "" && !setting.kind.accepts(value);
      });
      expect(refused).to.deep.equal([]);
    });
  }

  it("keeps nothing that no known Loki has", () => {
    const known = knownVersions.map(keysOf);
    const missing = keptPaths(keptSettings).filter(
      (path) =>
        !path.startsWith("schema_config.") &&
        !known.some(
          ({ paths, open }) => paths.has(path) || [...open].some((one) => path.startsWith(`${one}.`)),
        ),
    );
    expect(missing).to.deep.equal([]);
  });

  const notKept = [
    "common.storage.s3.secret_access_key",
    "memberlist.join_members",
    "ingester.lifecycler.address",
    "pattern_ingester.metric_aggregation.loki_address",
    "storage_config.tsdb_shipper.index_gateway_client.server_address",
    "ruler.remote_write.clients.prod.url",
    "limits_config.ruler_alertmanager_config.basic_auth_password",
    "bloom_gateway.client.addresses",
    "a.key.that.nobody.knows",
    "limits_config",
  ];
  for (const path of notKept) {
    it(`does not have ${path} as printable`, () => {
      expect(classifySetting(path).class).not.to.equal("kept");
    });
  }

  it("finds settings in lists and in blocks whose names the user chooses", () => {
    expect(classifySetting("schema_config.configs[1].index.prefix").class).to.equal("kept");
    expect(classifySetting("limits_config.retention_stream.0.selector").class).to.equal("kept");
    expect(classifySetting("limits_config.policy_stream_mapping.my-policy.0.priority").class).to.equal(
      "kept",
    );
    expect(classifySetting("limits_config.retention_stream.selector").class).to.equal("unclassed");
  });

  it("goes by the minor version, and says nothing of one that it does not know", () => {
    expect(keysFor("3.7.2")?.version).to.equal("3.7.8");
    expect(keysFor("3.6.15")?.version).to.equal("3.6.4");
    expect(keysFor("3.8.0")).to.equal(undefined);
    expect(keysFor("2.9.8")).to.equal(undefined);
  });
});

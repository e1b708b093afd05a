import { expect } from "chai";
import { pushFormats } from "../../loki/push-formats.ts";
import { hardLines } from "./hard-lines.ts";
import { metadataAsStored, metadataName, otlpAsStream, withoutServiceName } from "./legal-mutations.ts";
import { prepareTrip } from "./pushed-streams.ts";
import { printLine } from "./round-trip-record.ts";

describe("pushed streams", () => {
  for (const format of pushFormats) {
    it(`of ${format}: every hard line once, oldest first, no two at one nanosecond, within ten seconds`, () => {
      const firstNs = 1_795_000_000_000_000_000n;
      const { pushed, push } = prepareTrip(format, "run", firstNs);
      const times = pushed.entries.map(({ timestampNs }) => BigInt(timestampNs));
      expect(pushed.entries.map(({ line }) => line)).to.have.deep.members(hardLines.map(printLine));
      expect(times).to.deep.equal([...new Set(times)].sort((a, b) => (a < b ? -1 : 1)));
      expect(times[0]).to.equal(firstNs);
      expect(Number((times.at(-1) ?? 0n) - firstNs)).to.be.lessThan(10e9);
      expect(push.body.length).to.be.greaterThan(1000);
    });
  }

  it("are what no encoder changes by itself, and shorter than Loki's limit", () => {
    for (const line of hardLines) {
      expect(Buffer.from(line).toString()).to.equal(line);
      expect(Buffer.byteLength(line)).to.be.lessThan(256 * 1024);
    }
    expect(Math.max(...hardLines.map((line) => Buffer.byteLength(line)))).to.equal(200_000);
  });
});

describe("legal mutations", () => {
  it("name structured metadata as Loki was seen to", () => {
    const seen = {
      "with.dot": "with_dot",
      "9num": "key_9num",
      a__b: "a_b",
      _under: "_under",
      "a--b@c": "a_b_c",
      UP: "UP",
    };
    for (const [given, stored] of Object.entries(seen)) expect(metadataName(given)).to.equal(stored);
    expect(metadataAsStored({ empty: "", a: "x\ufffdy" })).to.deep.equal({ a: "x y" });
  });

  it("make an OTLP resource's listed attributes labels and all else structured metadata", () => {
    const stream = otlpAsStream({
      resource: { "service.name": "shop", "custom.attr": "c" },
      scope: { name: "scope", version: "1", attributes: { "scope.attr": "s" } },
      records: [{ timestampNs: "5", body: "line", severityNumber: 9, attributes: { a: "b" } }],
    });
    expect(stream.labels).to.deep.equal({ service_name: "shop" });
    expect(metadataAsStored(stream.entries[0]?.structuredMetadata ?? {})).to.deep.equal({
      custom_attr: "c",
      scope_attr: "s",
      scope_name: "scope",
      scope_version: "1",
      severity_number: "9",
      a: "b",
    });
  });

  it("take no service_name away that was pushed", () => {
    expect(withoutServiceName({ service_name: "a" }, { service_name: "b" })).to.deep.equal({
      service_name: "b",
    });
  });
});

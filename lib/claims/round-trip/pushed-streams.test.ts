import { expect } from "chai";
import { pushFormats } from "../../loki/push-formats.ts";
import { hardLines } from "./hard-lines.ts";
import {
  metadataAsStored,
  metadataName,
  otlpAsStream,
  withoutDetectedLevel,
  withoutServiceName,
} from "./legal-mutations.ts";
import { prepareTrip } from "./pushed-streams.ts";
import { printLine } from "./round-trip-record.ts";

const newest = { lokiVersion: "3.7.8" };

describe("pushed streams", () => {
  for (const format of pushFormats) {
    it(`of ${format}: every hard line once, oldest first, no two at one nanosecond, within ten seconds`, () => {
      const firstNs = 1_795_000_000_000_000_000n;
      const { pushed, push } = prepareTrip(format, { marker: "run", firstNs, loki: newest });
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
  const names = [
    // Each row is a structured metadata name as pushed, as stored before Loki 3.6.11, and as stored since 3.6.11.
    ["with.dot", "with_dot", "with_dot"],
    ["9num", "key_9num", "key_9num"],
    ["a__b", "a__b", "a_b"],
    ["_under", "key_under", "_under"],
    ["__two", "__two", "_two"],
    [".dot", "key_dot", "_dot"],
    ["a--b@c", "a__b_c", "a_b_c"],
    ["🦊b", "key_b", "_b"],
    ["UP", "UP", "UP"],
  ] as const;
  for (const lokiVersion of ["3.5.7", "3.6.0", "3.6.4", "3.6.10", "3.6.11", "3.6.15", "3.7.0", "3.7.8"])
    it(`name structured metadata as Loki ${lokiVersion} does`, () => {
      const older = ["3.5.7", "3.6.0", "3.6.4", "3.6.10"].includes(lokiVersion);
      expect(names.map(([given]) => metadataName(given, { lokiVersion }))).to.deep.equal(
        names.map(([, before, since]) => (older ? before : since)),
      );
    });

  const metadata = { empty: "", a: "x\ufffdy", b: 'a "quoted" \\ \n line ü' };
  const parsed = { a: "x y", b: metadata.b };
  const escaped = { empty: "", a: "x y", b: 'a \\"quoted\\" \\\\ \\n line ü' };
  const storings = [
    ["3.5.7", true, escaped],
    ["3.5.12", true, escaped],
    ["3.5.7", false, { ...parsed, empty: "" }],
    ["3.6.0", true, parsed],
    ["3.6.0", false, parsed],
    ["3.7.8", true, parsed],
  ] as const;
  for (const [lokiVersion, json, stored] of storings)
    it(`store structured metadata as Loki ${lokiVersion} does, ${json ? "of a JSON" : "of a protobuf"} push`, () => {
      expect(metadataAsStored(metadata, { loki: { lokiVersion }, json })).to.deep.equal(stored);
    });

  const severities = [
    // Each row is a Loki version, the pushed level, the level that was read, and whether Loki is permitted to change
    // the first level to the second.
    ["3.5.7", "ERROR", "ERROR", true],
    ["3.6.15", "Warn", "Warn", true],
    ["3.6.15", "ERROR", "error", true],
    ["3.6.15", "ERROR", "Error", false],
    ["3.7.0", "ERROR", "ERROR", false],
    ["3.7.8", "ERROR", "error", true],
  ] as const;
  for (const [lokiVersion, severity_text, detected_level, legal] of severities)
    it(`of Loki ${lokiVersion} ${legal ? "make" : "do not make"} the level ${detected_level} of ${severity_text}`, () => {
      const pushed = { severity_text };
      const read = { severity_text, detected_level };
      expect(withoutDetectedLevel(pushed, read, { lokiVersion })).to.deep.equal(legal ? pushed : read);
    });

  it("make an OTLP resource's listed attributes labels and all else structured metadata", () => {
    const logs = {
      resource: { "service.name": "shop", "custom.attr": "c" },
      scope: { name: "scope", version: "1", attributes: { "scope.attr": "s" } },
      records: [{ timestampNs: "5", body: "line", severityNumber: 9, attributes: { a: "b" } }],
    };
    const stream = otlpAsStream(logs, newest);
    const { structuredMetadata = {} } = stream.entries[0] ?? {};
    expect(stream.labels).to.deep.equal({ service_name: "shop" });
    expect(metadataAsStored(structuredMetadata, { loki: newest, json: false })).to.deep.equal({
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

import { expect } from "chai";
import { judgeable } from "lokiproof/judge/judgeable.ts";
import { figure, plan, recordOf, unknown } from "lokiproof/judge/suite.ts";
import { articleStepTwo } from "lokiproof/round-trip/article-step-probe.ts";
import { differences } from "lokiproof/round-trip/differences.ts";
import { roundTripFormats, roundTripTenant } from "lokiproof/round-trip/formats-probe.ts";
import { hardLines } from "lokiproof/round-trip/hard-lines.ts";
import { remapsOtlp } from "lokiproof/round-trip/otlp-config.ts";
import { type PushFormat, printLine, pushFormats } from "lokiproof/round-trip/round-trip-record.ts";

/** Silence proves nothing: it may be a starved machine's. An answer that is an error is Loki's own. */
const noAnswer = 0;

const titles: Readonly<Record<PushFormat, string>> = {
  json: "JSON",
  "json-gzip": "gzip-compressed JSON",
  protobuf: "snappy-compressed protobuf",
  "otlp-json": "OTLP as JSON",
  "otlp-protobuf": "OTLP as protobuf",
};

describe("round-trip", () => {
  for (const format of pushFormats) {
    it(`${format}: a push of ${titles[format]} is read back byte for byte, in both directions`, () => {
      const { tenant, trips } = recordOf(roundTripFormats);
      expect(tenant).to.equal(roundTripTenant);
      const trip = trips.find((one) => one.format === format);
      if (trip === undefined) unknown(`the record holds no ${format} push`);
      if (format.startsWith("otlp") && remapsOtlp(plan()))
        unknown("the plan maps OTLP attributes its own way");
      // By their digests: the text beside them is for the reader, and what could be a secret in it is masked in a record.
      const digests = trip.pushed.entries.map(({ line }) => line.sha256);
      expect(digests, "lines that were pushed").to.have.members(
        hardLines.map((line) => printLine(line).sha256),
      );
      expect(trip.push.status, `the push was answered: ${trip.push.said ?? ""}`).to.be.oneOf([204, noAnswer]);
      const newestFirst = { ...trip.pushed, entries: trip.pushed.entries.toReversed() };
      if (trip.forward.answer.status !== noAnswer)
        expect(differences(trip.pushed, trip.forward), "read forward").to.deep.equal([]);
      if (trip.backward.answer.status !== noAnswer)
        expect(differences(newestFirst, trip.backward), "read backward").to.deep.equal([]);
      const silent = [trip.push, trip.forward.answer, trip.backward.answer].filter(
        ({ status }) => status === noAnswer,
      );
      judgeable(
        "not every request was answered",
        silent.map(({ said }) => said ?? ""),
      );
      figure(`${trip.forward.streams[0]?.entries.length} entries pushed and read back byte for byte`);
    });
  }

  it("article-step-2: a line pushed as checkout at a distributor is read back through the gateway", () => {
    const { pushedTo, push, read, values, timestampNs } = recordOf(articleStepTwo);
    const silent = [push, read].filter(({ status }) => status === noAnswer);
    expect(push.status, `push to ${pushedTo}: ${push.said}`).to.be.oneOf([204, noAnswer]);
    expect(read.status, `read through the gateway: ${read.said}`).to.be.oneOf([200, noAnswer]);
    judgeable(
      "not every request was answered",
      silent.map(({ said }) => said ?? ""),
    );
    expect(values, 'what {app="smoke"} shows').to.deep.include([timestampNs, "hello loki"]);
  });
});

import { expect } from "chai";
import { settingAt } from "lokiproof/base/json.ts";
import { articleStepTwoProbe } from "lokiproof/claims/round-trip/article-step-two.probe.ts";
import { differences } from "lokiproof/claims/round-trip/differences.ts";
import { formatsProbe, roundTripTenant } from "lokiproof/claims/round-trip/formats.probe.ts";
import { hardLines } from "lokiproof/claims/round-trip/hard-lines.ts";
import { lookUpsProbe } from "lokiproof/claims/round-trip/look-ups.probe.ts";
import { remapsOtlp } from "lokiproof/claims/round-trip/otlp-config.ts";
import { type Answer, printLine } from "lokiproof/claims/round-trip/round-trip-record.ts";
import { judgeable } from "lokiproof/judge/judgeable.ts";
import { figure, plan, recordOf, skip, unknown } from "lokiproof/judge/suite.ts";
import { type PushFormat, pushFormats } from "lokiproof/loki/push-formats.ts";
import { isOn } from "lokiproof/promises/limits.ts";

/**
 * The status of a request that got no answer. A missing answer proves nothing, because the machine might be starved. An
 * error answer, in contrast, is Loki's own.
 */
const noAnswer = 0;

const titles: Readonly<Record<PushFormat, string>> = {
  json: "JSON",
  "json-gzip": "gzip-compressed JSON",
  protobuf: "snappy-compressed protobuf",
  "otlp-json": "OTLP as JSON",
  "otlp-protobuf": "OTLP as protobuf",
};

/** Ends the check as unknown if Loki did not accept the line that the check looks up. */
function requirePushed({ status, said = "" }: Answer): void {
  if (status !== 204) unknown(`not checked: the push to be read back was answered ${status}: ${said}`);
}

describe("round-trip", () => {
  for (const format of pushFormats) {
    it(`${format}: a push of ${titles[format]} is read back byte for byte, in both directions`, () => {
      const { tenant, trips } = recordOf(formatsProbe);
      expect(tenant).to.equal(roundTripTenant);
      const trip = trips.find((one) => one.format === format);
      if (trip === undefined) unknown(`not checked: the record has no ${format} push`);
      if (format.startsWith("otlp") && remapsOtlp(plan()))
        unknown("not checked: the plan has its own mapping of OTLP attributes");
      // Compares digests. The text next to a digest is for readers, and a record masks anything in the text that might
      // be a secret.
      const digests = trip.pushed.entries.map(({ line }) => line.sha256);
      expect(digests, "digests of the lines that were pushed").to.have.members(
        hardLines.map((line) => printLine(line).sha256),
      );
      expect(trip.push.status, `status of the push: ${trip.push.said ?? ""}`).to.be.oneOf([204, noAnswer]);
      const newestFirst = { ...trip.pushed, entries: trip.pushed.entries.toReversed() };
      if (trip.forward.answer.status !== noAnswer)
        expect(
          differences(trip.pushed, trip.forward, plan()),
          "differences between the lines pushed and the lines read forward",
        ).to.deep.equal([]);
      if (trip.backward.answer.status !== noAnswer)
        expect(
          differences(newestFirst, trip.backward, plan()),
          "differences between the lines pushed and the lines read backward",
        ).to.deep.equal([]);
      const silent = [trip.push, trip.forward.answer, trip.backward.answer].filter(
        ({ status }) => status === noAnswer,
      );
      judgeable(
        "not checked: these requests were not answered",
        silent.map(({ said }) => said ?? ""),
      );
      figure(`${trip.forward.streams[0]?.entries.length} entries pushed and read back byte for byte`);
    });
  }

  it("article-step-2: a line pushed as checkout at a distributor is read back through the gateway", () => {
    const { pushedTo, push, read, values, timestampNs } = recordOf(articleStepTwoProbe);
    const silent = [push, read].filter(({ status }) => status === noAnswer);
    expect(push.status, `status of the push to ${pushedTo}: ${push.said}`).to.be.oneOf([204, noAnswer]);
    expect(read.status, `status of the read through the gateway: ${read.said}`).to.be.oneOf([200, noAnswer]);
    judgeable(
      "not checked: these requests were not answered",
      silent.map(({ said }) => said ?? ""),
    );
    expect(values, 'lines that {app="smoke"} returns').to.deep.include([timestampNs, "hello loki"]);
  });

  it("volume: a log volume query, as Grafana's Logs Drilldown sends it, returns what was pushed", () => {
    const { tenant, push, volume } = recordOf(lookUpsProbe);
    if (!isOn(plan(), tenant, "volume_enabled")) skip(`limits_config.volume_enabled is off for ${tenant}`);
    requirePushed(push);
    if (volume.status === noAnswer)
      unknown(`not checked: the volume query was not answered: ${volume.said ?? ""}`);
    const said = volume.said === undefined ? "" : ` (${volume.said})`;
    const answered = `GET /loki/api/v1/index/volume was answered ${volume.status}${said}, with ${volume.bytes} bytes`;
    const key = `limits_config.volume_enabled, or overrides.${tenant}.volume_enabled, is not true as planned`;
    expect(volume.status, volume.status === 404 ? `${answered}: ${key}` : answered).to.equal(200);
    expect(volume.bytes, `${answered}, after a push was acknowledged`).to.be.greaterThan(0);
  });

  it("patterns: if pattern ingesters are enabled, at least one runs and pattern queries are answered", () => {
    const { push, patterns, patternsEnabled } = recordOf(lookUpsProbe);
    const planned = settingAt(plan().config, ["pattern_ingester", "enabled"]) === true;
    const key = "pattern_ingester.enabled";
    const on = patternsEnabled.filter(({ enabled }) => enabled === true).map(({ member }) => member);
    const off = patternsEnabled.filter(({ enabled }) => enabled === false).map(({ member }) => member);
    const unread = patternsEnabled.filter(({ enabled }) => enabled === undefined);
    expect(planned ? off : [], `Loki processes that run without ${key}, which the plan has`).to.deep.equal(
      [],
    );
    if (patternsEnabled.length === unread.length)
      unknown("not checked: the config of no distributor or querier could be read");
    if (on.length === 0) {
      figure(`${key} is off on ${off.length} Loki processes: Loki extracts no log patterns`);
      return;
    }
    expect(off, `Loki processes that run without ${key}, while ${on.join(", ")} have it`).to.deep.equal([]);
    requirePushed(push);
    if (patterns.status === noAnswer)
      unknown(`not checked: the patterns query was not answered: ${patterns.said ?? ""}`);
    expect(
      patterns.status,
      `GET /loki/api/v1/patterns was answered ${patterns.status} (${patterns.said ?? ""}); ${key} is true on ${on.join(", ")}: run pattern ingesters (-target=pattern-ingester), or set it to false`,
    ).to.equal(200);
  });
});

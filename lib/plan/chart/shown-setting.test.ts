import { expect } from "chai";
import { shownSetting } from "./shown-setting.ts";

describe("a --set in the replay line", () => {
  const shown: readonly (readonly [string, string])[] = [
    ["querier.replicas=2", "querier.replicas=2"],
    ["loki.image.tag=3.7.8,a.b={x,y}", "loki.image.tag=3.7.8,a.b=***"],
    [
      "loki.structuredConfig.ingester.chunk_idle_period=5m",
      "loki.structuredConfig.ingester.chunk_idle_period=5m",
    ],
    [
      "loki.runtimeConfig.overrides.a.ingestion_rate_mb=3",
      "loki.runtimeConfig.overrides.a.ingestion_rate_mb=3",
    ],
    ["loki.limits_config.ingestion_rate_mb=word", "loki.limits_config.ingestion_rate_mb=***"],
    ["loki.structuredConfig.ruler.external_url=word", "loki.structuredConfig.ruler.external_url=***"],
    ["ingester.podAnnotations.x=word", "ingester.podAnnotations.x=***"],
    ["ingester.podLabels.pin=123456", "ingester.podLabels.pin=***"],
    ["gateway.enabled=true", "gateway.enabled=true"],
    ["loki.limits_config.retention_period=720h", "loki.limits_config.retention_period=720h"],
    ["loki.storage.s3.secretAccessKey=abc", "loki.storage.s3.secretAccessKey=***"],
    ["a.password=1,querier.replicas=2", "a.password=***,querier.replicas=2"],
    ["a.url=https://u:p@h/x", "a.url=***"],
    ["a.text=several words", "a.text=***"],
    ["a.b={x,glsa_0123abcDEF456}", "a.b=***"],
    ["extraEnv[0].name=A,extraEnv[0].value=x8Yh2kd93jKd", "extraEnv[0].name=***,extraEnv[0].value=***"],
    ["a\\.b.token=x", "a\\.b.token=***"],
  ];
  for (const [given, text] of shown) {
    it(`${given} is shown as ${text}`, () => {
      expect(shownSetting(given, "6.55.0").text).to.equal(text);
      expect(shownSetting(given, "6.55.0").hidden.length > 0).to.equal(text.includes("***"));
    });
  }
});

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { wallClock } from "../../base/clock.ts";
import { silentProgress } from "../../base/log.ts";
import { loadPlan } from "../../plan/load-plan.ts";
import type { QueryRecord } from "../../run-folder/request-record.ts";
import type { Stack } from "../../stack/stack.ts";
import { metricPart } from "../../storm/answer.ts";
import { md5 } from "../../storm/md5.ts";
import { aQuery } from "../../storm/query-record.fixture.ts";
import { askedAgainProbe } from "./asked-again.probe.ts";

const { signal } = new AbortController();
const counted = (value: number) => ({ "detected_level=info": metricPart([[60, value]], 1, md5) });
const asked = {
  query: 'sum by (detected_level) (count_over_time({a="b"}[60s]))',
  window: { startMs: 60_000, endMs: 60_000, stepS: 60 },
  expected: counted(7),
};

/** Starts a gateway that answers with the count `cached`. It answers with `uncached` if the request bypasses caches. */
async function serving(cached: number, uncached: number) {
  const seen: string[] = [];
  const server = createServer(({ url = "", headers }, response) => {
    seen.push(`${String(headers["x-scope-orgid"])} ${new URL(url, "http://gateway").pathname}`);
    const value = headers["cache-control"] === "no-cache" ? uncached : cached;
    const result = [{ metric: { detected_level: "info" }, values: [[60, String(value)]] }];
    response.end(JSON.stringify({ status: "success", data: { resultType: "matrix", result } }));
  });
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  return {
    seen,
    gatewayUrl: `http://127.0.0.1:${typeof address === "object" ? address?.port : address}`,
    [Symbol.dispose]: () => void server.close(),
  };
}

describe("what was answered wrongly", () => {
  let runDir = "";
  beforeEach(async () => {
    runDir = await mkdtemp(join(tmpdir(), "lokiproof-again-"));
    await mkdir(join(runDir, "records"));
  });
  afterEach(() => rm(runDir, { recursive: true }));

  async function observe(queries: readonly QueryRecord[], gatewayUrl: string) {
    const lines = queries.map((one) => `${JSON.stringify(one)}\n`).join("");
    await writeFile(join(runDir, "records", "queries.jsonl"), lines);
    const { plan } = await loadPlan({ scenario: "quick", provider: "local", now: new Date() }, {});
    const stack: Stack = {
      provider: "local",
      gatewayUrl,
      members: [],
      s3: { endpoint: undefined, region: "", bucket: "", forcePathStyle: false, credentials: undefined },
      states: () => Promise.resolve([]),
      collect: () => Promise.resolve(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    const context = { stack, plan, runDir, clock: wallClock, progress: silentProgress };
    return askedAgainProbe.record.parse(await askedAgainProbe.observe(context, signal));
  }

  it("is asked again, each once, through the caches and past them", async () => {
    using gateway = await serving(6, 7);
    const wrong = aQuery({ ...asked, answer: counted(6) });
    const right = aQuery({ ...asked, query: "another", answer: counted(7) });
    const [again, ...others] = await observe([wrong, right, wrong], gateway.gatewayUrl);
    expect(others).to.deep.equal([]);
    expect(again).to.include({ cached: "wrong as before", uncached: "right" });
    expect(gateway.seen).to.deep.equal(Array(2).fill("payments /loki/api/v1/query_range"));
  });

  it("may be wrong in another way, or not be answered", async () => {
    using gateway = await serving(5, 5);
    const wrong = aQuery({ ...asked, answer: counted(6) });
    const [again] = await observe([wrong], gateway.gatewayUrl);
    expect(again).to.include({ cached: "wrong in another way", uncached: "wrong in another way" });
    const [gone] = await observe([wrong], "http://127.0.0.1:1");
    expect(gone).to.include({ cached: "no answer", uncached: "no answer" });
  });

  it("is nothing where every answer was right", async () => {
    expect(await observe([aQuery({ ...asked, answer: counted(7) })], "http://127.0.0.1:1")).to.deep.equal([]);
  });
});

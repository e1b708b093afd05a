import { existsSync } from "node:fs";
import { expect } from "chai";
import { HarnessError } from "../../lib/base/errors.ts";
import { silentProgress } from "../../lib/base/log.ts";
import { http } from "../../lib/loki/http.ts";
import { openBucket } from "../../lib/s3/bucket.ts";
import { upLocal } from "../../lib/stack/local/local-provider.ts";
import { findRuns } from "../../lib/stack/run-inventory.ts";
import { ownStateFolder, planOf, roundTrip, signal } from "../fixtures/live-stack.fixture.ts";

describe("the local stack, access and faults", function () {
  this.timeout(120_000);
  ownStateFolder();

  it("gives Loki's user the four actions on its bucket, and lokiproof's own user only reads", async () => {
    await using stack = await upLocal(await planOf(), { progress: silentProgress, signal });
    using reader = openBucket(stack.s3);
    expect(await reader.list("", signal)).to.be.an("array");
    using elsewhere = openBucket({ ...stack.lokiS3, bucket: "another" });
    const error: unknown = await elsewhere.list("", signal).catch((cause: unknown) => cause);
    expect(String(error)).to.match(/AccessDenied|Access Denied/);
    const url = await stack.storeReader(signal);
    expect((await http(`${url}/ready`, { signal })).status).to.equal(200);
    const empty = await http(`${url}/loki/api/v1/query_range`, {
      tenant: "checkout",
      query: { query: '{app="live"}' },
      signal,
    });
    expect(empty.status, empty.body).to.equal(200);
  });

  const period = { from: "2026-01-01", store: "tsdb", object_store: "s3", schema: "v13" };

  it("says in Loki's own words why it refuses its config, and leaves nothing but that", async () => {
    const plan = {
      ...(await planOf()),
      config: { schema_config: { configs: [{ ...period, index: { prefix: "index_", period: "12h" } }] } },
    };
    const error: unknown = await upLocal(plan, { progress: silentProgress, signal }).catch(
      (cause: unknown) => cause,
    );
    expect(error).to.be.instanceOf(HarnessError);
    expect(String(error)).to.contain("tsdb must always have periodic config for index set to 24h");
    const hint = error instanceof HarnessError ? (error.hint ?? "") : "";
    expect(existsSync(hint.replace(/^read /, "")), hint).to.equal(true);
    expect(findRuns()).to.deep.equal([]);
  });

  it("runs with each fault that must not stop it from coming up", async () => {
    for (const breakage of ["s3-without-put", "monolithic"]) {
      await using stack = await upLocal(await planOf([breakage]), { progress: silentProgress, signal });
      expect(await roundTrip(stack, `hello ${breakage}`), breakage).to.contain(`hello ${breakage}`);
    }
  });
});

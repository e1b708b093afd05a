import { expect } from "chai";
import { request } from "undici";
import { HarnessError } from "../base/errors.ts";
import { secrets } from "../output/secret-registry.ts";
import { liveMetrics } from "./live-metrics.ts";
import { serveMetrics } from "./metrics-server.ts";

const never = new AbortController().signal;

async function scrape(port: number, path = "/metrics"): Promise<{ status: number; text: string }> {
  const { statusCode, body } = await request(`http://127.0.0.1:${port}${path}`, { reset: true });
  return { status: statusCode, text: await body.text() };
}

describe("metrics while running", () => {
  it("are served on loopback until disposed", async () => {
    const metrics = liveMetrics();
    metrics.phase("before");
    metrics.phase("load");
    metrics.membersUp(19);
    let port = 0;
    {
      await using server = await serveMetrics(0, metrics.registry, never);
      port = server.port;
      const { status, text } = await scrape(port);
      expect(status).to.equal(200);
      expect(text).to.contain('lokiproof_live_phase{phase="before"} 0\nlokiproof_live_phase{phase="load"} 1');
      expect(text).to.contain("lokiproof_live_members_up 19");
      expect(await scrape(port, "/")).to.include({ status: 404 });
    }
    const after = await scrape(port).catch((error: unknown) => error);
    expect(after).to.be.instanceOf(Error);
  });

  it("hold no secret, whatever a label says", async () => {
    const metrics = liveMetrics();
    secrets.add("hunter2-canary-of-metrics");
    metrics.phase("read from http://u:pw-canary@host hunter2-canary-of-metrics");
    await using server = await serveMetrics(0, metrics.registry, never);
    const { text } = await scrape(server.port);
    expect(text).to.contain("lokiproof_live_phase{").and.not.contain("canary");
  });

  it("end with the signal", async () => {
    const stop = new AbortController();
    await using server = await serveMetrics(0, liveMetrics().registry, stop.signal);
    stop.abort();
    const after = await scrape(server.port).catch((error: unknown) => error);
    expect(after).to.be.instanceOf(Error);
  });

  it("on a port that is taken are a usage error that says so", async () => {
    await using first = await serveMetrics(0, liveMetrics().registry, never);
    const error = await serveMetrics(first.port, liveMetrics().registry, never).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(HarnessError).and.to.include({ code: "METRICS_PORT", exitCode: 3 });
    expect(error).to.have.property("message").that.contains(`127.0.0.1:${first.port}`);
  });
});

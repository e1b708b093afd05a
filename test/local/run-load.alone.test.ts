import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { silentProgress } from "../../lib/base/log.ts";
import { poll } from "../../lib/base/poll.ts";
import { attribute } from "../../lib/claims/load/attribute.ts";
import { allProcesses } from "../../lib/generator/proc-cpu.ts";
import { runLoad } from "../../lib/generator/run-load.ts";
import { runFolder, testPlan } from "../../lib/judge/run-folder.fixture.ts";
import type { PushEntry } from "../../lib/loki/push-stream.ts";
import { floodSpec } from "../../lib/plan/load-schema.ts";
import type { Plan } from "../../lib/plan/plan.ts";
import { readLinesSoFar } from "../../lib/run-folder/read-strictly.ts";
import {
  type GeneratorRecord,
  generatorRecord,
  type PushRecord,
} from "../../lib/run-folder/request-record.ts";
import { runFiles } from "../../lib/run-folder/run-files.ts";
import { provision } from "../../lib/toolchain/provision.ts";
import type { FloodForm } from "../../lib/traffic/bodies/body-spec.ts";
import { pushLineBytes } from "../../lib/traffic/line-geometry.ts";
import { lineSource } from "../../lib/traffic/lines.ts";
import { streamLabels } from "../../lib/traffic/stream-labels.ts";
import { contentOf, expectedContent, type SeenPush } from "../fixtures/wire.fixture.ts";

interface Outcome {
  /** The requests that k6 sent to a server that is not Loki and answers only as the test tells it. */
  readonly bodies: readonly SeenPush[];
  readonly pushes: readonly PushRecord[];
  readonly generators: readonly GeneratorRecord[];
  readonly error: unknown;
}

interface Given {
  readonly plan: Plan;
  readonly answer: (response: ServerResponse) => void;
  readonly signal?: AbortSignal;
  readonly k6Path?: string;
}

let k6 = "";

async function load({
  plan,
  answer,
  signal = new AbortController().signal,
  k6Path = k6,
}: Given): Promise<Outcome> {
  const bodies: SeenPush[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { url: path = "", headers } = request;
      const { "content-type": contentType = "", "content-encoding": contentEncoding = "" } = headers;
      bodies.push({ path, contentType, contentEncoding, body: Buffer.concat(parts) });
      answer(response);
    });
  });
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const gatewayUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : address}`;
  await using folder = await runFolder(plan);
  try {
    const given = { plan, gatewayUrl, runDir: folder.dir, k6Path, signal, progress: silentProgress };
    const error = await runLoad(given).then(
      () => undefined,
      (failure: unknown) => failure,
    );
    const generators = await readFile(join(folder.dir, "records", "generator.json"), "utf8");
    return {
      bodies,
      pushes: readLinesSoFar(folder.dir, runFiles.pushes),
      generators: z.array(generatorRecord).parse(JSON.parse(generators)),
      error,
    };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const geometry = { lineBytes: 160, linesPerPush: 50 };

function planOf(
  steps: readonly { forS: number; pushesPerSecond: number }[],
  format: FloodForm["format"] = "snappy",
): Plan {
  const flood = floodSpec.parse({
    steps: steps.map(({ forS, pushesPerSecond }) => ({
      forS,
      rateBytesPerSecond: pushesPerSecond * pushLineBytes(geometry),
    })),
    streams: 3,
    pushBytes: 8000,
    format,
  });
  return testPlan({ runId: `load-${process.pid}-${Date.now()}`, tenants: { payments: { flood } } });
}

const acknowledge = (response: ServerResponse): void => void response.writeHead(204).end();

/** Returns the generator's record as it would be if no other process had used the machine. */
function onIdleMachine(one: GeneratorRecord): GeneratorRecord {
  const seconds = (one.seconds ?? []).map((second) => ({ ...second, contended: false }));
  return { ...one, starvedShare: 0, seconds };
}

function k6Processes(): readonly number[] {
  return allProcesses().flatMap(({ pid, parent }) => (parent === process.pid ? [pid] : []));
}

function derivedEntries({ seed }: Plan, push: PushRecord): readonly PushEntry[] {
  const { lineAt } = lineSource({ seed, tenant: "payments", stream: push.stream }, geometry);
  return Array.from({ length: push.lines }, (_, i) => ({
    timestampNs: String(BigInt(push.firstTimestampNs) + BigInt(i * push.stepNs)),
    line: lineAt(push.firstSequence + i),
  }));
}

const formats = floodSpec.shape.format.unwrap().options;

describe("k6 under runLoad", function () {
  this.timeout(120_000);
  before(async () => {
    const { signal } = new AbortController();
    k6 = (await provision({ loki: "3.7.8" }, { progress: silentProgress, signal })).k6.path;
  });

  for (const format of formats)
    it(`sends every planned push once as ${format}, its bytes those that lokiproof derives, and records each`, async () => {
      const steps = [
        { forS: 1, pushesPerSecond: 10 },
        { forS: 1, pushesPerSecond: 30 },
      ];
      const plan = planOf(steps, format);
      const { bodies, pushes, generators, error } = await load({ plan, answer: acknowledge });
      expect(error).to.equal(undefined);
      expect(generators).to.have.lengthOf(1);
      expect(generators[0]).to.include({ script: "flood", planned: 40, dropped: 0, exitCode: 0 });
      expect(pushes.map(({ status }) => status)).to.deep.equal(Array.from({ length: 40 }, () => 204));
      expect(bodies).to.have.lengthOf(40);
      const derived = pushes.map((push) => {
        const entries = derivedEntries(plan, push);
        expect(entries.reduce((sum, { line }) => sum + line.length, 0)).to.equal(push.lineBytes);
        const labels = streamLabels(plan.runId, "payments", push.stream);
        return expectedContent(format, { labels, entries });
      });
      expect(new Set(bodies.map(contentOf))).to.deep.equal(new Set(derived));
    });

  it("does not wait for answers before it sends on, and gives up what finds no user free: Loki's fault", async () => {
    const plan = planOf([{ forS: 8, pushesPerSecond: 10 }]);
    const { bodies, pushes, generators } = await load({ plan, answer: () => undefined });
    expect(bodies.length, "pushes in flight at once").to.equal(70);
    expect(new Set(pushes.map(({ status }) => status))).to.deep.equal(new Set([0]));
    expect(generators[0]).to.include({ planned: 80, dropped: 10 });
    expect(attribute(generators.map(onIdleMachine)), JSON.stringify(generators)).to.equal("loki");
  });

  it("is itself to blame when it was kept from running", async () => {
    const plan = planOf([{ forS: 5, pushesPerSecond: 10 }]);
    let first = true;
    const stopFor3s = (response: ServerResponse): void => {
      acknowledge(response);
      if (!first) return;
      first = false;
      for (const pid of k6Processes()) process.kill(pid, "SIGSTOP");
      setTimeout(() => k6Processes().forEach((pid) => process.kill(pid, "SIGCONT")), 3000);
    };
    const { generators } = await load({ plan, answer: stopFor3s });
    expect(generators[0]?.startLagP99Ms).to.be.greaterThan(1000);
    expect(attribute(generators.map(onIdleMachine))).to.equal("generator");
  });

  it("keeps the records of what was sent before an abort, and leaves no process", async () => {
    const aborting = new AbortController();
    const reason = new Error("interrupted");
    const plan = planOf([{ forS: 60, pushesPerSecond: 10 }]);
    let seen = 0;
    const answer = (response: ServerResponse): void => {
      acknowledge(response);
      seen += 1;
      if (seen === 5) aborting.abort(reason);
    };
    const { pushes, error, bodies } = await load({ plan, answer, signal: aborting.signal });
    expect(error).to.equal(reason);
    expect(pushes.length).to.be.at.least(bodies.length).and.at.least(5);
    const gone = await poll(
      async () => k6Processes().length,
      (left) => left === 0,
      { timeoutMs: 5000, signal: new AbortController().signal },
    );
    expect(gone.last).to.equal(0);
  });

  it("says what k6 said when it fails, after it saved what there was", async () => {
    const plan = planOf([{ forS: 1, pushesPerSecond: 10 }]);
    const { generators, error, pushes } = await load({ plan, answer: acknowledge, k6Path: "/bin/false" });
    expect(error).to.include({ code: "K6_FAILED" });
    expect(String(error)).to.contain("expected exit code 0, got 1");
    expect(generators[0]).to.include({ planned: 10, dropped: 10, exitCode: 1 });
    expect(pushes).to.deep.equal([]);
    const absent = await load({ plan, answer: acknowledge, k6Path: "/nowhere/k6" });
    expect(String(absent.error)).to.contain("/nowhere/k6");
  });
});

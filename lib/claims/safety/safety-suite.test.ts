import { expect } from "chai";
import { copySuites } from "../../judge/copy-suites.ts";
import { runFolder } from "../../judge/run-folder.fixture.ts";
import { judge } from "../../judge/run-suites.ts";
import type { CheckResult } from "../../verdict/check.ts";
import { connectionsProbe } from "./connections.probe.ts";
import type { ConnectionsRecord } from "./connections-record.ts";

const startMs = Date.parse("2026-11-30T17:03:01Z");
const well: ConnectionsRecord = {
  fromMs: startMs,
  toMs: startMs + 90_000,
  intervalMs: 50,
  sealed: false,
  looks: 1600,
  longestGapMs: 700,
  processes: [
    { process: "ingester-0", sockets: 40 },
    { process: "gateway", sockets: 12 },
  ],
  outside: [],
  outsideLeftOut: 0,
  problems: [],
  failedLooks: [],
};
const foreign = {
  process: "ingester-0",
  protocol: "tcp",
  direction: "connects",
  address: "203.0.113.9:9095",
  firstMs: startMs,
  lastMs: startMs + 60_000,
  count: 41,
} as const;

async function judged(
  record: ConnectionsRecord | undefined,
): Promise<Pick<CheckResult, "outcome" | "message">> {
  await using folder = await runFolder();
  await copySuites({ runDir: folder.dir, only: ["safety"], userSuites: [] });
  if (record === undefined) {
    const why = "the cluster stack cannot do it here (watchSockets)";
    const envelope = { status: "unavailable", probe: connectionsProbe.id, why };
    await folder.write(`records/${connectionsProbe.id}.json`, envelope);
  } else await folder.observed(connectionsProbe.id, record);
  const { checks } = await judge(folder.dir, { signal: new AbortController().signal });
  const check = checks.find(({ id }) => id === "safety.connections");
  if (check === undefined)
    throw new Error(`expected safety.connections, got ${checks.map(({ id }) => id).join(", ")}`);
  return check;
}

/** Changes to the record after which something is unobserved, and the check's message for each change. */
const unseen: Readonly<Record<string, readonly [Partial<ConnectionsRecord>, string]>> = {
  "too few looks": [{ looks: 5 }, "5 looks in 90 s"],
  "a long time without a look": [{ longestGapMs: 40_000 }, "no look for 40 s"],
  "a long time in which looks failed": [{ longestGapMs: 40_000, failedLooks: ["ETIMEDOUT"] }, "ETIMEDOUT"],
  "no process": [{ processes: [] }, "no process of the stack was seen"],
  "a process without a socket": [
    { processes: [...well.processes, { process: "minio", sockets: 0 }] },
    "no socket of minio",
  ],
  "a table that cannot be read": [{ problems: ["/proc/net/tcp: EACCES"] }, "EACCES"],
};

describe("the suite of what leaves the stack", function () {
  this.timeout(30_000);

  it("passes where every address was the stack's own", async () => {
    const check = await judged(well);
    expect(check.outcome, check.message).to.equal("pass");
  });

  it("passes where a look failed, and the next one saw everything", async () => {
    const check = await judged({ ...well, failedLooks: ["ETIMEDOUT"] });
    expect(check.outcome, check.message).to.equal("pass");
  });

  it("fails by process, direction, address and time, also where little was seen", async () => {
    for (const record of [well, { ...well, looks: 1, problems: ["/proc/net/udp: EACCES"] }]) {
      const { outcome, message } = await judged({ ...record, outside: [foreign] });
      expect(outcome).to.equal("fail");
      expect(message)
        .to.include(
          "ingester-0 connects to 203.0.113.9:9095 (TCP; seen 41 times from 17:03:01 to 17:04:01 UTC)",
        )
        .and.include("next:");
    }
  });

  it("names a listener and a look-up of a name as such", async () => {
    const listens = { ...foreign, direction: "listens", address: "0.0.0.0:9095", count: 1 } as const;
    const lookUp = { ...foreign, protocol: "udp", address: "8.8.8.8:53" } as const;
    const { message } = await judged({ ...well, outside: [listens, lookUp], outsideLeftOut: 3 });
    expect(message)
      .to.include("listens on 0.0.0.0:9095 (TCP; seen once, at 17:03:01 UTC)")
      .and.include("connects to 8.8.8.8:53 (a DNS look-up, UDP")
      .and.include("and 3 more");
  });

  for (const [name, [over, expected]] of Object.entries(unseen)) {
    it(`is unknown for ${name}`, async () => {
      const { outcome, message } = await judged({ ...well, ...over });
      expect(outcome).to.equal("unknown");
      expect(message).to.include(expected);
    });
  }

  it("skips where the stack shows no sockets", async () =>
    expect((await judged(undefined)).outcome).to.equal("skip"));
});

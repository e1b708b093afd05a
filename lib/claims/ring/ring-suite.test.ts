import { expect } from "chai";
import { outcomesOf } from "../../judge/outcomes-of.fixture.ts";
import { loadPlan } from "../../plan/load-plan.ts";
import type { Plan } from "../../plan/plan.ts";
import { components } from "../../stack/component.ts";
import type { ReadyRecord } from "./ready.probe.ts";
import type { RingRecord, RingViewRecord } from "./ring.probe.ts";
import { ringsOf } from "./ring-kinds.ts";

const nowMs = 1_796_070_399_718;
type Instance = RingViewRecord["instances"][number];

let plan: Plan;
let rings: RingRecord;
let ready: ReadyRecord;

const namesOf = (component: (typeof components)[number]): string[] =>
  Array.from({ length: plan.replicas[component] }, (_, i) => `${component}-${i}`);

before(async () => {
  ({ plan } = await loadPlan({ scenario: "smoke", provider: "local", now: new Date(nowMs) }, {}));
  rings = {
    views: ringsOf(plan).map(({ name }) => ({
      ring: name,
      seenBy: "distributor-0",
      url: "http://127.0.0.1:20002/ring",
      nowMs,
      instances: namesOf(name).map((id, i) => ({
        id,
        state: "ACTIVE",
        address: `127.0.0.1:${30_000 + i}`,
        heartbeatMs: nowMs - 2000,
        tokens: 128,
      })),
    })),
  };
  ready = {
    members: components.flatMap((component) =>
      namesOf(component).map((name) => {
        return { name, component, url: "http://127.0.0.1:20002", status: 200, body: "ready" };
      }),
    ),
  };
});

interface Seen {
  readonly after?: RingRecord;
  readonly readyAfter?: ReadyRecord;
}

function outcomes({ after = rings, readyAfter = ready }: Seen): ReturnType<typeof outcomesOf> {
  return outcomesOf({
    suite: "ring",
    plan,
    observed: {
      "ring.before": rings,
      "ring.after": after,
      "ring.ready-before": ready,
      "ring.ready-after": readyAfter,
    },
  });
}

/** Returns the rings' records, with the ingesters' instances changed. */
function withIngesters(change: (instances: readonly Instance[]) => Instance[]): RingRecord {
  return {
    views: rings.views.map((view) =>
      view.ring === "ingester" ? { ...view, instances: change(view.instances) } : view,
    ),
  };
}

const first = (over: Partial<Instance>) => (instances: readonly Instance[]) =>
  instances.map((one, i) => (i === 0 ? { ...one, ...over } : one));

const allPass = { "ring.members": "pass", "ring.heartbeats": "pass", "ring.ready": "pass" };

describe("the ring suite", function () {
  this.timeout(30_000);

  it("passes rings that are as planned", async () => {
    expect(await outcomes({})).to.deep.equal(allPass);
  });

  for (const [what, seen, expected] of [
    [
      "an ingester that left its ring",
      () => ({ after: withIngesters((all) => all.slice(1)) }),
      { "ring.members": "fail" },
    ],
    [
      "an ingester that is LEAVING",
      () => ({ after: withIngesters(first({ state: "LEAVING" })) }),
      { "ring.members": "fail" },
    ],
    [
      "two ingesters at one address",
      () => ({ after: withIngesters(first({ address: "127.0.0.1:30001" })) }),
      { "ring.members": "fail" },
    ],
    [
      "a ring that no member shows",
      () => ({ after: { views: rings.views.filter(({ ring }) => ring !== "ingester") } }),
      { "ring.members": "fail" },
    ],
    [
      "a heartbeat that is two minutes old",
      () => ({ after: withIngesters(first({ heartbeatMs: nowMs - 120_000 })) }),
      { "ring.heartbeats": "fail" },
    ],
    [
      "a heartbeat in the future",
      () => ({ after: withIngesters(first({ heartbeatMs: nowMs + 10_000 })) }),
      { "ring.heartbeats": "fail" },
    ],
    [
      "a member that is gone",
      () => ({ readyAfter: { members: ready.members.slice(1) } }),
      { "ring.ready": "fail" },
    ],
    [
      "a member that is not ready",
      () => ({
        readyAfter: { members: ready.members.map((one, i) => (i === 0 ? { ...one, status: 503 } : one)) },
      }),
      { "ring.ready": "fail" },
    ],
  ] as const) {
    it(`tells ${what}`, async () => {
      expect(await outcomes(seen())).to.deep.equal({ ...allPass, ...expected });
    });
  }

  it("never passes by default: no records, no pass", async () => {
    expect(await outcomesOf({ suite: "ring", plan })).to.deep.equal({
      "ring.members": "unknown",
      "ring.heartbeats": "unknown",
      "ring.ready": "unknown",
    });
  });
});

import { expect } from "chai";
import { describeRing, heartbeatAgesS } from "lokiproof/claims/ring/describe-ring.ts";
import { readyAfterProbe, readyBeforeProbe } from "lokiproof/claims/ring/ready.probe.ts";
import { type RingViewRecord, ringAfterProbe, ringBeforeProbe } from "lokiproof/claims/ring/ring.probe.ts";
import { ringsOf } from "lokiproof/claims/ring/ring-kinds.ts";
import { intended, look, plan, recordOf, unknown } from "lokiproof/judge/suite.ts";
import { components } from "lokiproof/stack/component.ts";

/** Describes the ring as a Loki process showed it, and where to find the ring in the run's records. */
function shownBy(view: RingViewRecord, probe: { readonly id: string }): string {
  return `${describeRing(view)}; ${look({ probe, find: view.seenBy })}`;
}

/** dskit's default heartbeat timeout. The ring considers an instance with an older heartbeat unhealthy. */
const heartbeatTimeoutS = 60;
/**
 * The maximum number of seconds by which a heartbeat is permitted to be in the future. Ring pages show whole seconds,
 * so an age can be off by one. A clock that is further ahead is wrong.
 */
const futureToleranceS = 2;

const moments = [
  { when: "before the load", probe: ringBeforeProbe, ready: readyBeforeProbe },
  { when: "after the load", probe: ringAfterProbe, ready: readyAfterProbe },
];

function viewsOf(moment: (typeof moments)[number], ring: string): RingViewRecord[] {
  const views = recordOf(moment.probe).views.filter((view) => view.ring === ring);
  expect(views, `Loki processes that report the ${ring} ring ${moment.when}`).to.not.be.empty;
  return views;
}

describe("ring", () => {
  it("members: every ring has exactly the expected members, and all are ACTIVE", () => {
    for (const moment of moments) {
      for (const { name } of ringsOf(plan())) {
        for (const view of viewsOf(moment, name)) {
          const states = view.instances.map(({ state }) => state);
          const expected = Array.from({ length: plan().replicas[name] }, () => "ACTIVE");
          expect(states, `${moment.when}, ${shownBy(view, moment.probe)}`).to.deep.equal(expected);
          const addresses = new Set(view.instances.map(({ address }) => address));
          expect(addresses.size, `number of distinct addresses; ${shownBy(view, moment.probe)}`).to.equal(
            states.length,
          );
        }
      }
    }
    const inRings = ringsOf(plan());
    intended(...inRings.map(({ name }) => `replicas.${name}`));
  });

  it("heartbeats: every heartbeat is recent, and none lies in the future", () => {
    for (const moment of moments) {
      const ages = recordOf(moment.probe).views.flatMap((view) =>
        heartbeatAgesS(view).map((age) => ({ ...age, view })),
      );
      if (ages.length === 0) unknown(`not checked: no ring reported a heartbeat ${moment.when}`);
      for (const { id, ageS, view } of ages) {
        const what = `${moment.when}, seconds since ${id}'s heartbeat; ${shownBy(view, moment.probe)}`;
        expect(ageS, what).to.be.within(-futureToleranceS, heartbeatTimeoutS);
      }
    }
  });

  it("ready: every component has the expected number of replicas, and all are ready", () => {
    for (const moment of moments) {
      const { members } = recordOf(moment.ready);
      for (const component of components) {
        const running = members.filter((member) => member.component === component);
        const names = running.map(({ name }) => name).join(", ") || "none";
        const what = `${component}s that run ${moment.when} (${names})`;
        expect(running.length, what).to.equal(plan().replicas[component]);
      }
      for (const { name, status, body } of members) {
        const shown = look({ probe: moment.ready, find: name });
        expect(`${status} ${body}`, `${name} ${moment.when}; ${shown}`).to.equal("200 ready");
      }
    }
    const running = components.filter((component) => plan().replicas[component] > 0);
    intended(...running.map((component) => `replicas.${component}`));
  });
});

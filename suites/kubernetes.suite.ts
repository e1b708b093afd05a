import { expect } from "chai";
import { budgetTroubles } from "lokiproof/claims/kubernetes/budget-troubles.ts";
import { budgetsProbe } from "lokiproof/claims/kubernetes/budgets.probe.ts";
import { podTroubles } from "lokiproof/claims/kubernetes/pod-troubles.ts";
import { podsAfterProbe, podsBeforeProbe, podsEndProbe } from "lokiproof/claims/kubernetes/pods.probe.ts";
import { versionsIn, versionTroubles } from "lokiproof/claims/kubernetes/version-troubles.ts";
import { volumesProbe } from "lokiproof/claims/kubernetes/volumes.probe.ts";
import { figure, intended, look, plan, recordOf, skip, unknown } from "lokiproof/judge/suite.ts";
import { replicationOf } from "lokiproof/promises/replication.ts";
import { components } from "lokiproof/stack/component.ts";

const gib = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;

function none(what: string, troubles: readonly string[]): void {
  expect(troubles.length, `${what} (${troubles.join("; ") || "none"}), in total`).to.equal(0);
}

const lookIn =
  (probe: { readonly id: string }) =>
  (find: string, live: string): string =>
    look({ probe, find, live });

describe("kubernetes", () => {
  it("restarts: no container was restarted, OOM-killed or is crash-looping", () => {
    const before = recordOf(podsBeforeProbe);
    const after = recordOf(podsAfterProbe);
    const end = recordOf(podsEndProbe);
    for (const { pods } of [before, after, end])
      expect(pods.length, "number of pods of the release").to.be.above(0);
    // Container restarts before the run do not count, but a container that still does not run does count.
    const troubles = [
      ...podTroubles(before, before, lookIn(podsBeforeProbe)),
      ...podTroubles(before, after, lookIn(podsAfterProbe)),
      ...podTroubles(after, end, lookIn(podsEndProbe)),
    ];
    none("containers that did not just run", [...new Set(troubles)]);
    const restarts = end.pods.flatMap(({ containers }) => containers.map((one) => one.restarts));
    const earlier = restarts.reduce((sum, count) => sum + count, 0);
    figure(`${end.pods.length} pods${earlier === 0 ? "" : `; ${earlier} restarts before the run`}`);
  });

  it("volumes: every volume that a StatefulSet claims is bound, and as large as claimed", () => {
    const { claims, kubectl } = recordOf(volumesProbe);
    if (claims.length === 0)
      skip("not checked: no StatefulSet claims a volume, so data in a pod is lost with the pod");
    for (const { name, phase, wantedBytes, requestedBytes, capacityBytes } of claims) {
      const shown = look({ probe: volumesProbe, find: name, live: `${kubectl} describe pvc ${name}` });
      expect(phase, `${name}; ${shown}`).to.equal("Bound");
      const asked = `bytes that ${name} asks for (${gib(requestedBytes)}), where its StatefulSet asks for ${gib(wantedBytes)} by now; ${shown}`;
      expect(requestedBytes, asked).to.be.at.least(wantedBytes);
      expect(capacityBytes ?? 0, `capacity of ${name} in bytes; ${shown}`).to.be.at.least(requestedBytes);
    }
    figure(claims.map(({ name, capacityBytes }) => `${name} ${gib(capacityBytes ?? 0)}`).join(", "));
  });

  it("disks: no ingester's disk is close to the level at which it refuses pushes", () => {
    const { disks } = recordOf(volumesProbe);
    const seen = disks.filter(({ usedShare }) => usedShare !== undefined);
    for (const { ingester, usedShare = 0, refusesAt = 0, timesFull = 0 } of seen) {
      const shown = look({ probe: volumesProbe, find: ingester });
      expect(timesFull, `number of times that the disk of ${ingester} was full; ${shown}`).to.equal(0);
      if (refusesAt > 0)
        expect(
          usedShare,
          `used share of the disk of ${ingester}, which refuses pushes from ${refusesAt}; ${shown}`,
        ).to.be.below(refusesAt);
    }
    const silent = disks.filter(({ problem }) => problem !== undefined);
    for (const { ingester, problem } of silent)
      unknown(`not checked: ${ingester} did not report how full its disk is: ${problem}`);
    if (seen.length === 0)
      skip("not checked: no ingester reports how full its disk is (no WAL, or a Loki before 3.6)");
    figure(
      seen.map(({ ingester, usedShare = 0 }) => `${ingester} ${(usedShare * 100).toFixed(0)} %`).join(", "),
    );
  });

  it("budgets: disruption budgets let nodes drain, and always leave a quorum of ingesters", () => {
    const record = recordOf(budgetsProbe);
    expect(record.pods.length, "number of running pods of the release").to.be.above(0);
    none(
      "disruption budgets that block a drain or permit the loss of a quorum",
      budgetTroubles(record, replicationOf(plan()).factor, (find, live) =>
        look({ probe: budgetsProbe, find, live }),
      ),
    );
    const letGo = record.budgets.map(
      ({ name, expectedPods, desiredHealthy }) =>
        `${name} ${expectedPods - desiredHealthy} of ${expectedPods}`,
    );
    figure(
      `pods that may be evicted at a time: ${letGo.join(", ") || "no budget, as every component has one pod"}`,
    );
  });

  it("versions: every component runs the planned Loki version, from one image and one chart", () => {
    const record = recordOf(podsEndProbe);
    const loki = record.pods.filter(({ component }) => components.some((one) => one === component));
    expect(record.pods.length, "number of pods of the release").to.be.above(0);
    if (loki.length === 0)
      skip("not checked: the pods have no label with Loki's component (app.kubernetes.io/component)");
    const shown = look({ probe: podsEndProbe, find: "loki", live: `${record.kubectl} get pods -o wide` });
    none(`versions (${shown})`, versionTroubles(loki, plan().lokiVersion));
    figure(versionsIn(loki));
    intended("lokiVersion");
  });
});

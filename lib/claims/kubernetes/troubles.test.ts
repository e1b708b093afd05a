import { expect } from "chai";
import { budgetTroubles } from "./budget-troubles.ts";
import type { BudgetsRecord } from "./budgets.probe.ts";
import { servicesNamed } from "./index-gateway-address.ts";
import { selectorText } from "./label-selector.ts";
import { podTroubles } from "./pod-troubles.ts";
import type { PodSeen } from "./pods.probe.ts";
import { quantity } from "./quantity.ts";
import { ringsOverStores } from "./rings-over-store.ts";
import { versionTroubles } from "./version-troubles.ts";

function pod(
  over: Partial<PodSeen> & { readonly restarts?: number; readonly waiting?: string } = {},
): PodSeen {
  const { restarts = 0, waiting, ...rest } = over;
  const container = {
    name: "ingester",
    image: "grafana/loki:3.7.8",
    ready: true,
    restarts,
    ...(waiting === undefined ? {} : { waiting }),
  };
  return {
    name: "ingester-0",
    uid: "a",
    component: "ingester",
    chart: "loki-6.55.0",
    phase: "Running",
    ready: true,
    containers: [container],
    ...rest,
  };
}
const look = (...pods: readonly PodSeen[]) => ({ kubectl: "kubectl", pods: [...pods] });

const one = (ip: string, ring: readonly string[], store = "s") => ({
  name: ip,
  ip,
  ring: [...ring],
  store,
  ringStore: "memberlist",
  running: true,
});
const running = (image: string, chart = "loki-6.55.0"): PodSeen =>
  pod({ chart, containers: [{ name: "x", image, ready: true, restarts: 0 }] });

describe("podTroubles", () => {
  for (const [what, earlier, later, troubles] of [
    ["nothing of a pod that just ran", pod(), pod(), 0],
    ["nothing of restarts before the first look", pod({ restarts: 3 }), pod({ restarts: 3 }), 0],
    ["nothing of another pod of the same name", pod({ restarts: 3 }), pod({ uid: "b" }), 0],
    ["nothing of a container that is being made", pod(), pod({ uid: "b", waiting: "ContainerCreating" }), 0],
    ["a restart", pod({ restarts: 1 }), pod({ restarts: 2 }), 1],
    ["a new pod that was restarted", pod(), pod({ uid: "b", restarts: 1 }), 1],
    ["a crash loop, once", pod({ restarts: 5 }), pod({ restarts: 6, waiting: "CrashLoopBackOff" }), 1],
    ["an image that cannot be had", pod(), pod({ uid: "b", waiting: "ImagePullBackOff" }), 1],
    ["an eviction", pod(), pod({ phase: "Failed" }), 1],
    [
      "a pod that finds no node",
      pod(),
      pod({ uid: "b", phase: "Pending", unschedulable: "too few cpus" }),
      1,
    ],
  ] as const)
    it(`tells ${what}`, () =>
      expect(podTroubles(look(earlier), look(later), (find) => find)).to.have.lengthOf(troubles));
});

describe("budgetTroubles", () => {
  const names = ["a", "b", "c"];
  const budget = { name: "pdb", pods: names, expectedPods: 3, desiredHealthy: 2, currentHealthy: 3 };
  const of = (component: string, budgets: BudgetsRecord["budgets"]): readonly string[] =>
    budgetTroubles(
      { kubectl: "kubectl", pods: names.map((name) => ({ name, component })), budgets },
      3,
      (find) => find,
    );
  for (const [what, component, budgets, word] of [
    ["nothing where one of three ingesters may go", "ingester", [budget], undefined],
    ["nothing where two of three queriers may go", "querier", [{ ...budget, desiredHealthy: 1 }], undefined],
    ["none", "querier", [], "under no disruption budget"],
    ["one that holds for a part", "querier", [{ ...budget, pods: ["a"] }], "2 of 3"],
    ["two over the same pods", "querier", [budget, { ...budget, name: "other" }], "pdb and other"],
    ["one that lets none go", "querier", [{ ...budget, desiredHealthy: 3 }], "lets none of 3"],
    ["one that lets all go", "querier", [{ ...budget, desiredHealthy: 0 }], "lets all 3"],
    ["one that takes the quorum", "ingester", [{ ...budget, desiredHealthy: 1 }], "no quorum"],
  ] as const)
    it(`tells ${what}`, () => {
      const told = of(
        component,
        budgets.map((one) => ({ ...one, pods: [...one.pods] })),
      ).join("\n");
      if (word === undefined) expect(told).to.equal("");
      else expect(told).to.include(word);
    });
});

describe("servicesNamed", () => {
  const service = "loki-index-gateway-headless";
  for (const [address, expected] of [
    [`dns+${service}.loki.svc.cluster.local:9095`, [{ service, namespace: "loki" }]],
    [`dns:///${service}.loki.svc:9095`, [{ service, namespace: "loki" }]],
    [`dnssrvnoa+_grpc._tcp.${service}.loki.svc.cluster.local`, [{ service, namespace: "loki" }]],
    [`${service}:9095`, [{ service, namespace: undefined }]],
    [
      "a.x:1, b.x:1",
      [
        { service: "a", namespace: "x" },
        { service: "b", namespace: "x" },
      ],
    ],
    ["", []],
  ] as const)
    it(`finds them in "${address}"`, () => expect(servicesNamed(address)).to.deep.equal(expected));
});

const sizes = (...compactors: ReturnType<typeof one>[]): readonly (readonly number[])[] =>
  [...ringsOverStores(compactors).values()].map((rings) => rings.map((ring) => ring.length));

describe("ringsOverStores", () => {
  it("joins those that see each other, though only one sees the other", () => {
    expect(sizes(one("a", ["a"]), one("b", ["a", "b"]))).to.deep.equal([[2]]);
    expect(sizes(one("a", ["a", "b"]), one("c", ["c"]), one("b", ["b", "c"]))).to.deep.equal([[3]]);
  });
  it("keeps apart those that do not, and those over other stores", () => {
    expect(sizes(one("a", ["a"]), one("b", ["b"]))).to.deep.equal([[1, 1]]);
    expect(sizes(one("a", ["a"]), one("b", ["b"], "other"))).to.deep.equal([[1], [1]]);
  });
});

describe("versionTroubles", () => {
  it("takes the plan's version, and images whose tag says none", () => {
    expect(versionTroubles([running("grafana/loki:3.7.8")], "3.7.8")).to.deep.equal([]);
    expect(versionTroubles([running("grafana/loki@sha256:0123")], "3.7.8")).to.deep.equal([]);
  });
  it("tells another version, and two side by side", () => {
    expect(versionTroubles([running("grafana/loki:3.5.7")], "3.7.8")).to.have.lengthOf(1);
    expect(
      versionTroubles([running("grafana/loki:3.5.7"), running("grafana/loki:3.7.8")], "3.7.8"),
    ).to.have.lengthOf(2);
    expect(
      versionTroubles([running("grafana/loki:3.7.8"), running("grafana/loki:3.7.8", "loki-6.29.0")], "3.7.8"),
    ).to.have.lengthOf(1);
  });
});

describe("quantity", () => {
  for (const [text, number] of [
    ["20Gi", 20 * 1024 ** 3],
    ["1500M", 1.5e9],
    ["1e9", 1e9],
    ["0.5Ti", 512 * 1024 ** 3],
    ["128974848", 128974848],
    ["x", undefined],
    ["", undefined],
  ] as const)
    it(`reads "${text}"`, () => expect(quantity(text)).to.equal(number));
});

describe("selectorText", () => {
  it("says labels and expressions as a query takes them", () => {
    const selector = {
      matchLabels: { a: "1" },
      matchExpressions: [
        { key: "b", operator: "NotIn", values: ["x", "y"] },
        { key: "c", operator: "Exists", values: [] },
        { key: "d", operator: "DoesNotExist", values: [] },
      ],
    };
    expect(selectorText(selector)).to.equal("a=1,b notin (x,y),c,!d");
  });
});

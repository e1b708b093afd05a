import { expect } from "chai";
import { loadPlan } from "../../plan/load-plan.ts";
import type { Plan } from "../../plan/plan.ts";
import { nginxConfig } from "./nginx-config.ts";
import { topologyOf } from "./topology.ts";

/** Returns the servers of one upstream block. */
function upstreamOf(text: string, component: string): readonly string[] {
  const block = new RegExp(`upstream ${component} {(.*)}`).exec(text)?.[1] ?? "";
  return [...block.matchAll(/127\.0\.0\.1:\d+/g)].map(([server]) => server);
}

describe("the gateway's config", () => {
  const paths = { dir: "/run/nginx", errorLog: "/run/error.log", accessLog: "/run/access.log" };
  let plan: Plan;
  before(async () => {
    ({ plan } = await loadPlan(
      {
        scenario: "smoke",
        provider: "local",
        now: new Date("2026-11-23T09:00:00Z"),
      },
      {},
    ));
  });
  const broken = (breakage: Partial<NonNullable<Plan["breakage"]>>): Plan => ({
    ...plan,
    breakage: { name: "b", description: "b", mustRed: ["x.y"], mayRed: [], ...breakage },
  });
  const render = (of: Plan): string => nginxConfig(of, topologyOf(of, 20000), paths);
  it("sends each route to all replicas of the component that the chart names", () => {
    const text = render(plan);
    const wanted = {
      distributor: 3,
      ingester: 3,
      "query-frontend": 2,
      ruler: 2,
      compactor: 1,
      "query-scheduler": 2,
    };
    for (const [component, count] of Object.entries(wanted))
      expect(upstreamOf(text, component), component).to.have.length(count);
    for (const [route, component] of [
      ["= /loki/api/v1/push", "distributor"],
      ["= /otlp/v1/logs", "distributor"],
      ["= /flush", "ingester"],
      ["^~ /loki/api/v1/rules/", "ruler"],
      ["= /loki/api/v1/delete", "compactor"],
      ["= /scheduler/ring", "query-scheduler"],
      ["^~ /loki/api/v1/", "query-frontend"],
    ])
      expect(text).to.contain(`location ${route} { proxy_pass http://${component}$request_uri; }`);
  });

  it("upgrades tails to websockets", () => {
    expect(render(plan)).to.match(
      /location = \/loki\/api\/v1\/tail {.*Upgrade \$http_upgrade.*Connection "upgrade"/,
    );
  });

  it("swallows a share of a tenant's pushes, of every format, and of nothing else", () => {
    expect(render(plan)).not.to.contain("swallow");
    const text = render(broken({ swallowPushes: { tenant: "payments", share: 0.01 } }));
    expect(text).to.contain('split_clients $request_id $unlucky { 1.00% 1; * ""; }');
    expect(text).to.contain('map $unlucky:$http_x_scope_orgid $swallow { default ""; "1:payments" 1; }');
    const swallowed = text.split("\n").filter((line) => line.includes("if ($swallow)"));
    expect(swallowed.map((line) => /location = (\S+)/.exec(line)?.[1])).to.deep.equal([
      "/api/prom/push",
      "/loki/api/v1/push",
      "/otlp/v1/logs",
    ]);
  });

  it("sends everything to the one process of a single binary", () => {
    const text = render(broken({ topology: "monolithic" }));
    const servers = [...text.matchAll(/server 127\.0\.0\.1:(\d+)/g)].map(([, port]) => port);
    expect(new Set(servers)).to.deep.equal(new Set(["20002"]));
  });

  it("still is a config when a component has no replica", () => {
    const none = { ...plan, replicas: { ...plan.replicas, ruler: 0 } };
    expect(render(none)).to.contain("upstream ruler { server 127.0.0.1:1 down; }");
  });
});

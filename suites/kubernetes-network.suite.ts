import { expect } from "chai";
import { compactorsProbe } from "lokiproof/claims/kubernetes/compactors.probe.ts";
import { exposureProbe } from "lokiproof/claims/kubernetes/exposure.probe.ts";
import { servicesNamed } from "lokiproof/claims/kubernetes/index-gateway-address.ts";
import { indexGatewaysProbe } from "lokiproof/claims/kubernetes/index-gateways.probe.ts";
import { ringsOverStores } from "lokiproof/claims/kubernetes/rings-over-store.ts";
import { addressForms } from "lokiproof/claims/routing/address-forms.ts";
import { figure, look, plan, recordOf, skip, unknown } from "lokiproof/judge/suite.ts";

describe("kubernetes", () => {
  it("compactors: no bucket is compacted by two compactors in separate rings", () => {
    const { compactors, namespace, onlyThere, kubectl } = recordOf(compactorsProbe);
    if (plan().replicas.compactor === 0) skip("the plan has no compactor");
    if (compactors.length === 0)
      unknown(
        `not checked: no pod has the label of a compactor; ${look({ probe: compactorsProbe, live: `${kubectl} get pods -A -l app.kubernetes.io/component=compactor` })}`,
      );
    const asked = compactors.filter(({ problem }) => problem === undefined);
    for (const [store, rings] of ringsOverStores(asked)) {
      const named = rings.map((ring) =>
        ring
          .map(
            ({ name, running, ringStore }) =>
              `${name} (${running ? "compacts" : "stands by"}, ring in ${ringStore})`,
          )
          .join(" with "),
      );
      expect(
        rings.length,
        `separate compactor rings that share ${store}, so that each rewrites the same index files: ${named.join(" | ")}; put all compactors into one ring, or run only one of them`,
      ).to.equal(1);
      const compacting = rings.flat().filter(({ running }) => running);
      expect(
        compacting.length,
        `number of compactors that compact ${store}: ${named.join(" | ")}`,
      ).to.be.at.most(1);
      const many =
        rings.flat().length > 1
          ? "warning: several share a ring, where one leads and the others only stand by: "
          : "";
      figure(`${store}: ${many}${named.join(" | ")}`);
    }
    for (const { name, problem } of compactors.filter((one) => one.problem !== undefined)) {
      const told = `${name} could not be asked for its ring: ${problem}`;
      if (name.startsWith(`${namespace}/`)) unknown(told);
      figure(`warning: ${told}`);
    }
    if (onlyThere)
      figure(`only the namespace ${namespace} was checked: the role may not list pods elsewhere`);
    expect(asked.length, "number of compactors that were queried").to.be.above(0);
  });

  it("index-gateways: the index gateway address that queriers use resolves to every index gateway", () => {
    const { queriers, services, pods, kubectl } = recordOf(indexGatewaysProbe);
    if (plan().replicas["index-gateway"] === 0) skip("the plan has no index gateway");
    expect(queriers.length, "number of queriers whose index gateway address was queried").to.equal(
      plan().replicas.querier,
    );
    for (const { querier, serverAddress, mode, problem } of queriers) {
      if (problem !== undefined)
        unknown(`not checked: the index gateway address of ${querier} could not be read: ${problem}`);
      if (mode === "ring")
        skip("not checked: queriers find the index gateways in their ring, not by an address");
      const what = `${querier} runs with server_address ${JSON.stringify(serverAddress)}`;
      expect(servicesNamed(serverAddress), `${what}; ${addressForms}`).to.not.be.empty;
      for (const { service } of servicesNamed(serverAddress)) {
        const found = services.find(({ name }) => name === service);
        expect(
          found?.clusterIp ?? "no such service",
          `${what}: clusterIP of ${service}; expected None, a headless service: a ClusterIP is one address, to which a querier holds one connection, and one index gateway serves it all; ${look({ probe: indexGatewaysProbe, find: service, live: `${kubectl} get service ${service}` })}`,
        ).to.equal("None");
        const missing = pods
          .filter(({ ip }) => !(found?.addresses ?? []).includes(ip))
          .map(({ name, ip, ready }) => `${name} (${ip || "no address"}, ${ready ? "ready" : "not ready"})`);
        const unresolved = `${what}: index gateways that ${service} does not resolve to (${missing.join(", ")}); ${look({ probe: indexGatewaysProbe, find: service, live: `${kubectl} get endpointslices -l kubernetes.io/service-name=${service}` })}`;
        expect(missing.length, unresolved).to.equal(0);
      }
    }
    expect(pods.length, "number of running index gateways").to.equal(plan().replicas["index-gateway"]);
    figure(services.map(({ name, addresses }) => `${name}: ${addresses.join(", ")}`).join("; "));
  });

  it("around-gateway: nothing outside the cluster can bypass the gateway to reach Loki", () => {
    const { services, shielded, pods, unseen, kubectl } = recordOf(exposureProbe);
    expect(
      services.length,
      `services of the release; ${look({ probe: exposureProbe, live: `${kubectl} get services` })}`,
    ).to.be.above(0);
    if (services.every(({ components }) => components.join("") === ""))
      skip(
        "not checked: the pods have no component label (app.kubernetes.io/component), so the gateway's pods are not known",
      );
    for (const { name, type, externalIps, ingresses, components } of services) {
      if (components.every((component) => component === "gateway")) continue;
      const what = `${name}, which leads to ${components.join(", ")}: whoever reaches it speaks to Loki as any tenant`;
      expect(
        type,
        `type of service ${what}; ${look({ probe: exposureProbe, find: name, live: `${kubectl} get service ${name}` })}`,
      ).to.equal("ClusterIP");
      expect(externalIps.join(", "), `external addresses of service ${what}`).to.equal("");
      expect(ingresses.join(", "), `ingresses to service ${what}`).to.equal("");
    }
    if (unseen.includes("api/v1/services") || unseen.includes("apis/networking.k8s.io/v1/ingresses"))
      unknown(`not checked: the role may not list ${unseen.join(", ")}`);
    const inside =
      shielded === 0
        ? "no NetworkPolicy: every pod of the cluster can"
        : `a NetworkPolicy for ${shielded} of ${pods} pods`;
    figure(`inside of the cluster: ${inside}`);
  });
});

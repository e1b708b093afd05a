import { expect } from "chai";
import { z } from "zod";
import { wallClock } from "../base/clock.ts";
import { silentProgress } from "../base/log.ts";
import { testTenants } from "../claims/all.ts";
import { loadPlan } from "../plan/load-plan.ts";
import type { Probe, ProbeContext } from "../probe/probe.ts";
import type { Stack } from "../stack/stack.ts";
import { observe } from "./observe.ts";

const attached: Stack = {
  provider: "cluster",
  gatewayUrl: "",
  members: [],
  s3: { endpoint: undefined, region: "", bucket: "", forcePathStyle: false, credentials: undefined },
  states: () => Promise.resolve([]),
  collect: () => Promise.resolve(),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
let context: ProbeContext;

before(async () => {
  const { plan } = await loadPlan({ scenario: "quick", provider: "local", now: new Date() }, testTenants);
  context = { stack: attached, plan, runDir: "", clock: wallClock, progress: silentProgress };
});

const { signal } = new AbortController();

function probe(over: Partial<Probe<unknown>>): Probe<unknown> {
  return {
    id: "test.probe",
    phase: "before",
    record: z.strictObject({ seen: z.number() }),
    timeoutMs: 1_000,
    observe: () => Promise.resolve({ seen: 1 }),
    ...over,
  };
}

describe("observe", () => {
  it("keeps what the probe saw", async () => {
    const envelope = await observe(probe({}), context, signal);
    expect(envelope)
      .to.include({ status: "observed", probe: "test.probe" })
      .and.deep.include({ data: { seen: 1 } });
  });

  it("is unavailable where the stack lacks the ability, or the plan does not ask", async () => {
    const lacking = await observe(probe({ needs: ["restart"] }), context, signal);
    expect(lacking).to.deep.equal({
      status: "unavailable",
      probe: "test.probe",
      why: "the cluster stack cannot do it here (restart)",
    });
    expect(await observe(probe({ planned: () => false }), context, signal)).to.include({
      status: "unavailable",
    });
  });

  it("is unavailable where a tenant of ours has not the small limits that it means to reach", async () => {
    const limitsOf = ["lokiproof-rate"];
    expect(await observe(probe({ limitsOf }), context, signal)).to.include({ status: "observed" });
    const others = { ...context, plan: { ...context.plan, overrides: {} } };
    expect(await observe(probe({ limitsOf }), others, signal)).to.deep.equal({
      status: "unavailable",
      probe: "test.probe",
      why: "lokiproof-rate: this cluster's limits, not the small ones that this would reach",
    });
  });

  it("is broken when the probe throws, or leaves a record that is not its own", async () => {
    const thrown = await observe(
      probe({ observe: () => Promise.reject(new Error("no route")) }),
      context,
      signal,
    );
    expect(thrown).to.deep.equal({ status: "broken", probe: "test.probe", why: "no route" });
    const strange = await observe(probe({ observe: () => Promise.resolve({ seen: "1" }) }), context, signal);
    expect(strange).to.include({ status: "broken" });
  });

  it("is broken when its time is over, and says which time", async () => {
    const hangs = probe({
      timeoutMs: 20,
      observe: (_, given) =>
        new Promise((_resolve, reject) =>
          given.addEventListener("abort", () => reject(new Error("aborted"))),
        ),
    });
    expect(await observe(hangs, context, signal)).to.include({
      status: "broken",
      why: "no observation within 0.02 s",
    });
  });

  it("throws when the run itself is aborted: that is no observation", async () => {
    const controller = new AbortController();
    controller.abort(new Error("Ctrl-C"));
    const error: unknown = await observe(
      probe({ observe: () => Promise.reject(new Error("cut")) }),
      context,
      controller.signal,
    ).catch((reason: unknown) => reason);
    expect(error).to.be.an("error").with.property("message", "Ctrl-C");
  });
});

import { expect } from "chai";
import { describeFault, fault } from "./fault-schema.ts";
import { describeRatio } from "./ratio-schema.ts";
import { type Scenario, scenario } from "./scenario-schema.ts";

const ratio = {
  name: "flood-on-pushes",
  tenant: "checkout",
  measure: "response",
  operation: "push",
  quantile: "p95",
  alone: ["before", "after"],
  together: ["flood"],
  maxRatio: 3,
  floorMs: 100,
};
const accepted = { name: "storm-on-accepted", tenant: "*", measure: "accepted", maxRatio: 1.1 };
const windows = {
  before: { fromS: 0, toS: 10 },
  flood: { fromS: 10, toS: 20 },
  after: { fromS: 20, toS: 30 },
};

function parse(over: object): { readonly data?: Scenario; readonly problems: readonly string[] } {
  const flood = { steps: [{ forS: 30, rateBytesPerSecond: 1000 }] };
  const base = { version: 1, name: "n", description: "d", tenants: { checkout: { flood } }, windows };
  const { data, error } = scenario.safeParse({ ...base, ...over });
  const problems = (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
  return { ...(data === undefined ? {} : { data }), problems };
}

describe("ratios in a scenario", () => {
  it("are told in words", () => {
    const { data, problems } = parse({
      ratios: [ratio, { ...accepted, alone: ["before"], together: ["flood"] }],
    });
    expect(problems).to.deep.equal([]);
    expect(data?.ratios.map(describeRatio)).to.deep.equal([
      "flood-on-pushes: checkout push p95, together over alone, at most 3 (less than 100 ms counts as that)",
      "storm-on-accepted: every tenant's accepted share, alone over together, at most 1.1",
    ]);
  });

  it("name windows and tenants that there are", () => {
    const { problems } = parse({ ratios: [{ ...ratio, tenant: "chekout", together: ["flod"] }] });
    expect(problems).to.deep.equal([
      'ratios.0.tenant: tenant "chekout" has no load in this scenario: expected one of checkout',
      'ratios.0.together: there is no window "flod" in this scenario: expected one of before, flood, after',
    ]);
  });

  it("compare parts of time, against a budget of at least 1", () => {
    const back = { before: { fromS: 10, toS: 10 } };
    expect(parse({ windows: back }).problems).to.deep.equal(["windows.before: expected toS after fromS"]);
    expect(parse({ ratios: [{ ...ratio, maxRatio: 0.5 }] }).problems).to.have.lengthOf(1);
    expect(parse({ ratios: [{ ...ratio, alone: [] }] }).problems).to.have.lengthOf(1);
  });
});

describe("faults in a scenario", () => {
  it("are told in words, and are one thing each", () => {
    const some = [
      { pause: "distributor", atS: 5, forS: 5 },
      { throttle: "generators", cores: 0.1, atS: 1, forS: 2 },
      { stall: "generators", atS: 0, forS: 2 },
    ];
    expect(some.map((one) => describeFault(fault.parse(one)))).to.deep.equal([
      "pause distributor for 5 s at 5 s",
      "limit each generator to 0.1 of a core for 2 s at 1 s",
      "stop the generators for 2 s at 0 s",
    ]);
    expect(fault.safeParse({ pause: "distributor", stall: "generators", atS: 5, forS: 5 }).success).to.equal(
      false,
    );
    expect(fault.safeParse({ pause: "distributors", atS: 5, forS: 5 }).success).to.equal(false);
  });
});

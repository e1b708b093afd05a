import { pathToFileURL } from "node:url";
import { expect } from "chai";
import Mocha from "mocha";
import { HarnessError } from "../base/errors.ts";
import { nameOf } from "./check-names.ts";
import { chooseSuites } from "./copy-suites.ts";
import { checksOf, declaredChecks, refuseUnknownChecks } from "./known-checks.ts";

const globals = ["describe", "it", "before", "after", "beforeEach", "afterEach", "context", "specify", "xit"];

/** Returns the ids of the checks that mocha finds when it loads the suites; runs none of the checks. */
async function loadedChecks(): Promise<readonly string[]> {
  const kept = globals.map((name) => [name, Reflect.get(globalThis, name)] as const);
  const found: string[] = [];
  const all = (suite: Mocha.Suite): readonly Mocha.Test[] => [...suite.tests, ...suite.suites.flatMap(all)];
  try {
    for (const file of await chooseSuites({ only: undefined, userSuites: [] })) {
      const mocha = new Mocha({ ui: "bdd" });
      mocha.suite.emit("pre-require", globalThis, file, mocha);
      await import(pathToFileURL(file).href);
      found.push(...all(mocha.suite).map((test) => nameOf(test).id));
    }
  } finally {
    for (const [name, value] of kept) Reflect.set(globalThis, name, value);
  }
  return found;
}

async function refusal(plan: Parameters<typeof refuseUnknownChecks>[0]): Promise<unknown> {
  return await refuseUnknownChecks(plan, []).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("the checks that are known before a run", function () {
  this.timeout(60_000);

  it("have a title each, without code in it", async () => {
    const declared = await declaredChecks(await chooseSuites({ only: undefined, userSuites: [] }));
    expect(declared.filter(({ title }) => title.trim() === "" || title.includes("${"))).to.deep.equal([]);
  });

  it("are exactly those that mocha finds in the suites", async () => {
    const known = await checksOf(await chooseSuites({ only: undefined, userSuites: [] }));
    expect([...known].sort()).to.deep.equal([...(await loadedChecks())].sort());
    expect(known.length).to.be.greaterThan(100);
  });

  it("are what scenarios may require and breakages may expect", async () => {
    for (const required of [
      ["ring.members"],
      ["ring.*"],
      ["round-trip.json-gzip"],
      ["*"],
      ["isolation.no-header-*"],
    ])
      expect(await refusal({ required }), required.join()).to.equal(undefined);
    for (const pattern of [
      "rnig.*",
      "ring.member",
      "ring.membersx",
      "round-trip.jsn",
      "limits.ring*",
      "nope",
    ]) {
      const breakage = { name: "x", description: "x", mustRed: ["ring.members"], mayRed: [] };
      for (const plan of [
        { required: [pattern] },
        { required: [], breakage: { ...breakage, mustRed: [pattern] } },
        { required: [], breakage: { ...breakage, mayRed: ["ring.*", pattern] } },
      ]) {
        const error = await refusal(plan);
        expect(error, pattern).to.be.instanceOf(HarnessError).and.include({ exitCode: 3 });
        expect(error).to.have.property("message").that.contains(`no check is called ${pattern}`);
      }
    }
  });

  it("are those of the suites that the scenario chose, and unknown suites are refused", async () => {
    expect(await refusal({ suites: ["ring"], required: ["ring.*"] })).to.equal(undefined);
    expect(await refusal({ suites: ["ring"], required: ["limits.*"] })).to.include({ exitCode: 3 });
    expect(await refusal({ suites: ["nope"], required: [] })).to.include({
      code: "SUITE_UNKNOWN",
      exitCode: 3,
    });
  });
});

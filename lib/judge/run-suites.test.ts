import { expect } from "chai";
import type { CheckResult } from "../verdict/check.ts";
import { type RunFolder, runFolder } from "./run-folder.fixture.ts";
import { type JudgeOptions, judge } from "./run-suites.ts";

const quick: JudgeOptions = { signal: new AbortController().signal, silenceMs: 8_000, testTimeoutMs: 1_000 };

const header = `
import { expect } from "chai";
import { z } from "zod";
import { figure, plan, pushes, recordOf, seriesOf, skip, unknown } from "lokiproof/judge/suite.ts";
const probe = { id: "toy.count", record: z.strictObject({ count: z.int() }) };
`;

async function judgeSuite(folder: RunFolder, body: string): Promise<Record<string, CheckResult>> {
  await folder.write("suites/toy.suite.ts", `${header}\ndescribe("toy", () => {\n${body}\n});\n`);
  return byId((await judge(folder.dir, quick)).checks);
}

function byId(checks: readonly CheckResult[]): Record<string, CheckResult> {
  return Object.fromEntries(checks.map((check) => [check.id, check]));
}

/** Returns the source of a suite whose second check runs `body`. */
function suiteThat(name: string, body: string): string {
  return `import { expect } from "chai"; describe("${name}", () => {
    it("before: fine", () => expect(1).to.equal(1)); it("at: ends all", () => { ${body} }); });`;
}

describe("judge", function () {
  this.timeout(30_000);

  it("gives each way a check can end its outcome", async () => {
    await using folder = await runFolder({ required: ["toy.needed", "toy.absent"] });
    await folder.observed("toy.count", { count: 3 });
    const checks = await judgeSuite(
      folder,
      `
      it("good: counts to three", () => { figure("counted 3"); expect(recordOf(probe).count).to.equal(3); });
      it("bad: counts to four", async () => { expect(recordOf(probe).count, "the count").to.equal(4); });
      it("unsure: cannot tell", () => unknown("nobody counted"));
      it("defect: throws", () => { throw new TypeError("oops"); });
      it("nothing: asserts nothing", () => { for (const x of []) expect(x).to.equal(1); });
      it("late: never ends", () => new Promise(() => {}));
      it("mochas: mocha's own skip", function () { this.skip(); });
      it("ours: our skip", async () => skip("not here"));
      it("needed: our skip of a required check", () => skip("not here"));
      it("unwritten: has no body");
      `,
    );
    const outcomes = Object.fromEntries(Object.values(checks).map(({ id, outcome }) => [id, outcome]));
    expect(outcomes).to.deep.equal({
      "toy.good": "pass",
      "toy.bad": "fail",
      "toy.unsure": "unknown",
      "toy.defect": "unknown",
      "toy.nothing": "unknown",
      "toy.late": "unknown",
      "toy.mochas": "skip",
      "toy.ours": "skip",
      "toy.needed": "unknown",
      "toy.unwritten": "skip",
      "toy.absent": "unknown",
    });
    expect(checks["toy.bad"]).to.include({ expected: "4", observed: "3", title: "counts to four" });
    expect(checks["toy.bad"]?.message).to.equal("the count: expected 3 to equal 4");
    expect(checks["toy.ours"]?.message).to.equal("not here");
    expect(checks["toy.defect"]?.message).to.match(/TypeError: oops .*toy\.suite\.ts/);
  });

  it("keeps figures with the check that noted them", async () => {
    await using folder = await runFolder();
    await folder.write(
      "suites/toy.suite.ts",
      `${header}describe("toy", () => {
        it("one: notes", () => { figure("first"); expect(1).to.equal(1); });
        it("two: fails, noting", () => { figure("second"); expect(1).to.equal(2); });
      });`,
    );
    const { figures } = await judge(folder.dir, quick);
    expect(figures).to.deep.equal([
      { check: "toy.one", text: "first" },
      { check: "toy.two", text: "second" },
    ]);
  });

  it("judges a record that is missing, broken, unavailable or not whole", async () => {
    await using folder = await runFolder();
    const body = 'it("x: counts", () => { expect(recordOf(probe).count).to.equal(3); });';
    const come = async (content?: unknown): Promise<CheckResult | undefined> => {
      if (content !== undefined) await folder.write("records/toy.count.json", content);
      return (await judgeSuite(folder, body))["toy.x"];
    };
    expect(await come())
      .to.include({ outcome: "unknown" })
      .and.to.have.property("message")
      .that.contains("it is missing");
    expect(await come({ status: "broken", probe: "toy.count", why: "refused" })).to.include({
      outcome: "unknown",
      message: "probe toy.count could not observe: refused",
    });
    expect(await come({ status: "unavailable", probe: "toy.count", why: "no restarts here" })).to.include({
      outcome: "skip",
      message: "no restarts here",
    });
    expect(await come('{"status":"observed","probe":"toy.co')).to.include({ outcome: "unknown" });
    expect(
      (await come({ status: "observed", probe: "toy.count", atMs: 0, tookMs: 0, data: { count: "3" } }))
        ?.message,
    ).to.contain("records/toy.count.json: it is not what was expected: count:");
    expect(
      (await come({ status: "observed", probe: "other", atMs: 0, tookMs: 0, data: { count: 3 } }))?.message,
    ).to.contain("is the record of other");
  });

  it("leaves no check of a file that crashes, hangs, exits, does not load or is empty unsaid, and judges the others", async () => {
    await using folder = await runFolder();
    await folder.write(
      "suites/a-crash.suite.ts",
      suiteThat("crash", "process.kill(process.pid, 'SIGSEGV'); for(;;);"),
    );
    await folder.write("suites/b-exit.suite.ts", suiteThat("exit", "process.exit(0)"));
    await folder.write("suites/c-hang.suite.ts", suiteThat("hang", "for (;;);"));
    await folder.write("suites/d-syntax.suite.ts", "describe('x', () => {");
    await folder.write("suites/e-missing.suite.ts", 'import "lokiproof/no/such.ts";');
    await folder.write("suites/f-empty.suite.ts", "export const nothing = 1;");
    await folder.write(
      "suites/g-good.suite.ts",
      suiteThat("good", "expect(2).to.equal(2); setInterval(() => {}, 1000)"),
    );
    const checks = byId((await judge(folder.dir, quick)).checks);
    const unknowns = Object.values(checks)
      .filter(({ outcome }) => outcome === "unknown")
      .map(({ id }) => id);
    expect(unknowns).to.have.members([
      "crash.at",
      "a-crash.suite-file",
      "exit.at",
      "b-exit.suite-file",
      "hang.at",
      "c-hang.suite-file",
      "d-syntax.suite-file",
      "e-missing.suite-file",
      "f-empty.suite-file",
    ]);
    const passes = Object.values(checks)
      .filter(({ outcome }) => outcome === "pass")
      .map(({ id }) => id);
    expect(passes).to.have.members(["crash.before", "exit.before", "hang.before", "good.before", "good.at"]);
  });

  it("says what a failed hook kept from being judged", async () => {
    await using folder = await runFolder();
    const checks = await judgeSuite(
      folder,
      `describe("inner", () => { before(() => unknown("no data")); it("a: is kept", () => expect(1).to.equal(1)); });
       describe("skipped", () => { before(() => skip("not here")); it("b: is skipped", () => expect(1).to.equal(1)); });
       it("c: is apart", () => expect(1).to.equal(1));`,
    );
    expect(checks["toy.inner.a"]).to.include({ outcome: "unknown" });
    expect(checks["toy.inner.a"]?.message).to.contain("no data");
    expect(checks["toy.inner.hooks"]).to.include({ outcome: "unknown" });
    expect(checks["toy.skipped.b"]).to.include({ outcome: "skip", message: "not here" });
    expect(checks["toy.c"]).to.include({ outcome: "pass" });
  });

  it("is unknown about a run without suites, without a plan, and about two checks of one name", async () => {
    await using folder = await runFolder();
    expect((await judge(folder.dir, quick)).checks)
      .to.have.lengthOf(1)
      .and.to.have.nested.property("[0].outcome", "unknown");
    const checks = await judgeSuite(
      folder,
      'it("a: x", () => expect(1).to.equal(1)); it("a: y", () => expect(1).to.equal(1));',
    );
    expect(checks["toy.a"]).to.include({ outcome: "unknown" });
    await folder.write("plan.json", "{}");
    const planless = await judge(folder.dir, quick);
    expect(planless.checks.map(({ id, outcome }) => `${id} ${outcome}`)).to.deep.equal([
      "judge.plan unknown",
    ]);
  });

  it("forbids .only, which would hide the other checks", async () => {
    await using folder = await runFolder();
    const checks = await judgeSuite(
      folder,
      'it.only("a: x", () => expect(1).to.equal(1)); it("b: y", () => expect(1).to.equal(2));',
    );
    expect(Object.values(checks).every(({ outcome }) => outcome === "unknown")).to.equal(true);
  });

  it("ends with the caller's reason when it is aborted", async () => {
    await using folder = await runFolder();
    await folder.write("suites/hang.suite.ts", "for (;;);");
    const stop = new AbortController();
    const judged = judge(folder.dir, { ...quick, signal: stop.signal });
    const reason = new Error("Ctrl-C");
    setTimeout(() => stop.abort(reason), 300);
    const ended = await judged.then(
      () => "judged",
      (error: unknown) => error,
    );
    expect(ended).to.equal(reason);
  });

  it("leaves broken observations out of a series, unless they are half of it", async () => {
    await using folder = await runFolder();
    const seen = { status: "observed", probe: "toy.count", atMs: 1, tookMs: 0, data: { count: 3 } };
    const broken = { status: "broken", probe: "toy.count", why: "slow" };
    const body =
      'it("s: counts", () => { expect(seriesOf(probe).map((o) => o.data.count)).to.deep.equal([3, 3]); });';
    await folder.write("records/toy.count.json", [seen, broken, seen]);
    expect((await judgeSuite(folder, body))["toy.s"]).to.include({ outcome: "pass" });
    await folder.write("records/toy.count.json", [seen, broken]);
    expect((await judgeSuite(folder, body))["toy.s"]?.message).to.equal(
      "probe toy.count made 1 of 2 observations: slow",
    );
    await folder.write("records/toy.count.json", []);
    expect((await judgeSuite(folder, body))["toy.s"]).to.include({ outcome: "unknown" });
  });
});

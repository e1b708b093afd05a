import { existsSync } from "node:fs";
import { glob, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect } from "chai";
import { listScenarios } from "../plan/find-scenario.ts";
import { loadPlan } from "../plan/load-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { allClaims, allProbes, testTenants } from "./all.ts";

const here = import.meta.dirname;
const suites = join(here, "..", "..", "suites");

const camelCase = (text: string): string =>
  text.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Returns the distinct names of the suites, read from each suite file's `describe`. One suite might have several files.
 */
async function suiteNames(): Promise<readonly string[]> {
  const files = (await readdir(suites)).filter((name) => name.endsWith(".suite.ts"));
  const texts = await Promise.all(files.map((name) => readFile(join(suites, name), "utf8")));
  return [
    ...new Set(texts.map((text) => /^describe\("([^"]+)"/m.exec(text)?.[1] ?? "a file without describe")),
  ];
}

describe("claims", () => {
  it("have one folder a suite, of the same name, and are all in the list", async () => {
    const named = [...(await suiteNames())].sort();
    const folders = (await readdir(here, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).to.deep.equal(named);
    expect(allClaims.map(({ suite }) => suite).sort()).to.deep.equal(named);
  });

  it("have an offline test of their suite", () => {
    const without = allClaims.filter(({ suite }) => !existsSync(join(here, suite, `${suite}-suite.test.ts`)));
    expect(without.map(({ suite }) => suite)).to.deep.equal([]);
  });

  it("have their tests of records next to them, and each is on the suite of its folder", async () => {
    const wrong: string[] = [];
    for await (const file of glob("*/*-suite.test.ts", { cwd: here })) {
      const [folder = ""] = file.split("/");
      if (basename(file) !== `${folder}-suite.test.ts`) wrong.push(file);
    }
    expect(wrong).to.deep.equal([]);
  });

  it("have probes in files that are named for them, and list every one", async () => {
    const found: string[] = [];
    for await (const file of glob("*/*.probe.ts", { cwd: here })) {
      const exported: Record<string, unknown> = await import(join(here, file));
      const probes = Object.keys(exported).filter((name) => name.endsWith("Probe"));
      const start = camelCase(basename(file, ".probe.ts"));
      expect(probes, file).to.have.lengthOf.at.least(1);
      // If a probe observes at several moments, its exported name contains the moment: readyBeforeProbe.
      for (const name of probes) expect(name, file).to.match(new RegExp(`^${start}([A-Z][a-z]+)?Probe$`));
      for (const name of probes)
        expect(
          allProbes.some((probe) => probe === exported[name]),
          name,
        ).to.equal(true);
      found.push(...probes);
    }
    expect(found).to.have.lengthOf(allProbes.length);
  });

  it("have probes whose ids are unique and begin with the name of the suite", () => {
    expect(new Set(allProbes.map(({ id }) => id)).size).to.equal(allProbes.length);
    const astray = allClaims.flatMap(({ suite, probes }) =>
      probes.filter(({ id }) => !id.startsWith(`${suite}.`)).map(({ id }) => id),
    );
    expect(astray).to.deep.equal([]);
  });

  it("have tenants that no user has, each of one claim", () => {
    const names = allClaims.flatMap(({ tenants }) => Object.keys(tenants ?? {}));
    expect(names.filter((name) => !name.startsWith("lokiproof-"))).to.deep.equal([]);
    expect(Object.keys(testTenants)).to.have.lengthOf(names.length);
  });
});

describe("plans with the tenants of all claims", () => {
  it("are made of every scenario and breakage that comes with lokiproof", async () => {
    const now = new Date("2026-11-23T09:00:00Z");
    const load = async (over: {
      readonly scenario?: string;
      readonly breakages?: readonly string[];
      readonly provider: Plan["provider"];
    }): Promise<Plan> => (await loadPlan({ scenario: "smoke", now, ...over }, testTenants)).plan;
    const ofChart = new Set(["gateway-body-limit", "gateway-timeout"]);
    for (const scenario of await listScenarios("scenario")) {
      // Only the kind provider can run this scenario, because the scenario has two frontends without a scheduler.
      const provider = scenario === "article-verbatim" ? "kind" : "local";
      expect((await load({ scenario, provider })).scenario).to.equal(scenario);
    }
    for (const name of await listScenarios("breakage")) {
      // Breakages that change chart values have no effect on a stack that is installed without a chart.
      const provider = ofChart.has(name) ? "kind" : "local";
      expect((await load({ breakages: [name], provider })).breakage?.name).to.equal(name);
    }
  }).timeout(30_000);
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { secrets } from "../output/secret-registry.ts";
import { failingResult } from "../report/fixtures/sample-results.ts";
import { writeReports } from "../report/write-reports.ts";
import { type CanaryFiles, canary, canaryFiles, leaksBelow, leaksIn } from "./canaries.fixture.ts";

const command = join(import.meta.dirname, "..", "..", "bin", "lokiproof");

function at(place: string): string {
  return `https://:${canary(place)}@loki.example`;
}

async function file(dir: string, name: string, text: string): Promise<string> {
  await writeFile(join(dir, name), text);
  return join(dir, name);
}

describe("secrets that lokiproof is given", function () {
  this.timeout(120_000);
  let dir = "";
  let given: CanaryFiles;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "lokiproof-canaries-"));
    given = await canaryFiles(dir);
  });
  after(() => rm(dir, { recursive: true }));

  async function printed(args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
    const run = await execa(command, args, { env: { ...given.env }, all: true, reject: false });
    return { code: run.exitCode ?? -1, text: run.all };
  }

  for (const rest of [["--full"], [], ["--stack", "kind", "--full"]]) {
    it(`are not in what plan ${rest.join(" ")} prints`, async () => {
      const { code, text } = await printed(["plan", "smoke", ...given.flags, ...rest]);
      expect(leaksIn(text)).to.deep.equal([]);
      expect(code, text.slice(-2000)).to.equal(0);
      expect(text).to.include("payments");
    });
  }

  it("are not in manifests for k6-operator", async () => {
    const operator = ["--k6-operator", "--generators", "2", "--generator-image", "r.example/l:1"];
    const gateway = ["--generators-gateway", "http://gateway.loki.svc"];
    const { code, text } = await printed(["plan", "smoke", ...given.flags, ...operator, ...gateway]);
    expect(leaksIn(text)).to.deep.equal([]);
    expect(code, text.slice(-2000)).to.equal(0);
  });

  for (const context of ["byToken", "byPassword", "byProgram"]) {
    it(`are not in the error of a cluster that does not answer, by ${context}`, async () => {
      const where = ["--context", context, "--namespace", "loki", "--kubeconfig", given.kubeconfig];
      const { code, text } = await printed(["plan", "--stack", "cluster", ...where]);
      expect(leaksIn(text)).to.deep.equal([]);
      expect(code).to.be.oneOf([2, 3]);
      expect(text).to.match(/^lokiproof: /m);
    });
  }

  it("are not in the errors of URLs and files that are refused", async () => {
    const cluster = ["plan", "--stack", "cluster", "--context", "c", "--namespace", "n"];
    const refused: readonly (readonly string[])[] = [
      [...cluster, "--gateway", at("--gateway")],
      [...cluster, "--s3-endpoint", at("--s3-endpoint")],
      ["plan", "smoke", "--generators-gateway", at("--generators-gateway")],
      ["plan", "smoke", "--stack", "kind", "--chart", `${at("--chart")}#loki`],
      ["verify", "nothing", "--url", at("verify --url")],
      ["plan", "smoke", "--set", `loki.x[=${canary("--set that is refused")}`],
      [
        "plan",
        "smoke",
        "--loki-config",
        await file(dir, "bad.yaml", `a:\n  token: ${canary("bad YAML")}: oops\n`),
      ],
      ["plan", "smoke", "--loki-config", await file(dir, "tab.yaml", `a: "${canary("an open quote")}\n`)],
      ["plan", "smoke", "--overrides", await file(dir, "list.yaml", `overrides: [${canary("overrides")}]\n`)],
      ["plan", await file(dir, "scenario.yaml", `version: 1\nname: [${canary("a scenario")}]\n`)],
    ];
    for (const args of refused) {
      const { code, text } = await printed(args);
      expect(leaksIn(text), args.slice(0, 6).join(" ")).to.deep.equal([]);
      expect(code, text).to.equal(3);
    }
  });

  it("are in no report, whatever Loki, k6 or a suite said of them", async () => {
    const known = canary("an error of Loki's");
    secrets.add(known);
    const forms = [known, Buffer.from(`prod:${known}`).toString("base64"), encodeURIComponent(`"${known}"`)];
    const text = `got ${forms.join(", ")} from https://prod:${canary("a URL of Loki's")}@h/x?k=${canary("its query")}`;
    const [check] = failingResult.checks;
    if (check === undefined) throw new Error("the sample has no check");
    const checks = [{ ...check, message: text, expected: text, observed: text, title: text }];
    const figures = [{ check: check.id, text }];
    const result = { ...failingResult, checks, figures, description: text, replay: text, problems: [text] };
    await writeReports(join(dir, "reports"), result);
    expect(await leaksBelow(join(dir, "reports"))).to.deep.equal([]);
  });
});

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { describeError } from "../../lib/base/errors.ts";
import { resolveChart } from "../../lib/helm/resolve-chart.ts";
import { useLabChart } from "../fixtures/lab-chart.fixture.ts";

/** Serves a chart repository on loopback, with an index as `helm repo index` creates it. */
async function serve(folder: string): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((asked, answer) => {
    readFile(join(folder, (asked.url ?? "").replaceAll(/[^\w.-]/g, ""))).then(
      (body) => answer.end(body),
      () => answer.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") expect.fail("no port");
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${address.port}`, [Symbol.asyncDispose]: close };
}

describe("a chart's reference", function () {
  this.timeout(300_000);
  const lab = useLabChart();
  let repository: Awaited<ReturnType<typeof serve>>;
  before(async () => {
    const folder = join(lab().options.home, "repository");
    await mkdir(folder);
    for (const version of ["6.29.0", "6.55.0"]) {
      await execa(lab().options.helmPath, ["package", lab().folder(version), "--destination", folder]);
    }
    await execa(lab().options.helmPath, ["repo", "index", folder]);
    repository = await serve(folder);
  });
  after(async () => {
    await repository?.[Symbol.asyncDispose]();
  });

  const resolved = (reference: string, version = "0"): ReturnType<typeof resolveChart> =>
    resolveChart({ reference, version }, lab().options);

  it("may be a folder, whatever version is asked for", async () => {
    const { folder, version } = await resolved(lab().folder("6.29.0"), "6.*");
    expect({ folder, version }).to.deep.equal({ folder: lab().folder("6.29.0"), version: "6.29.0" });
  });

  it("may be a repository's chart, and a range comes to a version that is told", async () => {
    const { version, folder, source, appVersion } = await resolved(`${repository.url}#loki`, "6.*");
    expect({ version, appVersion }).to.deep.equal({ version: "6.55.0", appVersion: "3.6.7" });
    expect(source).to.equal(`loki of ${repository.url}`);
    expect(await readFile(join(folder, "Chart.yaml"), "utf8")).to.contain("version: 6.55.0");
    expect((await resolved(`${repository.url}#loki`, "~6.29.0")).version).to.equal("6.29.0");
  });

  it("may be an archive's address, which is one version already", async () => {
    expect((await resolved(`${repository.url}/loki-6.29.0.tgz`, "6.*")).version).to.equal("6.29.0");
  });

  it("is fetched once", async () => {
    const { folder } = await resolved(`${repository.url}#loki`, "6.55.0");
    await writeFile(join(folder, "mark"), "");
    const again = await resolved(`${repository.url}#loki`, "6.55.0");
    expect(await readFile(join(again.folder, "mark"), "utf8")).to.equal("");
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ["no such folder", "./no-such-chart", /expected a folder that is there/],
    ["a home that nobody knows", "somebody/loki", /expected a folder that is there/],
    ["a repository that does not answer", "http://127.0.0.1:1#loki", /could not be fetched/],
    ["a version that nobody has", "REPOSITORY#loki", /could not be fetched: .*9\.\*/],
  ];
  for (const [what, reference, said] of refused) {
    it(`is refused where it is ${what}`, async () => {
      const asked = reference.replace("REPOSITORY", repository.url);
      expect(await resolved(asked, "9.*").then(({ folder }) => folder, describeError)).to.match(said);
    });
  }
});

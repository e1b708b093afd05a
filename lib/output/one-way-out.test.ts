import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";

const lib = join(import.meta.dirname, "..");

/** Code that prints or writes. `cp` and `copyFile` count because they write the content of another file. */
const writes =
  /\bprocess\.std(?:out|err)\.write\b|\bconsole\.\w+\(|\b(?:write|append)File(?:Sync)?\(|\bcreateWriteStream\(|\bcopyFile(?:Sync)?\(|\bcp(?:Sync)?\(|\bopenSync\(|\bnew Listr\(|\bcreateServer\(\(request/;

/**
 * Files outside lib/output that are permitted to print or write, each with the reason. None of their output reaches a
 * report or the terminal uncleaned.
 */
const allowed: Readonly<Record<string, string>> = {
  "cli/run-progress-terminal.ts": "cleans every text that it hands to Listr",
  "verdict/write-schemas.ts": "generates schemas of lokiproof's own, at development",
  "plan/chart/write-chart-keys.ts": "generates a list from the charts, at development",
  "settings/write-loki-keys.ts": "generates a list from Loki, at development",
  "settings/print-loki-config.ts": "the least config that Loki starts with, in a folder that is removed",
  "generator/k6-process.ts": "tells k6 what to send: tenants, lines, a gateway's URL without user info",
  "generator/load-files.ts": "the same in a pod of k6-operator",
  "generator/pods/follow-agent.ts": "k6's own records of pushes and queries, as they arrive from a pod",
  "history/kept-history.ts": "notes of a kept stack, in lokiproof's state folder",
  "generator/bodies/body-cache.ts": "bodies of pushes, byte for byte, in the cache",
  "generator/with-priority.ts": "a number into /proc",
  "judge/suite-process.ts": "the output of suites, which is cleaned when their process has ended",
  "judge/copy-suites.ts": "suites, which must run as they are",
  "stack/journal.ts": "names and pids, in the state folder",
  "stack/stack-file.ts": "the state of a stack, with its credentials, 0600 in the state folder",
  "stack/spawned.ts":
    "what Loki, MinIO and nginx print, in the state folder; it is cleaned when it is copied",
  "stack/local/write-configs.ts": "configs that processes read, 0600 in the state folder",
  "stack/kind/enter-cluster.ts": "a kubeconfig, 0600 in the state folder",
  "stack/kind/make-cluster.ts": "kind's config, in the state folder",
  "stack/kind/install-loki.ts": "values that Helm reads, 0600 in the state folder",
  "loki/ask-loki.ts": "a config that Loki verifies, 0600 in a folder that is removed",
  "toolchain/require-folder.ts": "a file that shows whether a folder can be written to, and is removed",
  "report/metrics-server.ts": "cleans every answer",
  "generator/pods/serve-agent.ts": "k6's own records, from a pod to the lokiproof that made it",
  "kube/kubeconfig.ts": "a kubeconfig, 0600 in the state folder",
  "toolchain/unpack.ts": "programs, in the cache",
  "toolchain/go-build.ts": "a Go module, in the cache",
  "toolchain/tool-cache.ts": "where a program is from, in the cache",
  "toolchain/download.ts": "programs, in the cache",
};

async function writers(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const file of glob("**/*.ts", { cwd: lib })) {
    if (/(\.test|fixture)\.ts$/.test(file) || file.startsWith("output/")) continue;
    if (writes.test(readFileSync(join(lib, file), "utf8"))) found.push(file);
  }
  return found;
}

describe("text leaves lokiproof through lib/output", () => {
  it("and nowhere else, except where a reason is given", async () => {
    expect((await writers()).filter((file) => allowed[file] === undefined)).to.deep.equal([]);
  });

  it("and no reason is given for a file that does not write", async () => {
    const found = await writers();
    expect(found.length).to.be.greaterThan(10);
    expect(Object.keys(allowed).filter((file) => !found.includes(file))).to.deep.equal([]);
  });
});

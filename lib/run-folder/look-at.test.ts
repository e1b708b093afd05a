import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import * as fc from "fast-check";
import { lookAt, lookLast } from "./look-at.ts";

const repository = join(import.meta.dirname, "..", "..");
const file = { path: "records/ring.before.json" };
const ended = { attachment: undefined };

describe("lookLast", () => {
  it("gives every command a line of its own, once", () => {
    const look = lookAt(ended, { file, find: "querier-0" });
    const line = "look: grep -n -A30 -F -e querier-0 records/ring.before.json";
    const said = `no pod (${look}); 2 rings; ${look}: expected 1 to equal 2`;
    expect(lookLast(said)).to.equal(`no pod; 2 rings: expected 1 to equal 2\n${line}`);
    expect(lookLast("expected 1 to equal 2")).to.equal("expected 1 to equal 2");
  });

  it("shows a cluster that was there before the run as it is now, and as it was", () => {
    const attachment = { context: "c" };
    const look = lookAt({ attachment }, { file, live: "kubectl -n loki get pods" });
    expect(lookLast(`a; ${look}: b`)).to.equal(
      "a: b\nlook: kubectl -n loki get pods\nlook: cat records/ring.before.json",
    );
  });
});

describe("lookAt", () => {
  it("names a saved file, and no port, address or cluster, once the run's own stack has ended", () => {
    const live = fc.constantFrom(
      "kubectl --context kind-x get pods",
      "curl -s http://127.0.0.1:20020/config",
      "curl -s [::1]:3100/ready",
    );
    fc.assert(
      fc.property(fc.option(live, { nil: undefined }), (command) => {
        const shown = lookAt(ended, { file, find: "querier-0", live: command });
        expect(shown).to.equal("look: `grep -n -A30 -F -e querier-0 records/ring.before.json`");
      }),
    );
  });

  it("shows a whole file where nothing in it is meant", () => {
    expect(lookAt(ended, { file })).to.equal("look: `cat records/ring.before.json`");
  });

  it("quotes what it looks for", () => {
    expect(lookAt(ended, { file, find: "it's" })).to.contain(`-e 'it'\\''s' records`);
  });

  it("is the only one that writes such commands: the line of another may name a port that has a new owner", async () => {
    const others: string[] = [];
    for (const pattern of ["lib/**/*.ts", "suites/*.ts"]) {
      for await (const path of glob(pattern, { cwd: repository })) {
        if (path.includes("look-at") || path.endsWith("test.ts")) continue;
        if (
          /look: (?:\$\{|curl|kubectl|aws|cat|grep)|[;"`(] ?look: [a-z$]/.test(
            readFileSync(join(repository, path), "utf8"),
          )
        )
          others.push(path);
      }
    }
    expect(others).to.deep.equal([]);
  });
});

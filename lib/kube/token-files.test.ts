import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Json, JsonObject } from "../base/json.ts";
import { withTokenFiles } from "./token-files.ts";

const config = (...users: readonly JsonObject[]): JsonObject => ({
  contexts: [{ name: "c", context: { cluster: "k", user: "u" } }],
  users: users.map((user, index) => ({ name: index === 0 ? "u" : `other-${index}`, user })),
});

describe("withTokenFiles", () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "lokiproof-token-"));
    await writeFile(join(dir, "token"), "from-file\n");
  });
  after(() => rm(dir, { recursive: true }));
  const read = (value: Json) => withTokenFiles(value, join(dir, "config"), "c");

  it("takes a token from its file, relative to the kubeconfig, in place of a token", async () => {
    expect(await read(config({ tokenFile: "token", token: "old" }))).to.deep.equal(
      config({ token: "from-file" }),
    );
  });

  it("lets nobody read the file of another user, and no file under a name that kubectl does not know", async () => {
    const given = config({ "token-file": "/dev/zero", token: "t" }, { tokenFile: "/dev/zero" });
    expect(await read(given)).to.deep.equal(config({ token: "t" }, {}));
  });

  it("refuses a token file that is not there, or that never ends", async () => {
    for (const tokenFile of ["gone", "/dev/zero", "."]) {
      const error = await read(config({ tokenFile })).catch((reason: unknown) => reason);
      expect(error, tokenFile).to.include({ exitCode: 3 });
    }
  });

  it("leaves everything else as it is", async () => {
    for (const value of [
      null,
      [],
      "x",
      { users: "x" },
      { users: [1, { name: "u" }] },
      config({ token: "t" }),
    ])
      expect(await read(value)).to.deep.equal(value);
  });
});

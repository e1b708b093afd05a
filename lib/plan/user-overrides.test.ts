import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { type ScratchFolder, scratchFolder } from "../base/scratch-folder.fixture.ts";
import { userOverrides } from "./user-overrides.ts";

describe("a file of runtime overrides", () => {
  let folder: ScratchFolder;
  before(async () => void (folder = await scratchFolder()));
  after(() => folder[Symbol.asyncDispose]());

  async function read(text: string): Promise<Awaited<ReturnType<typeof userOverrides>>> {
    await folder.write("o.yaml", text);
    return await userOverrides(`${folder.dir}/o.yaml`, {});
  }

  /** Runtime overrides files on which Loki 3.7.8 exits: "field payments not found in type loki.runtimeConfigValues". */
  for (const text of [
    "payments: { ingestion_rate_mb: 1 }",
    "payments: {}\ncheckout: {}",
    "overides: { payments: { ingestion_rate_mb: 1 } }",
    "limits_per_user: { payments: { ingestion_rate_mb: 1 } }",
  ]) {
    it(`is refused without the block overrides: ${JSON.stringify(text)}`, async () => {
      const error = await read(text).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(HarnessError).and.include({ exitCode: 3, code: "NO_OVERRIDES" });
    });
  }

  it("may be empty, or have other blocks of Loki's", async () => {
    for (const text of ["", "{}", "overrides:", "overrides: {}", "configs: {}", "multi_kv_config: {}"])
      expect((await read(text)).overrides, text).to.deep.equal({});
  });

  it("names what stands next to the block, which is not taken", async () => {
    const anchored =
      "limits: &large { ingestion_rate_mb: 30 }\noverrides: { payments: { <<: *large } }\nconfigs: {}\n";
    const { overrides, dropped } = await read(anchored);
    expect(overrides).to.deep.equal({ payments: { ingestion_rate_mb: 30 } });
    expect(dropped.map(({ path }) => path)).to.have.members(["limits", "configs"]);
  });
});

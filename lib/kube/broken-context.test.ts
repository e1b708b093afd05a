import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { openKube } from "./kube.ts";

const pem = Buffer.from("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n").toString("base64");

interface Parts {
  readonly cluster?: object;
  readonly user?: object;
  readonly context?: object;
}

function kubeconfig({ cluster = {}, user = { token: "t" }, context = {} }: Parts): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "k", cluster: { server: "https://127.0.0.1:9", ...cluster } }],
    users: [{ name: "u", user }],
    contexts: [{ name: "c", context: { cluster: "k", user: "u", ...context } }],
  });
}

describe("openKube, of a kubeconfig that no connection can come of", () => {
  let dir: string;
  let file: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "lokiproof-kubeconfig-"));
    file = join(dir, "config");
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  async function refusal(text: string, context = "c"): Promise<string> {
    writeFileSync(file, text);
    const seen: unknown = await openKube({ kubeconfig: file, context }).catch((error: unknown) => error);
    if (!(seen instanceof HarnessError)) throw new Error(`not refused: ${text}`, { cause: seen });
    expect(seen.exitCode).to.equal(3);
    return seen.message;
  }

  const all: readonly (readonly [string, Parts, RegExp])[] = [
    ["a cluster that is not there", { context: { cluster: "gone" } }, /no cluster gone/],
    ["a user that is not there", { context: { user: "gone" } }, /no user gone/],
    ["a server without a scheme", { cluster: { server: "127.0.0.1:9" } }, /no https:\/\/ address/],
    ["an empty server", { cluster: { server: "" } }, /server/],
    ["a server of another kind", { cluster: { server: "ftp://x" } }, /no https:\/\/ address/],
    ["a server without TLS", { cluster: { server: "http://127.0.0.1:9" } }, /needs insecure-skip-tls-verify/],
    ["a password in the server", { cluster: { server: "https://u:SECRET@x" } }, /a password/],
    [
      "a CA that is no base64",
      { cluster: { "certificate-authority-data": "####" } },
      /certificate-authority-data is no PEM/,
    ],
    ["a CA that is base64 of anything", { cluster: { "certificate-authority-data": "YWJj" } }, /is no PEM/],
    [
      "a CA file that is not there",
      { cluster: { "certificate-authority": "gone.pem" } },
      /gone\.pem cannot be read/,
    ],
    [
      "a certificate that never ends",
      { user: { "client-certificate": "/dev/zero", "client-key-data": pem } },
      /client-certificate \/dev\/zero cannot be read/,
    ],
    ["a CA that is a folder", { cluster: { "certificate-authority": "/tmp" } }, /\/tmp cannot be read/],
    [
      "a key that is no PEM",
      { user: { "client-certificate-data": pem, "client-key-data": "!" } },
      /client-key-data is no PEM/,
    ],
    ["a certificate without its key", { user: { "client-certificate-data": pem } }, /only one is there/],
    ["a plugin without a command", { user: { exec: { args: ["x"] } } }, /has no command/],
    ["a plugin with odd arguments", { user: { exec: { command: "x", args: [{}] } } }, /odd arguments/],
  ];
  for (const [what, parts, said] of all) {
    it(`says what is wrong: ${what}`, async () => {
      const message = await refusal(kubeconfig(parts));
      expect(message).to.match(said);
      expect(message).not.to.include("SECRET");
    });
  }

  it("names the contexts that there are", async () => {
    expect(await refusal(kubeconfig({}), "other")).to.match(/expected a context other, got c/);
  });

  it("reads a file as any other of a user's", async () => {
    expect(await refusal("a: &a [*a]")).to.match(/contains itself/);
    expect(await refusal("apiVersion: v1\nkind: ConfigMap\ndata: {}")).to.match(/Kubernetes ConfigMap/);
    expect(await refusal("")).to.match(/is empty/);
  });

  it("takes a good one, and paths relative to its folder", async () => {
    writeFileSync(join(dir, "ca.pem"), "-----BEGIN CERTIFICATE-----");
    writeFileSync(file, kubeconfig({ cluster: { "certificate-authority": "ca.pem" } }));
    expect((await openKube({ kubeconfig: file, context: "c" })).context).to.equal("c");
  });
});

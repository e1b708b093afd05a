import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { thisPlatform } from "./platform.ts";
import type { ToolContext } from "./tool-context.ts";

/** A machine for unit tests: a temporary folder with an empty cache and a PATH of one folder. */
export interface ScratchMachine extends AsyncDisposable {
  readonly root: string;
  readonly context: ToolContext;
  /** All progress messages and warnings that the toolchain printed on the fake machine. */
  readonly told: readonly string[];
  /** Puts a shell script on the fake machine's PATH; returns the script's path. */
  script(name: string, ...lines: readonly string[]): Promise<string>;
}

export async function scratchMachine(signal = new AbortController().signal): Promise<ScratchMachine> {
  const root = await mkdtemp(join(tmpdir(), "lokiproof-toolchain-test-"));
  const bin = join(root, "bin");
  await mkdir(bin);
  const told: string[] = [];
  const tell = (text: string): void => void told.push(text);
  return {
    root,
    told,
    context: {
      env: { PATH: `${bin}:/usr/bin:/bin`, HOME: root, XDG_CACHE_HOME: join(root, "cache") },
      platform: thisPlatform(),
      toolsDir: join(root, "cache", "lokiproof", "tools"),
      systemFolders: [],
      progress: { say: tell, warn: tell },
      signal,
    },
    script: async (name, ...lines) => {
      const path = join(bin, name);
      await writeFile(path, `#!/bin/sh\n${lines.join("\n")}\n`);
      await chmod(path, 0o755);
      return path;
    },
    [Symbol.asyncDispose]: async () => await rm(root, { recursive: true, force: true }),
  };
}

export interface LoopbackServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly string[];
}

export async function loopbackServer(answer: RequestListener): Promise<LoopbackServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("expected a port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

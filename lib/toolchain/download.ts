import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { EnvHttpProxyAgent, fetch } from "undici";
import { describeError, HarnessError } from "../base/errors.ts";

const stallMs = 30_000;

export interface DownloadOptions {
  readonly sha256: string;
  readonly signal: AbortSignal;
  readonly onBytes: (received: number) => void;
}

/**
 * Writes the artefact at `url` to `file` and checks its SHA-256. Throws DOWNLOAD_FAILED where the whole artefact
 * could not be had (then building is still open), CHECKSUM_MISMATCH where it is not what was pinned (then nothing
 * is), and the file system's own errors.
 */
export async function download(url: string, file: string, options: DownloadOptions): Promise<void> {
  const hash = createHash("sha256");
  let received = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of body(url, options.signal)) {
      hash.update(chunk);
      received += chunk.byteLength;
      options.onBytes(received);
      yield chunk;
    }
  }
  await pipeline(chunks, createWriteStream(file));
  const got = hash.digest("hex");
  if (got === options.sha256) return;
  throw new HarnessError(`${url}: expected sha256 ${options.sha256}, got ${got} over ${received} bytes`, {
    code: "CHECKSUM_MISMATCH",
    hint: "LOKIPROOF_RELEASES=none lokiproof tools   # builds instead; do not use what was downloaded",
  });
}

/** The body, chunk by chunk; whatever goes wrong on the network's side is DOWNLOAD_FAILED. */
async function* body(url: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const agent = new EnvHttpProxyAgent({ headersTimeout: stallMs, bodyTimeout: stallMs });
  try {
    const response = await fetch(url, { signal, dispatcher: agent });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}, expected 200`);
    for await (const chunk of response.body) yield chunk;
  } catch (error) {
    signal.throwIfAborted();
    throw new HarnessError(`${url}: could not be downloaded: ${describeError(error)}`, {
      code: "DOWNLOAD_FAILED",
      hint: "LOKIPROOF_RELEASES=none lokiproof tools   # builds instead",
      cause: error,
    });
  } finally {
    await agent.destroy();
  }
}

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
 * Downloads the artefact at `url` to `file` and verifies its SHA-256. Throws DOWNLOAD_FAILED if the download was not
 * complete; the caller can then build the program instead of downloading it. Throws CHECKSUM_MISMATCH if the artefact
 * is not the pinned one; the caller must then stop. Errors of the file system are thrown unchanged.
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

/** Yields the body of the HTTP response chunk by chunk. Throws DOWNLOAD_FAILED for any network problem. */
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

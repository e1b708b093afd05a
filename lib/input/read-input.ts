import { constants, createReadStream, fstat, open, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { Socket } from "node:net";
import { promisify } from "node:util";
import { decodeText } from "./decode-text.ts";
import { describeRefusal, emptyPath, notAFile, tooLarge, tooSlow } from "./refused-input.ts";

export interface InputOptions {
  /** The file's role, for the reader: "scenario". */
  readonly what: string;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** The next thing to do if the file cannot be read. */
  readonly hint?: string | undefined;
}

/** Four times what a ConfigMap of Kubernetes may hold. */
const maxInputBytes = 4 * 1024 * 1024;
/** An answer comes within five seconds; the rest of them is for what is done with the file. */
const readTimeoutMs = 3000;

/**
 * Returns the text of a file that the user named. Whatever the path leads to, the answer comes in bounded time and from
 * a bounded number of bytes: a regular file, or a pipe that delivers and ends. Throws usageError, or the abort's reason.
 */
export async function readInput(file: string, options: InputOptions): Promise<string> {
  const { what, signal } = options;
  if (file === "") throw emptyPath(what);
  signal?.throwIfAborted();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(tooSlow(file, options)), options.timeoutMs ?? readTimeoutMs);
  const ends = signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]);
  try {
    const bytes = await unlessAborted(readBytes(file, options, ends), ends);
    return decodeText(bytes, `${what} ${file}`);
  } catch (error) {
    ends.throwIfAborted();
    throw describeRefusal(error, file, options);
  } finally {
    clearTimeout(timer);
  }
}

/** A call of the file system cannot be withdrawn: nobody waits for one that hangs. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as unknown), { once: true });
    work.then(resolve, reject);
  });
}

async function readBytes(file: string, options: InputOptions, signal: AbortSignal): Promise<Buffer> {
  const limit = options.maxBytes ?? maxInputBytes;
  const whole: Buffer[] = [];
  let total = 0;
  for await (const chunk of await openInput(file, options, signal)) {
    total += chunk.length;
    if (total > limit) throw tooLarge(file, options, limit);
    whole.push(chunk);
  }
  return Buffer.concat(whole);
}

/** Without O_NONBLOCK, opening a named pipe waits for its writer in a thread that nothing can end. */
const openFlags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

async function openInput(
  file: string,
  options: InputOptions,
  signal: AbortSignal,
): Promise<AsyncIterable<Buffer>> {
  const fd = await promisify(open)(file, openFlags).catch((error: NodeJS.ErrnoException) => {
    const inherited = error.code === "ENXIO" ? inheritedDescriptor(file) : undefined;
    if (inherited === undefined) throw error;
    return inherited;
  });
  const stats = await promisify(fstat)(fd);
  if (stats.isFIFO() || stats.isSocket()) return new Socket({ fd, readable: true, writable: false, signal });
  const stream = createReadStream(file, { fd, signal });
  if (stats.isFile() || (await isNullDevice(stats))) return stream;
  stream.destroy();
  throw notAFile(stats, file, options);
}

/** A socket that was inherited (often: standard input) cannot be opened by its path; it is open already. */
function inheritedDescriptor(file: string): number | undefined {
  if (file === "/dev/stdin") return 0;
  const [, number] = /^\/(?:dev|proc\/self)\/fd\/(\d{1,4})$/.exec(file) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** The usual way to say "an empty file". */
async function isNullDevice(stats: Stats): Promise<boolean> {
  return stats.isCharacterDevice() && stats.rdev === (await stat("/dev/null")).rdev;
}

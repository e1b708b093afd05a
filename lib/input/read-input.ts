import { constants, createReadStream, fstat, open, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { Socket } from "node:net";
import { promisify } from "node:util";
import { decodeText } from "./decode-text.ts";
import { describeRefusal, emptyPath, notAFile, tooLarge, tooSlow } from "./refused-input.ts";

export interface InputOptions {
  /** The input file's role in messages, such as "scenario". */
  readonly what: string;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** The hint to the user if the input file cannot be read. */
  readonly hint?: string | undefined;
}

/** The default size limit of an input file: four times the maximum size of a Kubernetes ConfigMap. */
const maxInputBytes = 4 * 1024 * 1024;
/**
 * The default timeout for reading an input file. A command should answer within five seconds; the remaining two are for
 * processing the file.
 */
const readTimeoutMs = 3000;

/**
 * Returns the text of a file that the user named: a regular file, or a pipe that delivers data and ends. The time and
 * size limits hold whatever the path leads to. Throws usageError, or the abort reason.
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

/**
 * Waits for the promise `work`, but no longer than until the signal aborts. A file system call that hangs cannot be
 * cancelled, so it is abandoned.
 */
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

/**
 * Flags for opening a file. Without O_NONBLOCK, opening a named pipe waits for a writer in a thread that cannot be
 * ended.
 */
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

/**
 * Returns the descriptor number of a path such as /dev/stdin. An inherited socket, often standard input, cannot be
 * opened by its path, but its descriptor is already open.
 */
function inheritedDescriptor(file: string): number | undefined {
  if (file === "/dev/stdin") return 0;
  const [, number] = /^\/(?:dev|proc\/self)\/fd\/(\d{1,4})$/.exec(file) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Reports whether the file is /dev/null, the usual way to pass an empty file. */
async function isNullDevice(stats: Stats): Promise<boolean> {
  return stats.isCharacterDevice() && stats.rdev === (await stat("/dev/null")).rdev;
}

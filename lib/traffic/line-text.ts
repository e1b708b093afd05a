import { mix } from "./line-id.ts";
import { ascii, type LinePen, nothing } from "./line-pen.ts";

const words = (
  "accepted queue drained after retry upstream closed handshake renewed lease shard moved batch committed offset cache " +
  "warmed token rotated page rendered price rounded basket merged voucher applied parcel booked ledger posted invoice " +
  "settled refund issued customer session replica elected snapshot taken segment compacted index rebuilt tenant quota " +
  "granted webhook delivered payload validated schema migrated worker resumed partition assigned consumer joined stock"
).split(" ");

/** The size of the text that messages are cut from: far larger than snappy's window of 64 KiB. */
const textBytes = 1 << 18;

/**
 * Text from a fixed vocabulary, and the position of each word in it. The text is repeated once so that a slice can
 * start at any word.
 */
interface Prose {
  readonly text: Buffer;
  readonly starts: Uint32Array;
}

/** The texts by separator, each created on first use. */
const proses = new Map<Separator, Prose>();

export type Separator = " " | "+";

function proseOf(separator: Separator): Prose {
  const known = proses.get(separator);
  if (known !== undefined) return known;
  const starts: number[] = [];
  const parts: string[] = [];
  let length = 0;
  for (let i = 0; length < textBytes; i++) {
    const part = `${words[(mix(0x5eed, i) >>> 0) % words.length]}${separator}`;
    starts.push(length);
    parts.push(part);
    length += part.length;
  }
  const made = { text: ascii(parts.join("").repeat(2)), starts: Uint32Array.from(starts) };
  proses.set(separator, made);
  return made;
}

interface Said {
  readonly statement: number;
  readonly hash: number;
}

/**
 * Writes `length` bytes of a log statement's message. Of every 32 lines of a statement, 31 begin alike and one has a
 * different text.
 */
export function writeMessage(
  pen: LinePen,
  { statement, hash }: Said,
  { length, separator }: { readonly length: number; readonly separator: Separator },
): void {
  const prose = proseOf(separator);
  const own = (hash & 31) === 0;
  writeProse(pen, prose, { word: own ? (hash >>> 5) % prose.starts.length : statement * 509, length });
}

/** Writes `length` bytes of the text, starting at a given word. */
function writeProse(
  pen: LinePen,
  { text, starts }: Prose,
  { word, length }: { readonly word: number; readonly length: number },
): void {
  if (length <= textBytes) return pen.copy(text, starts[word] ?? 0, Math.max(0, length));
  for (let rest = length; rest > 0; rest -= textBytes) pen.copy(text, 0, Math.min(rest, textBytes));
}

const packages = ["orders", "payments", "ledger", "catalog", "sessions", "shipping", "pricing", "search"];
const classes = ["Controller", "Service", "Repository", "Client", "Filter", "Mapper", "Scheduler", "Gateway"];
const methods = ["handle", "invoke", "doFilter", "execute", "commit", "fetch", "apply", "lambda$retry$0"];

const frameTexts = Array.from({ length: 256 }, (_, i) => {
  const hash = mix(0xf4a3e, i);
  const home = packages[hash & 7] ?? "";
  const name = `${home[0]?.toUpperCase()}${home.slice(1)}${classes[(hash >>> 3) & 7]}`;
  return `at com.acme.${home}.${name}.${methods[(hash >>> 6) & 7]}(${name}.java:${20 + ((hash >>> 9) % 800)})`;
});

/** The separator of the lines in a stack trace, with or without JSON escaping. */
export type TraceSeparator = "\\n\\t" | "\n\t";

const frames: Readonly<Record<TraceSeparator, readonly Buffer[]>> = {
  "\\n\\t": frameTexts.map((text) => ascii(`\\n\\t${text}`)),
  "\n\t": frameTexts.map((text) => ascii(`\n\t${text}`)),
};

const exceptions = [
  "java.lang.IllegalStateException: ",
  "java.net.SocketTimeoutException: ",
  "java.util.concurrent.CompletionException: ",
  "org.postgresql.util.PSQLException: ",
].map(ascii);

/**
 * Writes a stack trace of exactly `length` bytes (60 or more). The message fills the bytes that the stack frames do not
 * use.
 */
export function writeStackTrace(
  pen: LinePen,
  hash: number,
  { length, separator }: { readonly length: number; readonly separator: TraceSeparator },
): void {
  const exception = exceptions[(hash >>> 0) % exceptions.length] ?? nothing;
  const frameAt = (i: number): Buffer => frames[separator][mix(hash, i) & 255] ?? nothing;
  let room = length - exception.length - 16;
  let fitting = 0;
  for (let frame = frameAt(1); frame.length <= room; frame = frameAt(fitting + 1)) {
    room -= frame.length;
    fitting += 1;
  }
  pen.put(exception);
  writeProse(pen, proseOf(" "), { word: (hash >>> 3) & 1023, length: room + 16 });
  for (let i = 1; i <= fitting; i++) pen.put(frameAt(i));
}

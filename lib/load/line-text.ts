import { mix } from "./line-id.ts";

const words = (
  "accepted queue drained after retry upstream closed handshake renewed lease shard moved batch committed offset cache " +
  "warmed token rotated page rendered price rounded basket merged voucher applied parcel booked ledger posted invoice " +
  "settled refund issued customer session replica elected snapshot taken segment compacted index rebuilt tenant quota " +
  "granted webhook delivered payload validated schema migrated worker resumed partition assigned consumer joined stock"
).split(" ");

/** Far more than snappy's window of 64 KiB. */
const textBytes = 1 << 18;

/** Prose of a fixed vocabulary, and where its words begin. */
interface Prose {
  readonly text: string;
  readonly starts: Uint32Array;
}

/** Made when it is first needed. */
const proses = new Map<Separator, Prose>();

export type Separator = " " | "+";

function makeProse(separator: Separator): Prose {
  const starts: number[] = [];
  const parts: string[] = [];
  let length = 0;
  for (let i = 0; length < textBytes; i++) {
    const part = `${words[(mix(0x5eed, i) >>> 0) % words.length]}${separator}`;
    starts.push(length);
    parts.push(part);
    length += part.length;
  }
  // Twice, so that a text may begin at any word.
  const made = { text: parts.join("").repeat(2), starts: Uint32Array.from(starts) };
  proses.set(separator, made);
  return made;
}

interface Said {
  readonly statement: number;
  readonly hash: number;
}

/** `length` bytes of what a log statement says: of 32 lines 31 begin alike, one is of its own. */
export function messageOf({ statement, hash }: Said, length: number, separator: Separator): string {
  const { starts } = proses.get(separator) ?? makeProse(separator);
  const own = (hash & 31) === 0;
  return proseFrom(own ? (hash >>> 5) % starts.length : statement * 509, length, separator);
}

/** `length` bytes of prose from one of its words on. */
function proseFrom(word: number, length: number, separator: Separator): string {
  if (length <= 0) return "";
  const { text, starts } = proses.get(separator) ?? makeProse(separator);
  const start = starts[word] ?? 0;
  if (length <= textBytes) return text.slice(start, start + length);
  return text
    .slice(0, textBytes)
    .repeat(Math.ceil(length / textBytes))
    .slice(0, length);
}

const packages = ["orders", "payments", "ledger", "catalog", "sessions", "shipping", "pricing", "search"];
const classes = ["Controller", "Service", "Repository", "Client", "Filter", "Mapper", "Scheduler", "Gateway"];
const methods = ["handle", "invoke", "doFilter", "execute", "commit", "fetch", "apply", "lambda$retry$0"];

const frames = Array.from({ length: 256 }, (_, i) => {
  const hash = mix(0xf4a3e, i);
  const home = packages[hash & 7] ?? "";
  const name = `${home[0]?.toUpperCase()}${home.slice(1)}${classes[(hash >>> 3) & 7]}`;
  return `at com.acme.${home}.${name}.${methods[(hash >>> 6) & 7]}(${name}.java:${20 + ((hash >>> 9) % 800)})`;
});

const exceptions = [
  "java.lang.IllegalStateException",
  "java.net.SocketTimeoutException",
  "java.util.concurrent.CompletionException",
  "org.postgresql.util.PSQLException",
];

/** A stack trace of exactly `length` bytes (60 or more), its lines joined by `separator`; the message takes what is left. */
export function stackTrace(hash: number, length: number, separator: string): string {
  const exception = `${exceptions[(hash >>> 0) % exceptions.length]}: `;
  let room = length - exception.length - 16;
  const lines: string[] = [];
  for (let i = 1; ; i++) {
    const line = separator + frames[mix(hash, i) & 255];
    if (line.length > room) break;
    lines.push(line);
    room -= line.length;
  }
  return exception + proseFrom((hash >>> 3) & 1023, room + 16, " ") + lines.join("");
}

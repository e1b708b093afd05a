/**
 * The lines that the load writes, derived again wherever they are checked. Pure and without imports: the k6 scripts use
 * it too, so all arithmetic is on 32-bit integers (Math.imul), which V8 and k6's Sobek compute alike.
 */
export interface StreamKey {
  readonly seed: number;
  readonly tenant: string;
  readonly stream: number;
}

export const lineFormats = ["logfmt", "json", "access"] as const;
export type LineFormat = (typeof lineFormats)[number];

/** The format of every line of a stream: a service logs in one form. */
export function lineFormatOf(stream: number): LineFormat {
  return lineFormats[stream % lineFormats.length] ?? "logfmt";
}

/**
 * Gives entry `sequence` (0 to 2^31 - 1) of the stream: ASCII, of a mean length of `lineBytes` (60 or more), and
 * distinct for each sequence, which stands in it in clear.
 */
export function lineSource(key: StreamKey, lineBytes: number): (sequence: number) => string {
  const base = hashOf(key);
  const format = writers[lineFormatOf(key.stream)];
  const shortest = Math.floor(lineBytes * 0.75);
  const spread = Math.ceil(lineBytes * 0.5) + 1;
  return (sequence) => {
    const hash = mix(base, sequence);
    const fields = fieldsOf(hash);
    const [head, tail] = format(fields, sequence);
    const length = shortest + ((mix(hash, 1) >>> 4) % spread);
    return head + filler(mix(hash, 2), length - head.length - tail.length) + tail;
  };
}

interface Fields {
  readonly level: string;
  readonly status: number;
  readonly durationMs: number;
  readonly route: string;
}

const routes = ["cart", "orders", "refunds", "search", "session", "stock", "users", "quotes"] as const;
const words =
  "accepted queue drained after retry upstream closed handshake renewed lease shard moved batch committed offset " +
  "cache warmed token rotated page rendered price rounded basket merged voucher applied parcel booked ledger posted ";
const text = words.repeat(4);

/** 80% info, 10% debug, 7% warn, 3% error. */
function fieldsOf(hash: number): Fields {
  const percent = (hash >>> 3) % 100;
  const level = percent < 80 ? "info" : percent < 90 ? "debug" : percent < 97 ? "warn" : "error";
  const status = level === "error" ? 500 + ((hash >>> 12) % 4) : level === "warn" ? 404 : 200;
  return {
    level,
    status,
    durationMs: (hash >>> 17) % 2000,
    route: routes[(hash >>> 9) % routes.length] ?? "cart",
  };
}

type Writer = (fields: Fields, sequence: number) => readonly [head: string, tail: string];

const writers: Readonly<Record<LineFormat, Writer>> = {
  logfmt: ({ level, status, durationMs }, sequence) => [
    `level=${level} seq=${sequence} status=${status} ms=${durationMs} msg="`,
    '"',
  ],
  json: ({ level, status, durationMs }, sequence) => [
    `{"level":"${level}","seq":${sequence},"status":${status},"ms":${durationMs},"msg":"`,
    '"}',
  ],
  access: ({ status, durationMs, route }, sequence) => [
    `"GET /${route}?seq=${sequence} HTTP/1.1" ${status} ${durationMs} "`,
    '"',
  ],
};

function filler(hash: number, length: number): string {
  if (length <= 0) return "";
  let filled = text.slice((hash >>> 5) % words.length, ((hash >>> 5) % words.length) + length);
  while (filled.length < length) filled += text.slice(0, length - filled.length);
  return filled;
}

function hashOf({ seed, tenant, stream }: StreamKey): number {
  let hash = mix(mix(0x811c9dc5, seed | 0), Math.floor(seed / 2 ** 32) | 0);
  for (let i = 0; i < tenant.length; i++) hash = mix(hash, tenant.charCodeAt(i));
  return mix(hash, stream);
}

/** The finalizer of MurmurHash3 over both: every bit of either input reaches every bit of the result. */
export function mix(hash: number, value: number): number {
  let h = hash ^ Math.imul(value + 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

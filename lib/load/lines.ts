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

/** A line is `head + sequence + tail` of one of its stream's variants: real services repeat a few forms, too. */
export interface LineVariant {
  readonly head: string;
  readonly tail: string;
}

export interface LineSource {
  readonly variants: readonly LineVariant[];
  readonly variantAt: (sequence: number) => number;
  /** Entry `sequence` (0 to 2^31 - 1) of the stream. */
  readonly lineAt: (sequence: number) => string;
}

const variantCount = 64;

/**
 * The lines of a stream: ASCII, of a mean length of `lineBytes` (100 or more; shorter ones come out longer), each with
 * its sequence in clear, so that no two of a stream are alike.
 */
export function lineSource(key: StreamKey, lineBytes: number): LineSource {
  const base = hashOf(key);
  const write = writers[lineFormatOf(key.stream)];
  const variants: LineVariant[] = [];
  for (let i = 0; i < variantCount; i++) {
    const { head, middle, tail } = write(fieldsOf(mix(base, -1 - i), i));
    // Lengths from 75% to 125%, evenly, so that the mean is exact. Five digits stand for the sequence.
    const length =
      Math.floor(lineBytes * (0.75 + (0.5 * ((i * 29) % variantCount)) / (variantCount - 1))) - 5;
    const message = filler(mix(base, i), length - head.length - middle.length - tail.length);
    variants.push({ head, tail: middle + message + tail });
  }
  const variantAt = (sequence: number): number => mix(base, sequence) & (variantCount - 1);
  const lineAt = (sequence: number): string => {
    const variant = variants[variantAt(sequence)];
    return variant === undefined ? "" : variant.head + sequence + variant.tail;
  };
  return { variants, variantAt, lineAt };
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

/** Of the 64 variants 51 are info, 7 debug, 4 warn and 2 error. */
function fieldsOf(hash: number, variant: number): Fields {
  const level = variant < 51 ? "info" : variant < 58 ? "debug" : variant < 62 ? "warn" : "error";
  const status = level === "error" ? 500 + ((hash >>> 12) % 4) : level === "warn" ? 404 : 200;
  return {
    level,
    status,
    durationMs: (hash >>> 17) % 2000,
    route: routes[(hash >>> 9) % routes.length] ?? "cart",
  };
}

/** The sequence comes after `head`, the message after `middle`. */
interface Frame {
  readonly head: string;
  readonly middle: string;
  readonly tail: string;
}

const writers: Readonly<Record<LineFormat, (fields: Fields) => Frame>> = {
  logfmt: ({ level, status, durationMs }) => ({
    head: `level=${level} seq=`,
    middle: ` status=${status} ms=${durationMs} msg="`,
    tail: '"',
  }),
  json: ({ level, status, durationMs }) => ({
    head: `{"level":"${level}","seq":`,
    middle: `,"status":${status},"ms":${durationMs},"msg":"`,
    tail: '"}',
  }),
  access: ({ level, status, durationMs, route }) => ({
    head: `"GET /${route}?seq=`,
    middle: ` HTTP/1.1" ${status} ${durationMs} ${level} "`,
    tail: '"',
  }),
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

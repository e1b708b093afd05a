import { mostSuccessors } from "../plan/stream-numbers.ts";
import { lineFormatOf, lineFormats, mix } from "./line-id.ts";

/**
 * The difference between the stream numbers of a simulated pod and of the pod that replaces it. Numbers 0 to streams -
 * 1 are the first pods of a tenant; churn then replaces pods. The difference is divisible by the numbers of services,
 * clusters and line formats, so that a replacement pod belongs to the same service.
 */
const generationStride = 12_000;

/**
 * The first stream number of histories. Lower numbers belong to floods, so a history and a flood never share a stream,
 * and the stream number in a record shows which of the two wrote it.
 */
export const firstHistoryStream = generationStride * (mostSuccessors + 1);

export type StreamLabels = Readonly<Record<string, string>>;

/** The article's forty services, by the one line format in which each service logs. */
const services: Readonly<Record<string, readonly string[]>> = {
  logfmt: names(
    "checkout-api cart-api orders-api catalog-api stock-api search-api pricing-api shipping-api notify-api loyalty-api",
  ),
  json: names(
    "payment-worker refund-worker invoice-worker payout-worker ledger-writer fraud-scorer risk-engine card-vault currency-feed tax-calculator",
  ),
  access: names(
    "edge-proxy web-gateway api-gateway mobile-gateway partner-gateway admin-gateway image-proxy media-proxy webhook-proxy cdn-origin",
  ),
  java: names(
    "order-batch settlement-batch dispute-service profile-service session-service voucher-service review-service auth-service geo-service report-service",
  ),
};

const clusters = ["eks-use1", "eks-usw2", "eks-euw1"] as const;
const hexDigits = "0123456789abcdef";

/** For each line format, the service that the first streams of every tenant belong to. */
export const serviceOf = {
  logfmt: "checkout-api",
  json: "payment-worker",
  access: "edge-proxy",
  java: "order-batch",
} as const;

/** The label that separates the streams of different runs on the same Loki. Every selector of a run contains it. */
export const runLabel = "lokiproof_run";

/** Returns the stream number of a first pod (`generation` 0), or of the n-th pod that replaces it. */
export function streamOf(place: number, generation: number): number {
  return place + generation * generationStride;
}

/**
 * Returns how many times churn has replaced the pod at `place` by the time `atS`. In each round, churn replaces the
 * same number of pods in turn.
 */
export function generationOf(
  place: number,
  { streams, churn, atS }: { readonly streams: number; readonly churn: Churn; readonly atS: number },
): number {
  const replaced = Math.floor(atS / churn.everyS) * perTime(streams, churn);
  return Math.max(0, Math.ceil((replaced - place) / streams));
}

/** Returns the total number of streams of a tenant's flood, including the streams of replaced pods. */
export function streamsInAll({
  streams,
  churn,
  forS,
}: {
  streams: number;
  churn?: Churn | undefined;
  forS: number;
}): number {
  if (churn === undefined) return streams;
  const times = Math.max(0, Math.ceil(forS / churn.everyS) - 1);
  return streams + times * perTime(streams, churn);
}

interface Churn {
  readonly everyS: number;
  readonly share: number;
}

function perTime(streams: number, { share }: Churn): number {
  return Math.max(1, Math.round(streams * share));
}

function names(listed: string): readonly string[] {
  return listed.split(" ");
}

/**
 * Returns the labels of a stream. The label `pod` alone distinguishes the stream from the other streams of its tenant
 * and run. Pure, because k6 uses it too.
 */
export function streamLabels(runId: string, tenant: string, stream: number): StreamLabels {
  return {
    service: serviceAt(stream),
    cluster: clusters[roundOf(stream) % clusters.length] ?? clusters[0],
    namespace: tenant,
    pod: podOf(stream),
    source: stream >= firstHistoryStream ? "history" : "flood",
    [runLabel]: runId,
  };
}

/**
 * Returns the additional labels that the scenario gives a stream. `cardinality` is the number of values of each label.
 * The value of a label depends only on the stream.
 */
export function furtherLabels(
  stream: number,
  cardinality: Readonly<Record<string, number>> = {},
): StreamLabels {
  const entries = Object.entries(cardinality).map(([name, values], index) => {
    const value = (mix(mix(stream, index), 0x1abe1) >>> 0) % values;
    return [name, `${name}-${value}`];
  });
  return Object.fromEntries(entries);
}

function serviceAt(stream: number): string {
  const own = services[lineFormatOf(stream)] ?? [];
  return own[roundOf(stream) % own.length] ?? serviceOf.logfmt;
}

/**
 * Returns the number of the round that a stream is in. Streams take the line formats in turn. In each round, every
 * format moves on to its next service.
 */
function roundOf(stream: number): number {
  return Math.floor((stream % generationStride) / lineFormats.length);
}

/** Returns a pod name as a Deployment would create it, with the stream's number at the end. */
export function podOf(stream: number): string {
  const hash = mix(stream, 7);
  let suffix = "";
  for (let i = 0; i < 5; i++) suffix += hexDigits[(hash >>> (i * 4)) & 15];
  return `${serviceAt(stream)}-${suffix}-${stream}`;
}

/** Returns a LogQL selector of the run's streams, narrowed by further matchers such as `source="flood"`. */
export function runSelector(runId: string, ...matchers: readonly string[]): string {
  return `{${[`${runLabel}="${runId}"`, ...matchers].join(", ")}}`;
}

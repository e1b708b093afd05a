import { mostSuccessors } from "../plan/stream-numbers.ts";
import { lineFormatOf, lineFormats, mix } from "./line-id.ts";

/**
 * A tenant's streams are numbered: place 0 to streams - 1 is a pod; where pods are replaced, the one that comes next in
 * a place is this much further on. Divisible by what services, clusters and line formats are counted by: a pod's
 * successor is of its service.
 */
const generationStride = 12_000;

/**
 * Streams from this number on hold history, those below it the flood: the two never share a stream, and a record's
 * stream number says which it is.
 */
export const firstHistoryStream = generationStride * (mostSuccessors + 1);

export type StreamLabels = Readonly<Record<string, string>>;

/** The article's forty services, by the form of their lines: a service logs in one. */
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

/** Of each form of lines a service that logs in it: the one that the first streams of every tenant belong to. */
export const serviceOf = {
  logfmt: "checkout-api",
  json: "payment-worker",
  access: "edge-proxy",
  java: "order-batch",
} as const;

/** The label that keeps runs over the same Loki from meeting; every selector of a run has it. */
export const runLabel = "lokiproof_run";

/** The stream of a place's n-th pod (from 0). */
export function streamOf(place: number, generation: number): number {
  return place + generation * generationStride;
}

/** How often the pod of a place was replaced by `atS`: the places take turns, so many every time. */
export function generationOf(
  place: number,
  { streams, churn, atS }: { readonly streams: number; readonly churn: Churn; readonly atS: number },
): number {
  const replaced = Math.floor(atS / churn.everyS) * perTime(streams, churn);
  return Math.max(0, Math.ceil((replaced - place) / streams));
}

/** How many streams a tenant's flood has in all, those of replaced pods among them. */
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

/** The labels of a stream; `pod` alone tells it from every other stream of its tenant and run. Pure, k6 uses it too. */
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

/** Further labels: of each name so many values, every stream having one of them, always the same. */
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

/** Streams take the forms in turn; in each round of them, each form's next service has its turn. */
function roundOf(stream: number): number {
  return Math.floor((stream % generationStride) / lineFormats.length);
}

/** A pod name as a Deployment gives it, with the stream's number at its end. */
export function podOf(stream: number): string {
  const hash = mix(stream, 7);
  let suffix = "";
  for (let i = 0; i < 5; i++) suffix += hexDigits[(hash >>> (i * 4)) & 15];
  return `${serviceAt(stream)}-${suffix}-${stream}`;
}

/** A LogQL selector of the run's streams, narrowed by further matchers such as `source="flood"`. */
export function runSelector(runId: string, ...matchers: readonly string[]): string {
  return `{${[`${runLabel}="${runId}"`, ...matchers].join(", ")}}`;
}

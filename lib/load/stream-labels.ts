import { lineFormatOf, mix } from "./line-id.ts";

/**
 * Streams from this number on hold history, those below it the flood: the two never share a stream, and a record's
 * stream number says which it is.
 */
export const firstHistoryStream = 100_000;

export type StreamLabels = Readonly<Record<string, string>>;

const services = {
  logfmt: "checkout-api",
  json: "payment-worker",
  access: "edge-proxy",
  java: "order-batch",
} as const;
const clusters = ["eks-use1", "eks-usw2", "eks-euw1"] as const;
const hexDigits = "0123456789abcdef";

/** The service whose streams have lines of that format. */
export const serviceOf = services;

/** The label that keeps runs over the same Loki from meeting; every selector of a run has it. */
export const runLabel = "lokiproof_run";

/** The labels of a stream; `pod` alone tells it from every other stream of its tenant and run. Pure, k6 uses it too. */
export function streamLabels(runId: string, tenant: string, stream: number): StreamLabels {
  const service = services[lineFormatOf(stream)];
  return {
    service,
    cluster: clusters[stream % clusters.length] ?? clusters[0],
    namespace: tenant,
    pod: podOf(stream),
    source: stream >= firstHistoryStream ? "history" : "flood",
    [runLabel]: runId,
  };
}

/** A pod name as a Deployment gives it, with the stream's number at its end. */
export function podOf(stream: number): string {
  const hash = mix(stream, 7);
  let suffix = "";
  for (let i = 0; i < 5; i++) suffix += hexDigits[(hash >>> (i * 4)) & 15];
  return `${services[lineFormatOf(stream)]}-${suffix}-${stream}`;
}

/** A LogQL selector of the run's streams, narrowed by further matchers such as `source="flood"`. */
export function runSelector(runId: string, ...matchers: readonly string[]): string {
  return `{${[`${runLabel}="${runId}"`, ...matchers].join(", ")}}`;
}

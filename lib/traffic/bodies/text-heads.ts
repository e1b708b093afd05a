import type { StreamLabels } from "../stream-labels.ts";

/** Returns what Loki's JSON push has before its entries. Pure, k6 uses it too. */
export function jsonHead(labels: StreamLabels): string {
  return `{"streams":[{"stream":${JSON.stringify(labels)},"values":[`;
}

/**
 * Returns what an OTLP request in JSON has before its log records. The stream's labels are attributes of its resource:
 * the plan's tenants have them indexed by their own names (`otlp_config`), so that the streams are those of the other
 * formats.
 */
export function otlpHead(labels: StreamLabels): string {
  const attributes = Object.entries(labels).map(([key, value]) => ({ key, value: { stringValue: value } }));
  const resource = JSON.stringify({ attributes });
  return `{"resourceLogs":[{"resource":${resource},"scopeLogs":[{"scope":{},"logRecords":[`;
}

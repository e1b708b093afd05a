import type { StreamLabels } from "../stream-labels.ts";

/** Returns everything that precedes the entries in a JSON push. Pure, because k6 uses it too. */
export function jsonHead(labels: StreamLabels): string {
  return `{"streams":[{"stream":${JSON.stringify(labels)},"values":[`;
}

/**
 * Returns everything that precedes the log records in an OTLP request in JSON. The stream's labels become resource
 * attributes. The plan makes Loki index the attributes by their own names (`otlp_config`), so that OTLP streams equal
 * the streams of the other formats.
 */
export function otlpHead(labels: StreamLabels): string {
  const attributes = Object.entries(labels).map(([key, value]) => ({ key, value: { stringValue: value } }));
  const resource = JSON.stringify({ attributes });
  return `{"resourceLogs":[{"resource":${resource},"scopeLogs":[{"scope":{},"logRecords":[`;
}

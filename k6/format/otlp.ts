import { textEncoder } from "./text.ts";

/**
 * OTLP/HTTP with JSON. The stream's labels are attributes of its resource: the plan's tenants have them indexed by their
 * own names (`otlp_config`), so that the streams are those of the other formats.
 */
export const otlp = textEncoder({
  path: "/otlp/v1/logs",
  before: (labels) => {
    const attributes = Object.entries(labels).map(([key, value]) => ({ key, value: { stringValue: value } }));
    const resource = JSON.stringify({ attributes });
    return `{"resourceLogs":[{"resource":${resource},"scopeLogs":[{"scope":{},"logRecords":[`;
  },
  after: "]}]}]}",
});

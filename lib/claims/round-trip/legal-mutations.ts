import type { PushEntry, PushStream } from "../../loki/push.ts";
import type { OtlpLogs, OtlpRecord } from "../../loki/push-otlp.ts";

type Pairs = Readonly<Record<string, string>>;

/**
 * What Loki 3.7.8 may change on the way in, each with its source. Everything else must come back as it was pushed.
 *
 * 1. `service_name` is added to the labels of a stream without one: the value of the first label that
 *    `discover_service_name` lists, else "unknown_service" (pkg/loghttp/push/push.go, ParseLokiRequest).
 * 2. `detected_level` is added to the structured metadata of an entry without one, where `discover_log_levels` is on
 *    (pkg/distributor/field_detection.go).
 * 3. A structured metadata name becomes a Prometheus label name (pkg/distributor/distributor.go, PushWithResolver, by
 *    prometheus/otlptranslator's LabelNamer); U+FFFD in a value becomes a blank; an empty value is dropped.
 * 4. OTLP attributes and fields become labels and structured metadata (pkg/loghttp/push/otlp.go).
 */
export const levels = ["trace", "debug", "info", "warn", "error", "critical", "fatal", "unknown"] as const;

/** `labels` as read, without the `service_name` of mutation 1 where that is what it is. */
export function withoutServiceName(pushed: Pairs, read: Pairs): Pairs {
  const { service_name: added, ...rest } = read;
  if (added === undefined || pushed["service_name"] !== undefined) return read;
  return added === "unknown_service" || Object.values(pushed).includes(added) ? rest : read;
}

/** Structured metadata as read, without the `detected_level` of mutation 2 where that is what it is. */
export function withoutDetectedLevel(pushed: Pairs, read: Pairs): Pairs {
  const { detected_level: added, ...rest } = read;
  if (added === undefined || pushed["detected_level"] !== undefined) return read;
  return levels.some((level) => level === added) ? rest : read;
}

/** Mutation 3, names: what is not a letter, digit or `_` becomes `_`, several become one, a leading digit gets `key_`. */
export function metadataName(name: string): string {
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) && !name.includes("__")) return name;
  return name
    .replaceAll(/[^a-zA-Z0-9_]/g, "_")
    .replaceAll(/_+/g, "_")
    .replace(/^(?=\d)/, "key_");
}

/** Mutation 3 of a whole entry's structured metadata. */
export function metadataAsStored(metadata: Pairs): Pairs {
  const kept = Object.entries(metadata).filter(([, value]) => value !== "");
  return Object.fromEntries(
    kept.map(([name, value]) => [metadataName(name), value.replaceAll("\ufffd", " ")]),
  );
}

/** The resource attributes that are labels unless configured otherwise, as far as we push them (otlp_config.go). */
const labelAttributes = ["service.name", "service.instance.id", "deployment.environment"];

function isLabel([name]: readonly [string, string]): boolean {
  return labelAttributes.includes(name);
}

/** Mutation 4: an OTLP push in Loki's terms. */
export function otlpAsStream({ resource, scope, records }: OtlpLogs): PushStream {
  const attributes = Object.entries(resource);
  const shared = {
    ...Object.fromEntries(attributes.filter((attribute) => !isLabel(attribute))),
    ...scope.attributes,
    scope_name: scope.name,
    scope_version: scope.version,
  };
  const labels = attributes.filter(isLabel).map(([name, value]) => [metadataName(name), value]);
  return { labels: Object.fromEntries(labels), entries: records.map((record) => entryOf(record, shared)) };
}

function entryOf(record: OtlpRecord, shared: Pairs): PushEntry {
  const fields = {
    severity_number: record.severityNumber === undefined ? "" : String(record.severityNumber),
    severity_text: record.severityText ?? "",
    trace_id: record.traceId ?? "",
    span_id: record.spanId ?? "",
  };
  const structuredMetadata = { ...shared, ...record.attributes, ...fields };
  return { timestampNs: record.timestampNs, line: record.body, structuredMetadata };
}

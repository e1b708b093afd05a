import type { OtlpLogs, OtlpRecord } from "../../loki/push-otlp.ts";
import type { PushEntry, PushStream } from "../../loki/push-stream.ts";
import { lokiIsAtLeast, type PlannedVersion } from "../../promises/loki-is.ts";

type Pairs = Readonly<Record<string, string>>;

/**
 * Loki's names of log levels.
 *
 * The functions in this file undo the changes that Loki is permitted to make when it stores a push. The list gives the
 * source of each change in Loki 3.7.8, and the functions' comments name what older releases do differently. Everything
 * else must be read back as it was pushed.
 *
 * 1. Loki adds `service_name` to the labels of a stream without it. Its value is that of the first label listed in
 *    `discover_service_name`, or else "unknown_service" (pkg/loghttp/push/push.go, ParseLokiRequest).
 * 2. If `discover_log_levels` is on, Loki adds `detected_level` to the structured metadata of an entry without it
 *    (pkg/distributor/field_detection.go).
 * 3. A structured metadata name becomes a Prometheus label name (pkg/distributor/distributor.go, PushWithResolver,
 *    by prometheus/otlptranslator's LabelNamer). U+FFFD in a value becomes a blank. An empty value is dropped.
 * 4. OTLP attributes and fields become labels and structured metadata (pkg/loghttp/push/otlp.go).
 * 5. Before 3.6, structured metadata of a JSON push keeps the escapes of its JSON text: a quote is stored as \"
 *    (entry.go in pkg/loghttp, 3.5.7, UnmarshalJSON; 3.6.0 reads the text with jsonparser.ParseString).
 */
export const levels = ["trace", "debug", "info", "warn", "error", "critical", "fatal", "unknown"] as const;

/**
 * Returns the labels that were read, without a `service_name` that Loki added (pkg/loghttp/push/push.go,
 * ParseLokiRequest).
 */
export function withoutServiceName(pushed: Pairs, read: Pairs): Pairs {
  const { service_name: added, ...rest } = read;
  if (added === undefined || pushed["service_name"] !== undefined) return read;
  return added === "unknown_service" || Object.values(pushed).includes(added) ? rest : read;
}

/**
 * Structured metadata names that Loki uses as the level, limited to names that lokiproof pushes
 * (defaultAllowedLevelFields, 3.5.7).
 */
const levelFields = ["level", "severity", "severity_text"];

/**
 * Returns the structured metadata that was read, without a `detected_level` that Loki added. Before 3.7, Loki copies a
 * level pushed as structured metadata unchanged ("ERROR"). Since 3.7, Loki writes its own name of that level.
 */
export function withoutDetectedLevel(pushed: Pairs, read: Pairs, loki: PlannedVersion): Pairs {
  const { detected_level: added, ...rest } = read;
  if (added === undefined || pushed["detected_level"] !== undefined) return read;
  const isCopied = !lokiIsAtLeast(loki, "3.7") && levelFields.some((field) => pushed[field] === added);
  return isCopied || levels.some((level) => level === added) ? rest : read;
}

/**
 * Returns the name under which Loki stores structured metadata that was pushed under this name. Every character except
 * letters, digits and `_` becomes `_`, and a leading digit gets `key_`. With otlptranslator 1.0, which came with Loki
 * 3.6.11, several `_` become one. Before that release they stay, and a single leading `_` gets `key`.
 */
export function metadataName(name: string, loki: PlannedVersion): string {
  const plain = name.replaceAll(/[^a-zA-Z0-9_]/gu, "_");
  if (lokiIsAtLeast(loki, "3.6.11")) return plain.replaceAll(/_+/g, "_").replace(/^(?=\d)/, "key_");
  return plain.replace(/^(?=\d)/, "key_").replace(/^_(?!_)/, "key_");
}

/** The form in which structured metadata was pushed, and the Loki that stores it. */
interface Stored {
  readonly loki: PlannedVersion;
  /** True if the structured metadata was pushed as JSON, not as protobuf or OTLP. */
  readonly json: boolean;
}

/**
 * Changes all structured metadata of an entry as Loki does when it stores it: names become label names, U+FFFD becomes
 * a blank, and before 3.6 a JSON push keeps its escapes. Since 3.6 Loki drops empty values.
 */
export function metadataAsStored(metadata: Pairs, { loki, json }: Stored): Pairs {
  const since36 = lokiIsAtLeast(loki, "3.6");
  const kept = Object.entries(metadata).filter(([, value]) => value !== "" || !since36);
  const text = (value: string): string => (json && !since36 ? JSON.stringify(value).slice(1, -1) : value);
  return Object.fromEntries(
    kept.map(([name, value]) => [metadataName(name, loki), text(value).replaceAll("\ufffd", " ")]),
  );
}

/**
 * Resource attributes that Loki turns into labels by default, limited to attributes that lokiproof pushes
 * (otlp_config.go).
 */
const labelAttributes = ["service.name", "service.instance.id", "deployment.environment"];

function isLabel([name]: readonly [string, string]): boolean {
  return labelAttributes.includes(name);
}

/**
 * Converts an OTLP push to the stream that Loki makes of it: attributes and fields become labels and structured
 * metadata (pkg/loghttp/push/otlp.go).
 */
export function otlpAsStream({ resource, scope, records }: OtlpLogs, loki: PlannedVersion): PushStream {
  const attributes = Object.entries(resource);
  const shared = {
    ...Object.fromEntries(attributes.filter((attribute) => !isLabel(attribute))),
    ...scope.attributes,
    scope_name: scope.name,
    scope_version: scope.version,
  };
  const labels = attributes.filter(isLabel).map(([name, value]) => [metadataName(name, loki), value]);
  return { labels: Object.fromEntries(labels), entries: records.map((record) => entryOf(record, shared)) };
}

function entryOf(record: OtlpRecord, shared: Pairs): PushEntry {
  const fields = {
    severity_number: record.severityNumber === undefined ? "" : String(record.severityNumber),
    severity_text: record.severityText ?? "",
    trace_id: record.traceId ?? "",
    span_id: record.spanId ?? "",
  };
  const sent = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
  const structuredMetadata = { ...shared, ...record.attributes, ...sent };
  return { timestampNs: record.timestampNs, line: record.body, structuredMetadata };
}

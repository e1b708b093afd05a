import type { OtlpLogs, OtlpRecord } from "../../loki/push-otlp.ts";
import type { PushEntry, PushStream } from "../../loki/push-stream.ts";
import { lokiIsAtLeast, type PlannedVersion } from "../../promises/loki-is.ts";

type Pairs = Readonly<Record<string, string>>;

/**
 * What Loki may change on the way in, each with its source in 3.7.8; differences of older releases are named at the
 * functions. Everything else must come back as it was pushed.
 *
 * 1. `service_name` is added to the labels of a stream without one: the value of the first label that
 *    `discover_service_name` lists, else "unknown_service" (pkg/loghttp/push/push.go, ParseLokiRequest).
 * 2. `detected_level` is added to the structured metadata of an entry without one, where `discover_log_levels` is on
 *    (pkg/distributor/field_detection.go).
 * 3. A structured metadata name becomes a Prometheus label name (pkg/distributor/distributor.go, PushWithResolver, by
 *    prometheus/otlptranslator's LabelNamer); U+FFFD in a value becomes a blank; an empty value is dropped.
 * 4. OTLP attributes and fields become labels and structured metadata (pkg/loghttp/push/otlp.go).
 * 5. Before 3.6, structured metadata of a JSON push keeps the escapes of its JSON text: a quote is stored as \" (entry.go
 *    in pkg/loghttp, 3.5.7, UnmarshalJSON; 3.6.0 reads the text with jsonparser.ParseString).
 */
export const levels = ["trace", "debug", "info", "warn", "error", "critical", "fatal", "unknown"] as const;

/** `labels` as read, without the `service_name` of mutation 1 where that is what it is. */
export function withoutServiceName(pushed: Pairs, read: Pairs): Pairs {
  const { service_name: added, ...rest } = read;
  if (added === undefined || pushed["service_name"] !== undefined) return read;
  return added === "unknown_service" || Object.values(pushed).includes(added) ? rest : read;
}

/** The structured metadata that Loki takes for a level, as far as it is pushed here (defaultAllowedLevelFields, 3.5.7). */
const levelFields = ["level", "severity", "severity_text"];

/**
 * Returns structured metadata as read, without the `detected_level` of mutation 2. Before 3.7, Loki copies a level that was
 * pushed as structured metadata letter by letter ("ERROR"); later it writes Loki's own name of that level.
 */
export function withoutDetectedLevel(pushed: Pairs, read: Pairs, loki: PlannedVersion): Pairs {
  const { detected_level: added, ...rest } = read;
  if (added === undefined || pushed["detected_level"] !== undefined) return read;
  const isCopied = !lokiIsAtLeast(loki, "3.7") && levelFields.some((field) => pushed[field] === added);
  return isCopied || levels.some((level) => level === added) ? rest : read;
}

/**
 * Mutation 3, names: what is not a letter, digit or `_` becomes `_`, and a leading digit gets `key_`. With otlptranslator
 * 1.0, which came with Loki 3.6.11, several `_` become one. Before it they stay, and a single leading `_` gets `key`.
 */
export function metadataName(name: string, loki: PlannedVersion): string {
  const plain = name.replaceAll(/[^a-zA-Z0-9_]/gu, "_");
  if (lokiIsAtLeast(loki, "3.6.11")) return plain.replaceAll(/_+/g, "_").replace(/^(?=\d)/, "key_");
  return plain.replace(/^(?=\d)/, "key_").replace(/^_(?!_)/, "key_");
}

/** Where structured metadata came from, and the Loki that stores it. */
interface Stored {
  readonly loki: PlannedVersion;
  /** It was pushed as JSON, not as protobuf or OTLP. */
  readonly json: boolean;
}

/** Mutations 3 and 5 of a whole entry's structured metadata. Loki drops an empty value since 3.6. */
export function metadataAsStored(metadata: Pairs, { loki, json }: Stored): Pairs {
  const since36 = lokiIsAtLeast(loki, "3.6");
  const kept = Object.entries(metadata).filter(([, value]) => value !== "" || !since36);
  const text = (value: string): string => (json && !since36 ? JSON.stringify(value).slice(1, -1) : value);
  return Object.fromEntries(
    kept.map(([name, value]) => [metadataName(name, loki), text(value).replaceAll("\ufffd", " ")]),
  );
}

/** The resource attributes that are labels unless configured otherwise, as far as we push them (otlp_config.go). */
const labelAttributes = ["service.name", "service.instance.id", "deployment.environment"];

function isLabel([name]: readonly [string, string]): boolean {
  return labelAttributes.includes(name);
}

/** Mutation 4: an OTLP push in Loki's terms. */
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

import { templateLines } from "../lines.ts";
import type { BodySpec } from "./body-spec.ts";
import { bodyOfEntries, type PreparedBody } from "./prepared-body.ts";
import { idBytes } from "./ready-body.ts";

/**
 * Encodes the entries of a push as JSON, up to the end of the request. Entries are in Loki's own form (`["ns",
 * "line"]`) or are OTLP log records (64-bit numbers as strings). Each push adds everything that precedes the entries.
 */
export function prepareTextBody(spec: BodySpec): PreparedBody {
  const lineAt = templateLines({ ...spec, format: spec.lineFormat });
  const { before, between, after, end } = frames[spec.encoding === "otlp" ? "otlp" : "json"];
  const [ids, seconds]: [number[], number[]] = [[], []];
  const entries: string[] = [];
  let [at, lineBytes] = [0, 0];
  for (let i = 0; i < spec.linesPerPush; i++) {
    const { head, tail } = lineAt(i);
    const nanos = String(1e9 + i * spec.stepNs).slice(1);
    const toId = `${noSecond}${nanos}${between}${JSON.stringify(head).slice(0, -1)}`;
    const entry = `${i === 0 ? "" : ","}${before}${toId}${noId}${JSON.stringify(tail).slice(1)}${after}`;
    seconds.push(at + (i === 0 ? 0 : 1) + before.length);
    ids.push((seconds.at(-1) ?? 0) + toId.length);
    entries.push(entry);
    at += entry.length;
    lineBytes += head.length + idBytes + tail.length;
  }
  const bytes = Buffer.from(entries.join("") + end, "latin1");
  return bodyOfEntries({ bytes, ids, seconds }, { lineBytes, entriesBytes: 0 });
}

/** Placeholders for the push id and for the timestamp in seconds. */
const noId = "0".repeat(idBytes);
const noSecond = "0".repeat(10);

const frames = {
  json: { before: '["', between: '",', after: "]", end: "]}]}" },
  otlp: {
    before: '{"timeUnixNano":"',
    between: '","body":{"stringValue":',
    after: "}}",
    end: "]}]}]}",
  },
} as const;

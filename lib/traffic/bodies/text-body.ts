import { templateLines } from "../lines.ts";
import type { BodySpec } from "./body-spec.ts";
import type { PreparedBody } from "./snappy-body.ts";
import { idMark, secondMark } from "./text-marks.ts";

/**
 * The entries of a push as JSON text, joined by commas: Loki's own form (`["ns", "line"]`), or OTLP's log records
 * (64-bit numbers as strings). Each has both marks once, the second before the id.
 */
export function prepareTextBody(spec: BodySpec): PreparedBody {
  const lineAt = templateLines({ ...spec, format: spec.lineFormat });
  const [before, between, after] = frames[spec.encoding === "otlp" ? "otlp" : "json"];
  const entries: string[] = [];
  let lineBytes = 0;
  for (let i = 0; i < spec.linesPerPush; i++) {
    const { head, tail } = lineAt(i);
    const nanos = String(1e9 + i * spec.stepNs).slice(1);
    const line = JSON.stringify(head).slice(0, -1) + idMark + JSON.stringify(tail).slice(1);
    entries.push(`${before}${secondMark}${nanos}${between}${line}${after}`);
    lineBytes += head.length + 16 + tail.length;
  }
  const bytes = Buffer.from(entries.join(","), "latin1");
  return { bytes, ready: { lineBytes, room: 0, entriesBytes: 0, patches: [] } };
}

const frames = {
  json: ['["', '",', "]"],
  otlp: ['{"timeUnixNano":"', '","body":{"stringValue":', "}}"],
} as const;

import type { LineFormat } from "./line-id.ts";
import { digitsOf, type LinePen, nothing } from "./line-pen.ts";
import {
  agentPieces,
  callerPieces,
  levels,
  loudLevels,
  pieces,
  routePieces,
  servicePieces,
  verbPieces,
} from "./line-pieces.ts";
import { type TraceSeparator, writeMessage, writeStackTrace } from "./line-text.ts";

/** The content of a log line, in any format. */
export interface LineFields {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly status: number;
  readonly durationMs: number;
}

export interface LineRequest {
  readonly fields: LineFields;
  /** The number (0 to 31) of the log statement that wrote the line. It determines caller, route and message. */
  readonly statement: number;
  /** Random bits that determine everything in the line that the other fields do not. */
  readonly hash: number;
  /** The length of the complete line in bytes, including the push id of 16 digits; at least `shortestLine`. */
  readonly length: number;
  /** Whether the line is long and has a stack trace, if its format supports stack traces. */
  readonly long: boolean;
}

/** The line length in bytes below which some parts of a line's format are left out. */
const roomy = 120;

/**
 * Line writers by line format. Each writes an ASCII line of exactly the requested length, with reserved bytes for its
 * push id.
 */
export const writers: Readonly<Record<LineFormat, (pen: LinePen, request: LineRequest) => void>> = {
  logfmt: (pen, request) => {
    const { fields, statement, length } = request;
    const end = pen.at + length;
    if (length >= roomy) pen.put(callerPieces[statement] ?? nothing);
    pen.put(pieces.level);
    pen.put(levels[fields.level]);
    pen.put(pieces.span);
    pen.id();
    if (length >= roomy) {
      pen.put(pieces.route);
      writeRoute(pen, request);
    }
    pen.put(pieces.status);
    pen.number(fields.status);
    pen.put(pieces.ms);
    pen.number(fields.durationMs);
    pen.put(pieces.message);
    writeText(pen, request, { length: end - pen.at - pieces.quote.length, separator: "\\n\\t" });
    pen.put(pieces.quote);
  },
  json: (pen, request) => {
    const { fields, length } = request;
    const end = pen.at + length;
    pen.put(pieces.jsonLevel);
    pen.put(levels[fields.level]);
    pen.put(pieces.jsonSpan);
    pen.id();
    pen.put(pieces.jsonAfterSpan);
    if (length >= roomy) {
      pen.put(pieces.jsonRoute);
      writeRoute(pen, request);
      pen.put(pieces.jsonAfterSpan);
    }
    pen.put(pieces.jsonStatus);
    pen.number(fields.status);
    pen.put(pieces.jsonMs);
    pen.number(fields.durationMs);
    pen.put(pieces.jsonMessage);
    writeText(pen, request, { length: end - pen.at - pieces.jsonEnd.length, separator: "\\n\\t" });
    pen.put(pieces.jsonEnd);
  },
  access: (pen, request) => {
    const { fields, statement, hash, length } = request;
    const end = pen.at + length;
    if (length >= roomy) writeAddress(pen, request);
    pen.id();
    pen.put(verbPieces[statement & 7] ?? nothing);
    writeRoute(pen, request);
    pen.put(pieces.query);
    const agent = length < 260 ? nothing : (agentPieces[(hash >>> 20) & 3] ?? nothing);
    const level = levels[fields.level];
    const numbers = digitsOf(fields.status) + digitsOf(fields.durationMs);
    const after = pieces.http.length + numbers + 2 * pieces.space.length + level.length + agent.length;
    writeMessage(pen, request, { length: end - pen.at - after, separator: "+" });
    pen.put(pieces.http);
    pen.number(fields.status);
    pen.put(pieces.space);
    pen.number(fields.durationMs);
    pen.put(pieces.space);
    pen.put(level);
    pen.put(agent);
  },
  java: (pen, request) => {
    const { fields, statement, hash, length } = request;
    const end = pen.at + length;
    pen.put(loudLevels[fields.level]);
    if (length >= roomy) {
      pen.put(pieces.thread);
      pen.number(1 + (hash & 15));
      pen.put(pieces.threadEnd);
    }
    pen.put(pieces.bracket);
    pen.id();
    pen.put(servicePieces[(statement >>> 1) & 7] ?? nothing);
    writeText(pen, request, { length: end - pen.at, separator: "\n\t" });
  },
};

function writeAddress(pen: LinePen, { statement, hash }: LineRequest): void {
  pen.put(pieces.ten);
  pen.number(statement & 3);
  pen.put(pieces.dot);
  pen.number(hash & 15);
  pen.put(pieces.dot);
  pen.number((hash >>> 4) & 63);
  pen.put(pieces.noUser);
}

/**
 * Writes the path of a URL into a line. For a quarter of the log statements the path ends in the number of an object.
 */
function writeRoute(pen: LinePen, { statement, hash }: LineRequest): void {
  pen.put(routePieces[statement & 7] ?? nothing);
  if ((statement & 12) !== 12) return;
  pen.put(pieces.slash);
  pen.number((hash >>> 8) % 100_000);
}

function writeText(
  pen: LinePen,
  request: LineRequest,
  { length, separator }: { readonly length: number; readonly separator: TraceSeparator },
): void {
  if (request.long && length >= 120) writeStackTrace(pen, request.hash, { length, separator });
  else writeMessage(pen, request, { length, separator: " " });
}

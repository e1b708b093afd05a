import { isUtf8 } from "node:buffer";
import { usageError } from "../base/errors.ts";

/**
 * Decodes UTF-8 and removes a byte order mark. Throws usageError, with the position, if the bytes are not UTF-8 text.
 */
export function decodeText(bytes: Buffer, name: string): string {
  const problem =
    otherEncoding(bytes) ?? binaryFormat(bytes) ?? invalidByte(bytes) ?? controlCharacter(bytes);
  if (problem === undefined) return new TextDecoder("utf-8").decode(bytes);
  throw usageError(`${name} ${problem.is}`, { code: "NOT_TEXT", hint: problem.hint });
}

interface Problem {
  readonly is: string;
  readonly hint: string;
}

const textHint = "name a text file in UTF-8";

/** Detects UTF-16, the encoding that PowerShell's `>` and some Windows editors write. */
function otherEncoding(bytes: Buffer): Problem | undefined {
  const mark = bytes.subarray(0, 2).toString("hex");
  if (mark !== "fffe" && mark !== "feff") return undefined;
  return { is: "is UTF-16, not UTF-8", hint: "save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW" };
}

/** The first bytes of file formats that users often pass by mistake (the magic numbers of file(1)). */
const formats: readonly (readonly [magic: string, format: string, hint: string])[] = [
  ["1f8b", "gzip data", "unpack it: gunzip -c FILE > NEW"],
  ["504b0304", "a zip archive", "unpack it: unzip FILE"],
  ["28b52ffd", "zstd data", "unpack it: unzstd -c FILE > NEW"],
  ["7f454c46", "a program", textHint],
  ["25504446", "a PDF", textHint],
  ["89504e47", "a picture", textHint],
];

function binaryFormat(bytes: Buffer): Problem | undefined {
  const start = bytes.subarray(0, 4).toString("hex");
  const found = formats.find(([magic]) => start.startsWith(magic));
  return found && { is: `is ${found[1]}, not text`, hint: found[2] };
}

function invalidByte(bytes: Buffer): Problem | undefined {
  if (isUtf8(bytes)) return undefined;
  const offset = validLength(bytes);
  const value = bytes.toString("hex", offset, offset + 1);
  return {
    is: `is not UTF-8: byte ${offset} (0x${value}), on line ${lineAt(bytes, offset)}`,
    hint: "save it as UTF-8; for Latin-1: iconv -f ISO-8859-1 -t UTF-8 FILE > NEW",
  };
}

/** Returns the number of bytes before the first invalid UTF-8 sequence. */
function validLength(bytes: Buffer): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = Math.floor((valid + invalid) / 2);
    if (begins(bytes.subarray(0, middle)) === undefined) invalid = middle;
    else valid = middle;
  }
  return Buffer.byteLength(begins(bytes.subarray(0, valid)) ?? "");
}

/**
 * Decodes the complete characters at the start of the bytes. Returns undefined if the bytes are not the beginning of a
 * UTF-8 text.
 */
function begins(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

/**
 * Detects control characters. Go's YAML parsers reject all of them except tab, newline and carriage return (yaml.v2 and
 * v3, readerc.go).
 */
function controlCharacter(bytes: Buffer): Problem | undefined {
  const offset = bytes.findIndex(
    (byte) => (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f,
  );
  if (offset < 0) return undefined;
  const name =
    bytes[offset] === 0
      ? "a NUL byte"
      : `the control character 0x${bytes.toString("hex", offset, offset + 1)}`;
  return { is: `holds ${name}: byte ${offset}, on line ${lineAt(bytes, offset)}`, hint: textHint };
}

function lineAt(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < offset; at = bytes.indexOf(0x0a, at + 1)) line++;
  return line;
}

/**
 * Characters that control a terminal or the direction of text, or that are not characters: Unicode's control characters
 * except tab and newline, the bidirectional controls, and the noncharacters of the first plane.
 */
const controls =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF\uFFFE\uFFFF]/gu;

/**
 * Replaces characters that a report must not contain. XML 1.0 cannot represent control characters, so a parser rejects
 * a file that contains one; in a terminal, control characters act as commands. Lone surrogates are not valid text. Line
 * separators other than newline become spaces, so that no hidden line begins inside a text.
 */
export function replaceControls(text: string, by: "" | "\uFFFD"): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/gu, "\n")
    .replaceAll(/[\u2028\u2029]/gu, " ")
    .replaceAll(controls, by);
}

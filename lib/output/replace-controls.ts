/**
 * Characters that steer a terminal or the order of text, or that are no characters at all: the control characters of
 * Unicode except tab and newline, the bidirectional controls, and the noncharacters of the first plane.
 */
const controls =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF\uFFFE\uFFFF]/gu;

/**
 * Replaces what a report must not hold: XML 1.0 has no way to write control characters, not even by reference, so that
 * a parser refuses the whole file for one of them; on a terminal they steer it; half a surrogate pair is no text.
 * The line separators that are no newline become spaces, so that no text begins a line that its reader does not see.
 */
export function replaceControls(text: string, by: "" | "\uFFFD"): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/gu, "\n")
    .replaceAll(/[\u2028\u2029]/gu, " ")
    .replaceAll(controls, by);
}

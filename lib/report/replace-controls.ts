/** Of the control characters and non-characters of Unicode all but tab and newline. */
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const controls = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]/gu;

/**
 * Replaces what a report must not hold: XML 1.0 has no way to write control characters, not even by reference, so that
 * a parser refuses the whole file for one of them; on a terminal they steer it; half a surrogate pair is no text.
 */
export function replaceControls(text: string, by: "" | "\uFFFD"): string {
  return text.toWellFormed().replaceAll(/\r\n?/gu, "\n").replaceAll(controls, by);
}

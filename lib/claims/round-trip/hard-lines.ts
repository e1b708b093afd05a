/**
 * Lines that something between a client and a chunk might change: empty lines, blanks, newlines, quotes, control
 * characters, and characters that HTML escapes. There are also several alphabets, unpaired and joined code points, and
 * a long line. All are valid UTF-8 and shorter than Loki's 256 KiB `max_line_size`.
 */
export const hardLines: readonly string[] = [
  "hello loki",
  "",
  " ",
  "\n",
  "ends in a newline\n",
  "\r\ncarriage returns\r\n\tand tabs\t",
  "first line\n  at second (line.ts:2)\n\n  at fourth (line.ts:4)",
  "\u0000 nul, \u0001\u001f\u007f controls, \u0085 next line",
  "\"double\", 'single', `back`, \\ backslash, \\n not a newline, %s {{.}} ${}",
  '{"json":"with \\"quotes\\"","level":"warn","nested":{"a":[1,2.50,1e3]}}',
  'level=error msg="a = b" dur=1.50s empty= ratio=100%',
  "<script>&amp;</script> http://x/?a=1&b=2",
  "grüße 你好 こんにちは ‏עברית العربية кириллица",
  "🦊 👩‍👩‍👧 e\u0301 \u200b\u2028\u2029\ufeff \ufffd",
  "x".repeat(4096),
  longLine(200_000),
];

/**
 * Returns text of exactly that many bytes. Its characters take 1 to 4 bytes. Run-length or dictionary compression
 * cannot shorten the text.
 */
function longLine(bytes: number): string {
  let line = "";
  let state = 1;
  while (line.length < bytes) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    line += `${state.toString(36)}ü你🦊 `;
  }
  const cut = Buffer.from(line).subarray(0, bytes).toString();
  const whole = cut.replace(/\ufffd+$/, "");
  return whole + "~".repeat(bytes - Buffer.byteLength(whole));
}

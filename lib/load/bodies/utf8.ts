/** k6 has no TextEncoder. */
export function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return encoded(text);
    bytes.push(code);
  }
  return new Uint8Array(bytes);
}

function encoded(text: string): Uint8Array {
  const bytes = encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Uint8Array.from({ length: bytes.length }, (_, i) => bytes.charCodeAt(i));
}

/**
 * The minimum length of a secret's base64 form that is searched for. Shorter pieces of base64 would match by chance.
 */
const minBase64Chars = 10;
/**
 * The number of characters that an error of Go's YAML parser shows of a value longer than ten (gopkg.in/yaml.v2,
 * decode.go, terror).
 */
const yamlExcerptChars = 7;

/**
 * Returns every form in which a text could contain a secret: plain, escaped for JSON, YAML, XML or a URL, encoded, or
 * shortened.
 */
export function formsOf(secret: string): ReadonlySet<string> {
  const bytes = Buffer.from(secret, "utf8");
  const json = JSON.stringify(secret).slice(1, -1);
  const plain = [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(secret),
    encodeURI(secret),
    new URLSearchParams({ "": secret }).toString().slice(1),
    secret.replaceAll("'", "''"),
    ...markedUp(secret),
    bytes.toString("hex"),
    ...(secret.length > 10 ? [`${secret.slice(0, yamlExcerptChars)}...`] : []),
  ];
  const base64 = [0, 1, 2].map((before) => base64At(bytes, before));
  const url = base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  const encoded = [...base64, ...url].filter((text) => text.length >= minBase64Chars);
  return new Set([...plain, ...encoded, ...encoded.map(encodeURIComponent)]);
}

function markedUp(secret: string): readonly string[] {
  const text = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quoted = text.replaceAll('"', "&quot;");
  return [text, quoted, quoted.replaceAll("'", "&#39;")];
}

/** Returns the base64 characters that depend on the secret alone if `before` (modulo 3) other bytes precede it. */
function base64At(secret: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), secret])
    .toString("base64")
    .replaceAll("=", "");
  const shared = (before + secret.length) % 3 === 0 ? 0 : 1;
  return text.slice([0, 2, 3][before], text.length - shared);
}

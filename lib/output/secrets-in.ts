/**
 * The minimum length of a secret to search for. Shorter values, such as "true", "3100" or "loki", could be ordinary
 * text; they are hidden only by their key.
 */
const minChars = 6;
const maxChars = 65_536;
/** The maximum depth of nested values, such as a URL in JSON in base64. */
const maxDepth = 4;

const secretKey =
  /secret|pass|pwd|token|key|cred|auth|sas|session|cookie|header|bearer|jwt|dsn|signature|licen[cs]e|webhook|connection|account|private|cert|pem\b|salt|user|login/i;

/**
 * Words in keys whose numeric values are secrets. The other words of `secretKey` also occur in names of counts or
 * sizes.
 */
const secretNumberKey = /secret|pass|pwd|token(?!s)|key|cred|auth/i;

/** Reports whether a setting of this name usually holds a secret. Settings with other names can hold a secret too. */
export function isSecretKey(key: string): boolean {
  return secretKey.test(key);
}

/**
 * Returns the parts of a value that are secret and distinctive enough to search for. Under a secret's key these are the
 * complete value, its lines and its parts. Under another key they are the parts that look secret: a URL's user info and
 * query, the text after "Bearer", keys, and tokens. Words, numbers, addresses and paths there are ignored.
 */
export function secretsIn(key: string, value: string, depth = 0): readonly string[] {
  if (value.length > maxChars || depth > maxDepth) return [];
  const secret = /^-?[\d.]+$/u.test(value) ? secretNumberKey.test(key) : isSecretKey(key);
  const inner = (name: string, part: string): readonly string[] => secretsIn(name, part, depth + 1);
  const found = [
    ...(secret || isOdd(value) ? [value] : []),
    ...(value.includes("\n") && (secret || value.includes("-----BEGIN")) ? linesOf(value) : []),
    ...urlParts(value),
    ...schemeCredentials(value).flatMap((part) => inner("secret", part)),
    ...pairsIn(value).flatMap(([name, part]) => inner(name, part)),
    ...value.split(/[\s;,:@="'{}()<>&?/]+/u).filter((part) => part.length >= 8 && isOdd(part)),
    ...jsonIn(value).flatMap(([name, part]) => inner(secret ? key : name, part)),
    ...decoded(value).flatMap((text) =>
      [text, ...text.split(":").slice(1)].flatMap((part) => inner(key, part)),
    ),
  ];
  const trimmed = found.flatMap((one) => [one.trim(), one.trim().replace(/=+$/u, "")]);
  return [...new Set(trimmed)].filter(isTellable);
}

function isTellable(value: string): boolean {
  return value.length >= minChars && !/^(\*+|-----(BEGIN|END)[^\n]*)$/u.test(value);
}

/**
 * Reports whether a value looks like a key or token: a part of at least eight characters that has letters and digits
 * and is not a name, a path or a date.
 */
function isOdd(value: string): boolean {
  if (value.length < 8 || /\s/u.test(value)) return false;
  return value.split(/[^A-Za-z0-9+/=_-]+/u).some((part) => {
    if (part.length < 8 || !/\d/u.test(part) || !/[a-z]/iu.test(part)) return false;
    return !/^([a-z]+\d{0,4}([_/-][a-z0-9]{1,12})*|\d{4}-\d\d-\d\dT\d\d)$/u.test(part);
  });
}

function linesOf(value: string): readonly string[] {
  return value.split(/[\r\n]+/u).filter((line) => line.trim().length >= 8);
}

function urlParts(value: string): readonly string[] {
  return [...value.matchAll(/:\/\/([^\s"'<>]*)/gu)].flatMap(([, rest = ""]) => {
    const at = rest.lastIndexOf("@");
    const info = at < 0 ? [] : [rest.slice(0, at), ...rest.slice(0, at).split(":")];
    const query = rest.includes("?") ? rest.slice(rest.indexOf("?") + 1).split(/[&#]/u) : [];
    const values = query.map((one) => one.slice(one.indexOf("=") + 1));
    return [...info, ...values].flatMap((part) => [part, percentDecoded(part)]);
  });
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Returns the credentials in `Bearer TOKEN`, `Basic dTpw` and the like, and the password in the `user:password@` of a
 * DSN.
 */
function schemeCredentials(value: string): readonly string[] {
  const scheme = /^(?:bearer|basic|token|digest|negotiate|apikey|splunk)\s+(.+)$/isu.exec(value.trim())?.[1];
  const dsn = /^[^\s:/@]+:([^\s@]+)@/u.exec(value)?.[1];
  return [scheme, dsn].filter((one) => one !== undefined);
}

/** Returns the secret values of a text such as `AccountName=x;AccountKey=y`, each with its name. */
function pairsIn(value: string): readonly (readonly [string, string])[] {
  return [...value.matchAll(/(?:^|[;,&\s])([A-Za-z][\w.-]*)=([^;,&\s]+)/gu)].flatMap(
    ([, name = "", part = ""]) => (isSecretKey(name) ? [[name, part] as const] : []),
  );
}

function jsonIn(value: string): readonly (readonly [string, string])[] {
  if (!/^\s*[[{]/u.test(value)) return [];
  try {
    return leavesOf("", JSON.parse(value));
  } catch {
    return [];
  }
}

/** Returns every text and number in a value, each with the nearest key above it. */
export function leavesOf(key: string, value: unknown): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[key, value]];
  if (typeof value === "number") return [[key, String(value)]];
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(key, item));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    leavesOf(isSecretKey(key) ? `${key}.${name}` : name, item),
  );
}

/** Decodes a value that is base64 of a text; returns an empty list for any other value. */
function decoded(value: string): readonly string[] {
  if (!/^[A-Za-z0-9+/_-]{12,}={0,2}$/u.test(value)) return [];
  const text = Buffer.from(value, "base64").toString("utf8");
  return /^[\p{L}\p{N}\p{P}\p{S}\s]{6,}$/u.test(text) && !text.includes("\uFFFD") ? [text] : [];
}

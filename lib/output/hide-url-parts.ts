export const hidden = "***";

/**
 * Query parameters of the APIs of Loki, Kubernetes and S3 that hold no secret. The values of all other parameters are
 * hidden.
 */
const printableParameters = new Set(
  `query start end limit step direction since time interval match match[] mode name targetLabels aggregateBy
  delay_for max_interval request_id line_limit watch labelSelector fieldSelector container tailLines follow
  timestamps previous dryRun fieldManager force list-type prefix delimiter max-keys`.split(/\s+/u),
);

/** Hides the user info of each URL in a text, and every query value that is not known to be harmless. */
export function hideUrlParts(text: string): string {
  if (!text.includes("://")) return text;
  const anonymous = text.replaceAll(/:\/\/[^\s/?#"<>]*@/gu, `://${hidden}@`);
  return anonymous.replaceAll(/:\/\/[^\s"'`<>\\]*/gu, (rest) => {
    const [, ...pieces] = rest.split("://");
    return pieces.map((piece, index) => `://${hideIn(piece, index < pieces.length - 1)}`).join("");
  });
}

/**
 * Hides the secret parts of `piece`, the text after a `://`. If another URL follows directly, `piece` ends with the
 * scheme of that URL, which is kept.
 */
function hideIn(piece: string, another: boolean): string {
  const scheme = another ? (/[a-z][a-z0-9+.-]*$/iu.exec(piece)?.[0] ?? "") : "";
  const own = piece.slice(0, piece.length - scheme.length);
  return `${hideFragment(hideQuery(hideUserInfo(own)))}${scheme}`;
}

/**
 * Hides the user info of a URL. A password that is not URL-encoded can contain a slash; then the text before the slash
 * is not a host with a port.
 */
function hideUserInfo(url: string): string {
  const authority = /^[^/?#]*/u.exec(url)?.[0] ?? "";
  const at = url.lastIndexOf("@");
  return at > 0 && /:(?!\d{1,5}$)[^\]]*$/u.test(authority) ? `${hidden}${url.slice(at)}` : url;
}

function hideQuery(url: string): string {
  const start = url.indexOf("?");
  if (start < 0) return url;
  const fragment = url.indexOf("#", start);
  const end = fragment < 0 ? url.length : fragment;
  const shown = url
    .slice(start + 1, end)
    .split("&")
    .map(hideParameter);
  return `${url.slice(0, start)}?${shown.join("&")}${url.slice(end)}`;
}

function hideParameter(parameter: string): string {
  const equals = parameter.indexOf("=");
  if (equals < 0) return parameter === "" || printableParameters.has(parameter) ? parameter : hidden;
  const name = parameter.slice(0, equals).replace(/^amp;/u, "");
  return printableParameters.has(name) || equals === parameter.length - 1
    ? parameter
    : `${parameter.slice(0, equals)}=${hidden}`;
}

/** Hides a URL's fragment if it has parameters, because sign-in flows put tokens there. */
function hideFragment(url: string): string {
  const start = url.indexOf("#");
  return start >= 0 && url.includes("=", start) ? `${url.slice(0, start)}#${hidden}` : url;
}

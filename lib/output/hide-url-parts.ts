export const hidden = "***";

/** Query parameters of Loki's, Kubernetes' and S3's own APIs that hold no secret; the value of any other is hidden. */
const printableParameters = new Set(
  `query start end limit step direction since time interval match match[] mode name targetLabels aggregateBy
  delay_for max_interval request_id line_limit watch labelSelector fieldSelector container tailLines follow
  timestamps previous dryRun fieldManager force list-type prefix delimiter max-keys`.split(/\s+/u),
);

/** Takes the user info, and every query value that is not known to be harmless, out of each URL in a text. */
export function hideUrlParts(text: string): string {
  if (!text.includes("://")) return text;
  const anonymous = text.replaceAll(/:\/\/[^\s/?#"<>]*@/gu, `://${hidden}@`);
  return anonymous.replaceAll(/:\/\/[^\s"'`<>\\]*/gu, (rest) => {
    const [, ...pieces] = rest.split("://");
    return pieces.map((piece, index) => `://${hideIn(piece, index < pieces.length - 1)}`).join("");
  });
}

/** `piece` is what follows `://`; another URL may follow it directly, and then its scheme is at the end. */
function hideIn(piece: string, another: boolean): string {
  const scheme = another ? (/[a-z][a-z0-9+.-]*$/iu.exec(piece)?.[0] ?? "") : "";
  const own = piece.slice(0, piece.length - scheme.length);
  return `${hideFragment(hideQuery(hideUserInfo(own)))}${scheme}`;
}

/** A password that was not encoded may hold a slash: then what stands before the slash is no host with a port. */
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

/** Sign-in flows put tokens there, as parameters. */
function hideFragment(url: string): string {
  const start = url.indexOf("#");
  return start >= 0 && url.includes("=", start) ? `${url.slice(0, start)}#${hidden}` : url;
}

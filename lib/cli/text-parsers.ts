import { InvalidArgumentError } from "commander";
import type { z } from "zod";
import { usageError } from "../base/errors.ts";

/**
 * Returns a parser for the base URL of a server; the parsed URL has no slash at its end. The parser refuses user info,
 * which would be a secret on the command line, in the process table and in the replay line. For the same reason, the
 * parser's error does not repeat the value.
 */
export function httpUrl(flag: string): (text: string) => string {
  return (text) => {
    const url = URL.parse(text);
    const plain = url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "";
    if (plain && `${url.username}${url.password}${url.search}${url.hash}` === "")
      return text.replace(/\/+$/, "");
    throw usageError(
      `${flag}: expected http://HOST[:PORT] or https://HOST[:PORT], without user, password or query in it`,
      { code: "BAD_URL", hint: `${flag} http://127.0.0.1:3100` },
    );
  };
}

/** Returns a parser for a flag that applies the rule of the scenario field with the same meaning. */
export function textOf(rule: z.ZodString): (text: string) => string {
  return (text) => {
    const parsed = rule.safeParse(text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(parsed.error.issues.map(({ message }) => message).join("; "));
  };
}

/**
 * Accepts a chart: a folder, a name, or a URL. Refuses a URL with a password, because Helm would show the password in
 * the process table.
 */
export function chartReference(text: string): string {
  const url = text.includes("://") ? URL.parse(text) : null;
  if (url === null || `${url.username}${url.password}` === "") return text;
  throw usageError("--chart: expected an address without user and password in it", {
    code: "BAD_CHART",
    hint: "helm pull it by its repository's login, then: --chart ./THE_FOLDER",
  });
}

/** Accepts the name of a Kubernetes namespace or Helm release: an RFC 1123 label, as Kubernetes requires. */
export function kubernetesName(text: string): string {
  if (text.length <= 63 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text)) return text;
  throw new InvalidArgumentError(
    "expected a name as Kubernetes has it: at most 63 lower-case letters, digits and hyphens, none at an end.",
  );
}

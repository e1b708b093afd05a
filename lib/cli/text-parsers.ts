import { InvalidArgumentError } from "commander";
import type { z } from "zod";
import { usageError } from "../base/errors.ts";

/**
 * Parses the base URL of a server, without a slash at its end. User info is refused because it would be a secret on the
 * command line, in the process table and in the replay line; the error does not repeat the value for the same reason.
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

/** Parses a text by the rule that a scenario's field of the same meaning has. */
export function textOf(rule: z.ZodString): (text: string) => string {
  return (text) => {
    const parsed = rule.safeParse(text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(parsed.error.issues.map(({ message }) => message).join("; "));
  };
}

/** Parses a chart: a folder, a name, or a URL. Helm would put a password in it into the process table. */
export function chartReference(text: string): string {
  const url = text.includes("://") ? URL.parse(text) : null;
  if (url === null || `${url.username}${url.password}` === "") return text;
  throw usageError("--chart: expected an address without user and password in it", {
    code: "BAD_CHART",
    hint: "helm pull it by its repository's login, then: --chart ./THE_FOLDER",
  });
}

/** Parses the name of a namespace or release: an RFC 1123 label, as Kubernetes has it. */
export function kubernetesName(text: string): string {
  if (text.length <= 63 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text)) return text;
  throw new InvalidArgumentError(
    "expected a name as Kubernetes has it: at most 63 lower-case letters, digits and hyphens, none at an end.",
  );
}

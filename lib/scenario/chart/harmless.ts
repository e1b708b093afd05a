import type { Json } from "../../base/json.ts";

const nginxParts: ReadonlySet<string> = new Set(["clientMaxBodySize", "enableIPv6"]);
const nginxSnippets: ReadonlySet<string> = new Set(["httpSnippet", "serverSnippet", "locationSnippet"]);

/** Sizes, timeouts and buffers only: a snippet with anything else could send requests elsewhere, or hold a secret. */
const harmlessDirective =
  /^(client_(max_body_size|body_timeout|header_timeout|body_buffer_size)|(proxy|send|keepalive)_(read_|send_|connect_)?timeout|proxy_(buffer\w*|busy_buffers_size|request_buffering)|large_client_header_buffers|keepalive_requests) [\w. ]+$/;

/** A flag that names no address but loopback, and no file; a ring that is kept in memory is shared with nobody. */
const harmlessFlag =
  /^-(?!.*(secret|passw|token|key|credential))[a-z][\w.-]*=(true|false|inmemory|\d+(\.\d+)?[a-zA-Z]*|127\.0\.0\.1:\d+)$/;

/** A part of `gateway.nginxConfig`; undefined where it could do more than limit. */
export function nginxPart(key: string, value: Json): Json | undefined {
  if (nginxParts.has(key)) return value;
  if (!nginxSnippets.has(key) || typeof value !== "string") return undefined;
  const directives = value.split(/[;\n]/).map((line) => line.trim().replaceAll(/\s+/g, " "));
  return directives.every((line) => line === "" || harmlessDirective.test(line)) ? value : undefined;
}

/** All or none: half of a component's flags would be another component. */
export function harmlessFlags(flags: readonly Json[]): Json | undefined {
  return flags.every((flag) => typeof flag === "string" && harmlessFlag.test(flag)) ? flags : undefined;
}

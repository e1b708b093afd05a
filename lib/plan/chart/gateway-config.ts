import { either, leaf, map, text, toggle, wholeNumber } from "./value-shape.ts";

/**
 * Matches nginx directives for sizes, timeouts and buffers. No other directive is accepted, because it could send
 * requests elsewhere or hold a secret.
 */
const harmlessDirective =
  /^(client_(max_body_size|body_timeout|header_timeout|body_buffer_size)|(proxy|send|keepalive)_(read_|send_|connect_)?timeout|proxy_(buffers|buffer_size|buffering|busy_buffers_size|request_buffering)|large_client_header_buffers|keepalive_requests)( (\d{1,9}[kKmMgGshd]?|\d{1,9}ms|on|off)){1,3}$/;

const snippet = leaf("sizes, timeouts and buffers of nginx", (value) => {
  if (typeof value !== "string") return false;
  const directives = value.split(/[;\n]/).map((line) => line.trim().replaceAll(/\s+/g, " "));
  return directives.every((line) => line === "" || harmlessDirective.test(line));
});

/**
 * The accepted keys of the chart value `gateway.nginxConfig`. They can only set limits, timeouts and buffers, or switch
 * IPv6.
 */
export const gatewayConfig = map({
  clientMaxBodySize: either(wholeNumber, text("a size such as 4M", /^\d{1,9}[kKmMgG]?$/)),
  enableIPv6: toggle,
  httpSnippet: snippet,
  serverSnippet: snippet,
  locationSnippet: snippet,
});

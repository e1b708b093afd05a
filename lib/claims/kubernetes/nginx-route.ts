import type { NginxDirective } from "./nginx-config.ts";
import { nginxBytes, nginxMs } from "./nginx-values.ts";

/** nginx's settings for requests to one path. */
export interface NginxRoute {
  /** `client_max_body_size`; Infinity if it is 0, which means "no limit". */
  readonly maxBodyBytes: number;
  /** `proxy_read_timeout` in milliseconds: how long nginx waits between two reads from the upstream server. */
  readonly readTimeoutMs: number;
  /** The upstream that nginx passes the request to; undefined if nginx answers by itself. */
  readonly proxyPass: string | undefined;
}

/** nginx's built-in defaults (documentation of ngx_http_core_module and ngx_http_proxy_module). */
const defaultMaxBody = "1m";
const defaultReadTimeout = "60s";

/**
 * Returns nginx's settings for requests to `path`. If nested blocks (location, server, http) have the same setting, the
 * innermost block wins. Returns undefined if no server has a location for the path. If several servers have such a
 * location, the first server wins. Ignores locations that are regular expressions: the chart writes none
 * (production/helm/loki/templates/_helpers.tpl, loki.nginxFile, 6.55.0).
 */
export function routeOf(config: readonly NginxDirective[], path: string): NginxRoute | undefined {
  const http = blockOf(config, "http");
  for (const server of blocksOf(http, "server")) {
    const location = locationFor(server, path);
    if (location === undefined) continue;
    const around = [location, server, http];
    const size = valueOf(around, "client_max_body_size") ?? defaultMaxBody;
    const timeout = valueOf(around, "proxy_read_timeout") ?? defaultReadTimeout;
    const bytes = nginxBytes(size);
    return {
      maxBodyBytes: bytes === 0 ? Infinity : (bytes ?? Number.NaN),
      readTimeoutMs: nginxMs(timeout) ?? Number.NaN,
      proxyPass: valueOf([location], "proxy_pass"),
    };
  }
  return undefined;
}

type Block = readonly NginxDirective[];

function blocksOf(block: Block, name: string): readonly Block[] {
  return block.flatMap((one) => (one.name === name && one.block !== undefined ? [one.block] : []));
}

function blockOf(block: Block, name: string): Block {
  return blocksOf(block, name)[0] ?? [];
}

function valueOf(innermostFirst: readonly Block[], name: string): string | undefined {
  for (const block of innermostFirst) {
    const found = block.find((one) => one.name === name);
    if (found !== undefined) return found.args.join(" ");
  }
  return undefined;
}

/**
 * Returns the location that nginx chooses for a path: the location equal to the path, otherwise the location with the
 * longest matching prefix.
 */
function locationFor(server: Block, path: string): Block | undefined {
  const locations = server.filter(({ name, block }) => name === "location" && block !== undefined);
  const exact = locations.find(({ args }) => args[0] === "=" && args[1] === path);
  if (exact !== undefined) return exact.block;
  const prefixes = locations.flatMap(({ args, block }) => {
    const prefix = args[0] === "^~" ? args[1] : args[0];
    return prefix?.startsWith("/") && path.startsWith(prefix) ? [{ prefix, block }] : [];
  });
  return prefixes.toSorted((a, b) => b.prefix.length - a.prefix.length)[0]?.block;
}

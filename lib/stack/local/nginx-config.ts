import type { Breakage } from "../../plan/breakage-schema.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Component } from "../component.ts";
import { lokisOf, type Topology } from "./topology.ts";

export interface NginxPaths {
  /** nginx's prefix folder, for its pid file and temporary request bodies. */
  readonly dir: string;
  readonly errorLog: string;
  readonly accessLog: string;
}

/**
 * The gateway routes of the Loki chart: nginx's matcher and the component behind it (production/helm/loki,
 * _helpers.tpl, 3.7.8).
 */
const routes: readonly (readonly [string, Component])[] = [
  ...["/api/prom/push", "/loki/api/v1/push", "/distributor/ring", "/otlp/v1/logs"].map(
    exactly("distributor"),
  ),
  ...["/flush", "/ring", "/memberlist", "/config"].map(exactly("ingester")),
  ["^~ /ingester/", "ingester"],
  ...["/ruler/ring", "/api/prom/rules", "/loki/api/v1/rules"].map(exactly("ruler")),
  ...["/prometheus/api/v1/alerts", "/prometheus/api/v1/rules"].map(exactly("ruler")),
  ["^~ /api/prom/rules/", "ruler"],
  ["^~ /loki/api/v1/rules/", "ruler"],
  ...["/compactor/ring", "/loki/api/v1/delete", "/loki/api/v1/cache/generation_numbers"].map(
    exactly("compactor"),
  ),
  ["= /indexgateway/ring", "index-gateway"],
  ["= /scheduler/ring", "query-scheduler"],
  ["= /api/prom/tail", "query-frontend"],
  ["= /loki/api/v1/tail", "query-frontend"],
  ["^~ /api/prom/", "query-frontend"],
  ["^~ /loki/api/v1/", "query-frontend"],
];

/** Paths that the chart's gateway hides, because without a trailing slash nginx would answer them with 301. */
const hidden: readonly string[] = ["/ingester", "/api/prom", "/loki/api/v1"];

const pushRoutes = /^= \/(api\/prom\/push|loki\/api\/v1\/push|otlp\/v1\/logs)$/;

function exactly(component: Component): (path: string) => readonly [string, Component] {
  return (path) => [`= ${path}`, component];
}

/**
 * Returns the gateway's nginx configuration: the chart's limits, timeouts and routes, balanced over this stack's
 * replicas.
 */
export function nginxConfig(plan: Plan, topology: Topology, paths: NginxPaths): string {
  const swallowed = plan.breakage?.swallowPushes;
  return `daemon off;
${workerUser()}worker_processes 2;
error_log ${paths.errorLog};
pid ${paths.dir}/nginx.pid;
worker_rlimit_nofile 8192;
events { worker_connections 4096; }
http {
${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `  ${kind}_temp_path ${paths.dir}/${kind};`).join("\n")}
  client_max_body_size 4M;
  proxy_read_timeout 600;
  proxy_send_timeout 600;
  proxy_connect_timeout 600;
  proxy_http_version 1.1;
  # A Kubernetes Service neither tries another replica nor remembers a failure: nor does this gateway.
  proxy_next_upstream off;
  default_type application/octet-stream;
  log_format main '$remote_addr [$time_local] $status "$request" $body_bytes_sent $upstream_addr';
  map $status $loggable { ~^[23] 0; default 1; }
  access_log ${paths.accessLog} main if=$loggable;
  sendfile on;
  tcp_nopush on;
${swallowed ? swallow(swallowed) : ""}${upstreams(topology)}
  server {
    listen 127.0.0.1:${topology.gatewayPort};
    location = / { return 200 'OK'; }
${hidden.map((path) => `    location = ${path} { internal; }`).join("\n")}
${routes.map(([match, component]) => location(match, component, swallowed !== undefined)).join("\n")}
  }
}
`;
}

/**
 * Returns nginx's `user` directive, which is needed if nginx runs as root. Without it, nginx runs its workers as
 * `nobody`, who cannot enter the run's folder (0700) to buffer a request body there.
 */
function workerUser(): string {
  if (process.getuid?.() !== 0) return "";
  return process.platform === "darwin" ? "user root wheel;\n" : "user root;\n";
}

function upstreams(topology: Topology): string {
  const components = [...new Set(routes.map(([, component]) => component))];
  return components
    .map((component) => {
      const servers = lokisOf(topology, component).map(
        ({ httpPort }) => `server 127.0.0.1:${httpPort} max_fails=0;`,
      );
      // A component with no replica still needs a route, which must answer that no server is available.
      return `  upstream ${component} { ${servers.join(" ") || "server 127.0.0.1:1 down;"} }`;
    })
    .join("\n");
}

function location(match: string, component: Component, swallowing: boolean): string {
  const lines = [`proxy_pass http://${component}$request_uri;`];
  if (match.endsWith("/tail")) {
    lines.unshift("proxy_set_header Upgrade $http_upgrade;", 'proxy_set_header Connection "upgrade";');
  }
  if (swallowing && pushRoutes.test(match)) lines.unshift("if ($swallow) { return 204; }");
  return `    location ${match} { ${lines.join(" ")} }`;
}

/**
 * Returns the nginx config that answers a share of a tenant's pushes with 204 without forwarding them. The request's id
 * decides, so a retried push may succeed, as with a random fault.
 */
function swallow({ tenant, share }: NonNullable<Breakage["swallowPushes"]>): string {
  const others = share < 1 ? ' * "";' : "";
  return `  split_clients $request_id $unlucky { ${(share * 100).toFixed(2)}% 1;${others} }
  map $unlucky:$http_x_scope_orgid $swallow { default ""; "1:${tenant}" 1; }
`;
}

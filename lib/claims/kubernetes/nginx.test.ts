import { expect } from "chai";
import * as fc from "fast-check";
import { type NginxDirective, parseNginx } from "./nginx-config.ts";
import { routeOf } from "./nginx-route.ts";
import { nginxBytes, nginxMs } from "./nginx-values.ts";

/**
 * The nginx.conf that Loki's Helm chart writes, shortened (6.55.0, loki.nginxFile in
 * production/helm/loki/templates/_helpers.tpl).
 */
const chartConfig = `
worker_processes  5;  ## Default: 1
events { worker_connections  4096;  ## Default: 1024
}
http {
  client_max_body_size  4M;
  proxy_read_timeout    600; ## 10 minutes
  log_format   main '$remote_addr - $remote_user [$time_local]  $status '
        '"$request" $body_bytes_sent "$http_referer" ';
  map $http_x_query_tags $query_tags {
    ""        "noop=";            # When header is empty, set noop=
    default   $http_x_query_tags; # Otherwise, preserve the original value
  }
  server {
    listen             8080;
    location = / { return 200 'OK'; auth_basic off; }
    location = /loki/api/v1/push {
      proxy_pass       http://loki-distributor.loki.svc.cluster.local:3100$request_uri;
    }
    location ^~ /loki/api/v1/ {
      proxy_set_header X-Query-Tags "\${query_tags},user=\${http_x_grafana_user}";
      proxy_read_timeout 30s;
      proxy_pass       http://loki-query-frontend.loki.svc.cluster.local:3100$request_uri;
    }
    location = /loki/api/v1 { internal;        # to suppress 301
    }
  }
}`;

const routed = (config: string, path: string): ReturnType<typeof routeOf> =>
  routeOf(parseNginx(config), path);

function print(block: readonly NginxDirective[]): string {
  const texts = block.map(({ name, args, block: inner }) => {
    const words = [name, ...args].join(" ");
    return inner === undefined ? `${words};` : `${words} { ${print(inner)} }`;
  });
  return texts.join("\n");
}

describe("the gateway's nginx", () => {
  it("holds a push to the http block's size, and passes it to the distributor", () => {
    expect(routed(chartConfig, "/loki/api/v1/push")).to.deep.equal({
      maxBodyBytes: 4 * 1024 ** 2,
      readTimeoutMs: 600_000,
      proxyPass: "http://loki-distributor.loki.svc.cluster.local:3100$request_uri",
    });
  });

  it("takes the longest prefix, and what its location says before what is around it", () => {
    expect(routed(chartConfig, "/loki/api/v1/query_range")?.readTimeoutMs).to.equal(30_000);
    const both =
      "http { server { location / { proxy_read_timeout 1; } location /loki/ { proxy_read_timeout 2; } } }";
    expect(routed(both, "/loki/x")?.readTimeoutMs).to.equal(2_000);
    expect(routed(both, "/other")?.readTimeoutMs).to.equal(1_000);
  });

  it("falls back to nginx's own defaults, and takes a size of 0 for none", () => {
    expect(routed("http { server { location / { } } }", "/x")).to.include({
      maxBodyBytes: 1024 ** 2,
      readTimeoutMs: 60_000,
    });
    const none = "http { client_max_body_size 0; server { location / { } } }";
    expect(routed(none, "/x")?.maxBodyBytes).to.equal(Infinity);
  });

  it("has no route where no server has a location", () => {
    for (const config of ["", "http { }", "http { server { location = /a { } } }"])
      expect(routed(config, "/b"), config).to.equal(undefined);
  });

  it("refuses what is not an nginx configuration", () => {
    for (const text of ["http {", "}", "a b", "http { listen 80 }", ";"])
      expect(() => parseNginx(text), text).to.throw("nginx configuration");
  });

  it("reads any nesting back", () => {
    const word = fc.stringMatching(/^[a-z_]{1,8}$/);
    const nested = fc.letrec<{ block: readonly NginxDirective[] }>((tie) => ({
      block: fc.array(
        fc.oneof(
          { depthSize: "small" },
          fc.record({ name: word, args: fc.array(word) }),
          fc.record({ name: word, args: fc.array(word), block: tie("block") }),
        ),
      ),
    }));
    fc.assert(
      fc.property(nested.block, (block) => {
        expect(parseNginx(print(block))).to.deep.equal(block);
      }),
    );
  });

  for (const [text, bytes] of [
    ["4M", 4_194_304],
    ["512k", 524_288],
    ["10240", 10_240],
    ["1g", 1024 ** 3],
    ["0", 0],
    ["4MB", undefined],
    ["", undefined],
  ] as const)
    it(`takes a size of "${text}" for ${bytes} bytes`, () => expect(nginxBytes(text)).to.equal(bytes));
  for (const [text, ms] of [
    ["600", 600_000],
    ["10m", 600_000],
    ["1h30m", 5_400_000],
    ["1h 30m", 5_400_000],
    ["500ms", 500],
    ["2s", 2_000],
    ["x", undefined],
    ["", undefined],
  ] as const)
    it(`takes a time of "${text}" for ${ms} ms`, () => expect(nginxMs(text)).to.equal(ms));
});

import { expect } from "chai";
import { mebibytes } from "lokiproof/base/loki-size.ts";
import { agentsPushBytes } from "lokiproof/claims/kubernetes/agents-push.ts";
import { gatewayProbe } from "lokiproof/claims/kubernetes/gateway.probe.ts";
import type { GatewayRecord } from "lokiproof/claims/kubernetes/gateway-record.ts";
import { longestQueryTimeout } from "lokiproof/claims/kubernetes/query-timeouts.ts";
import { figure, plan, recordOf, skip, unknown } from "lokiproof/judge/suite.ts";

const tried = (what: string, push: GatewayRecord["under"]): string =>
  push === undefined ? "" : `; ${what} it, a push of ${push.bytes} bytes was answered ${push.status}`;

describe("kubernetes", () => {
  it("gateway-body: the gateway accepts bodies as large as agents push, and as its configuration allows", () => {
    const { push, configMap, problem, agents, under, over, loki } = recordOf(gatewayProbe);
    const limit = push?.maxBodyBytes;
    const said =
      push === undefined
        ? `no limit could be read (${problem ?? "no route for pushes"})`
        : `client_max_body_size of ${configMap} is ${limit === undefined ? "without limit" : mebibytes(limit)}`;
    const fix = "set gateway.nginxConfig.clientMaxBodySize";
    expect(
      limit ?? Infinity,
      `largest push in bytes that the gateway accepts (${said}); Promtail and Alloy push up to ${mebibytes(agentsPushBytes)} and OpenTelemetry collectors several MiB; ${fix}`,
    ).to.be.at.least(agentsPushBytes);
    expect(
      agents.status,
      `a push of ${agents.bytes} bytes, as Promtail and Alloy make them, was answered ${agents.answer || "nothing"}; ${said}; ${fix}`,
    ).to.not.equal(413);
    if (under !== undefined)
      expect(
        under.status,
        `status of a push of ${under.bytes} bytes, which the gateway's config allows (${said}); a 413 means that something else has a lower limit`,
      ).to.not.equal(413);
    if (loki.maxReceiveBytes !== undefined)
      expect(
        loki.maxReceiveBytes,
        "distributor.max_recv_msg_size in bytes, which must be at least as large as the pushes of agents",
      ).to.be.at.least(agentsPushBytes);
    if (agents.status !== 204)
      unknown(`not checked: a push of ${agents.bytes} bytes was answered ${agents.status}: ${agents.answer}`);
    figure(
      `${said}; a push of ${agents.bytes} bytes was answered ${agents.status}${tried("just under", under)}${tried("just over", over)}; a distributor accepts ${loki.maxReceiveBytes === undefined ? "?" : mebibytes(loki.maxReceiveBytes)}`,
    );
  });

  it("gateway-timeouts: the gateway waits for a query at least as long as Loki's own query timeout", () => {
    const { query, configMap, problem, loki } = recordOf(gatewayProbe);
    if (configMap === undefined && problem === undefined)
      skip(
        "not checked: no ConfigMap of the gateway has an nginx.conf, so the gateway's timeouts cannot be read",
      );
    if (query === undefined)
      unknown(
        `not checked: no timeout of the gateway could be read: ${problem ?? "it has no route for queries"}`,
      );
    if (loki.queryTimeoutMs === undefined)
      unknown(`not checked: no query-frontend reported its query_timeout: ${loki.problem ?? "it has none"}`);
    const longest = longestQueryTimeout(plan(), loki.queryTimeoutMs);
    const what = `seconds of silence after which the gateway ends a query with 504 (proxy_read_timeout of ${configMap}); query_timeout allows ${longest.whose} ${longest.ms / 1000} s; raise proxy_read_timeout, or lower query_timeout`;
    expect(query.readTimeoutMs / 1000, what).to.be.at.least(longest.ms / 1000);
    const { writeTimeoutMs } = loki;
    const own =
      writeTimeoutMs !== undefined && writeTimeoutMs < longest.ms
        ? `; warning: Loki itself ends an answer after ${writeTimeoutMs / 1000} s (server.http_server_write_timeout)`
        : "";
    figure(
      `the gateway waits ${query.readTimeoutMs / 1000} s, query_timeout allows a query of ${longest.whose} ${longest.ms / 1000} s${own}`,
    );
  });
});

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
      `bytes of a push that the gateway takes (${said}), where Promtail and Alloy push up to ${mebibytes(agentsPushBytes)} and OpenTelemetry collectors several MiB; ${fix}`,
    ).to.be.at.least(agentsPushBytes);
    expect(
      agents.status,
      `a push of ${agents.bytes} bytes, as Promtail and Alloy make them, was answered ${agents.answer || "nothing"}; ${said}; ${fix}`,
    ).to.not.equal(413);
    if (under !== undefined)
      expect(
        under.status,
        `a push of ${under.bytes} bytes; ${said}, so something else holds it to less`,
      ).to.not.equal(413);
    if (loki.maxReceiveBytes !== undefined)
      expect(
        loki.maxReceiveBytes,
        "distributor.max_recv_msg_size, in bytes of what agents push",
      ).to.be.at.least(agentsPushBytes);
    if (agents.status !== 204)
      unknown(`a push of ${agents.bytes} bytes was answered ${agents.status}: ${agents.answer}`);
    figure(
      `${said}; a push of ${agents.bytes} bytes was answered ${agents.status}${tried("just under", under)}${tried("just over", over)}; a distributor takes ${loki.maxReceiveBytes === undefined ? "?" : mebibytes(loki.maxReceiveBytes)}`,
    );
  });

  it("gateway-timeouts: the gateway waits for a query at least as long as Loki's own query timeout", () => {
    const { query, configMap, problem, loki } = recordOf(gatewayProbe);
    if (configMap === undefined && problem === undefined)
      skip("no ConfigMap of the gateway holds an nginx.conf: how long it waits cannot be read");
    if (query === undefined)
      unknown(`no timeout of the gateway could be read: ${problem ?? "it has no route for queries"}`);
    if (loki.queryTimeoutMs === undefined)
      unknown(`no query-frontend said its query_timeout: ${loki.problem ?? "it has none"}`);
    const longest = longestQueryTimeout(plan(), loki.queryTimeoutMs);
    const what = `seconds of silence after which the gateway gives up a query with 504 (proxy_read_timeout of ${configMap}), where query_timeout allows ${longest.whose} ${longest.ms / 1000} s; raise proxy_read_timeout, or lower query_timeout`;
    expect(query.readTimeoutMs / 1000, what).to.be.at.least(longest.ms / 1000);
    const { writeTimeoutMs } = loki;
    const own =
      writeTimeoutMs !== undefined && writeTimeoutMs < longest.ms
        ? `; warning: Loki itself ends an answer after ${writeTimeoutMs / 1000} s (server.http_server_write_timeout)`
        : "";
    figure(
      `the gateway waits ${query.readTimeoutMs / 1000} s, a query of ${longest.whose} may take ${longest.ms / 1000} s${own}`,
    );
  });
});

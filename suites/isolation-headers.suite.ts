import { expect } from "chai";
import {
  articleStepFiveProbe,
  rightTenant,
  wrongTenants,
} from "lokiproof/claims/isolation/article-step-five.probe.ts";
import { blind, nameOf, told, unanswered } from "lokiproof/claims/isolation/judged.ts";
import { bothOwners, multiTenantProbe } from "lokiproof/claims/isolation/multi-tenant.probe.ts";
import { isOwner, owners } from "lokiproof/claims/isolation/secrets.ts";
import { twoHeadersProbe } from "lokiproof/claims/isolation/two-headers.probe.ts";
import { judgeable } from "lokiproof/judge/judgeable.ts";
import { plan, recordOf, unknown } from "lokiproof/judge/suite.ts";
import { multiTenantQueries } from "lokiproof/promises/tenancy.ts";

describe("isolation", () => {
  it("multi-tenant: a query for tenants A|B is refused, or shows both if the plan allows it; a push never reaches both", () => {
    const { write, afterWrite, reads, tails } = recordOf(multiTenantProbe);
    expect(write.status, `push as ${bothOwners}: ${told(write)}`).to.not.be.within(200, 299);
    expect(
      afterWrite.flatMap(({ sees }) => sees),
      "tenants that received the push for two tenants",
    ).to.deep.equal([]);
    const asBoth = reads.filter(({ reader }) => reader === bothOwners);
    const queries = asBoth.filter(({ path }) => path === "query_range" || path === "labels");
    const allowed = multiTenantQueries(plan());
    const answered = (allowed ? asBoth.filter((one) => !queries.includes(one)) : asBoth).filter(
      ({ status }) => status >= 200 && status < 300,
    );
    expect(answered.map(nameOf), "paths that accepted a request for two tenants").to.deep.equal([]);
    const opened = tails.filter((one) => one.tenant === bothOwners && one.opened);
    expect(opened, "tails for two tenants that were opened").to.deep.equal([]);
    judgeable(
      "not checked: a tenant did not see its own data",
      blind(reads, (path, reader) => isOwner(reader) && (path === "query_range" || path === "labels")),
    );
    judgeable(
      "not checked: a tail for a single tenant could not be opened",
      tails.filter((one) => one.tenant !== bothOwners && !one.opened).map(({ said }) => said),
    );
    if (queries.length !== 2 || tails.length !== 3)
      unknown(`not checked: the record has ${queries.length} of 2 queries and ${tails.length} of 3 tails`);
    if (allowed) for (const one of queries) expect(one.sees, nameOf(one)).to.have.members([...owners]);
    const refusals = [write, ...asBoth.filter((one) => !allowed || !queries.includes(one))];
    judgeable(
      "not checked: these requests for two tenants were refused for another reason",
      refusals.filter(({ said }) => !/org id/i.test(said ?? "")).map(nameOf),
    );
  });

  it("two-headers: two X-Scope-OrgID headers are refused, or mean the same single tenant on write and read", () => {
    const { orders } = recordOf(twoHeadersProbe);
    expect(orders.map(({ headers }) => headers)).to.have.deep.members([[...owners], owners.toReversed()]);
    for (const { headers, write, writtenTo, noControl, read } of orders) {
      const what = `headers ${headers.join(" then ")}`;
      const [wrote, shown] = [write.status === 204, read.status === 200];
      const have = `${what}: tenants that received the push: ${writtenTo.join(", ") || "none"}`;
      expect(writtenTo.length, have).to.be.at.most(wrote ? 1 : 0);
      expect(
        read.sees.length,
        `${what}: number of tenants whose data the read returned (${read.sees.join(", ")})`,
      ).to.be.at.most(1);
      judgeable(`not checked: ${what}: not answered`, [write, read].filter(unanswered).map(told));
      judgeable(`not checked: ${what}: the tenant that received the push is not known`, noControl);
      expect(writtenTo.length, have).to.equal(wrote ? 1 : 0);
      if (shown && read.sees.length === 0)
        unknown(`not checked: ${what}: the read returned no tenant's data`);
      if (wrote && shown)
        expect(read.sees, `${what}: tenants whose data the read returned`).to.deep.equal(writtenTo);
    }
  });

  it("article-step-5: a query with the wrong tenant, or without one, shows no smoke data", () => {
    const { push, reads } = recordOf(articleStepFiveProbe);
    const wrong = reads.filter(({ reader }) => reader !== rightTenant);
    expect(wrong.map(({ reader }) => reader)).to.have.members([...wrongTenants]);
    const shown = wrong.filter(({ shows }) => shows).map(({ reader }) => reader ?? "no tenant");
    expect(shown, "readers that received checkout's smoke data").to.deep.equal([]);
    for (const { reader, status, said } of wrong) {
      judgeable(
        "not checked: these queries were not answered",
        unanswered({ status }) ? [`${reader}: ${said}`] : [],
      );
      expect(status, `status of the query as ${reader ?? "no tenant"}: ${said}`).to.equal(
        reader === null ? 401 : 200,
      );
    }
    judgeable("not checked: the push was not acknowledged", push.status === 204 ? [] : [nameOf(push)]);
    const own = reads.find(({ reader }) => reader === rightTenant);
    if (!own?.shows)
      unknown(
        `not checked: ${rightTenant} did not receive its own smoke data: ${own ? told(own) : "not queried"}`,
      );
  });
});

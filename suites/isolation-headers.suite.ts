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
      "who has what was pushed as both",
    ).to.deep.equal([]);
    const asBoth = reads.filter(({ reader }) => reader === bothOwners);
    const queries = asBoth.filter(({ path }) => path === "query_range" || path === "labels");
    const allowed = multiTenantQueries(plan());
    const answered = (allowed ? asBoth.filter((one) => !queries.includes(one)) : asBoth).filter(
      ({ status }) => status >= 200 && status < 300,
    );
    expect(answered.map(nameOf), "paths that answered two tenants at once").to.deep.equal([]);
    const opened = tails.filter((one) => one.tenant === bothOwners && one.opened);
    expect(opened, "a tail of two tenants at once").to.deep.equal([]);
    judgeable(
      "an owner alone must be shown its own",
      blind(reads, (path, reader) => isOwner(reader) && (path === "query_range" || path === "labels")),
    );
    judgeable(
      "an owner alone could not tail",
      tails.filter((one) => one.tenant !== bothOwners && !one.opened).map(({ said }) => said),
    );
    if (queries.length !== 2 || tails.length !== 3) unknown("the record is partial");
    if (allowed) for (const one of queries) expect(one.sees, nameOf(one)).to.have.members([...owners]);
    const refusals = [write, ...asBoth.filter((one) => !allowed || !queries.includes(one))];
    judgeable(
      "not refused for its tenants",
      refusals.filter(({ said }) => !/org id/i.test(said ?? "")).map(nameOf),
    );
  });

  it("two-headers: two X-Scope-OrgID headers are refused, or mean the same single tenant on write and read", () => {
    const { orders } = recordOf(twoHeadersProbe);
    expect(orders.map(({ headers }) => headers)).to.have.deep.members([[...owners], owners.toReversed()]);
    for (const { headers, write, writtenTo, noControl, read } of orders) {
      const what = `headers ${headers.join(" then ")}`;
      const [wrote, shown] = [write.status === 204, read.status === 200];
      const have = `${what}: tenants that have the push: ${writtenTo.join(", ") || "none"}`;
      expect(writtenTo.length, have).to.be.at.most(wrote ? 1 : 0);
      expect(read.sees.length, `${what}: tenants that the read shows: ${read.sees.join(", ")}`).to.be.at.most(
        1,
      );
      judgeable(`${what}: not answered`, [write, read].filter(unanswered).map(told));
      judgeable(`${what}: who has the push cannot be told`, noControl);
      expect(writtenTo.length, have).to.equal(wrote ? 1 : 0);
      if (shown && read.sees.length === 0) unknown(`${what}: the read showed nobody's data`);
      if (wrote && shown) expect(read.sees, `${what}: the tenant of the read`).to.deep.equal(writtenTo);
    }
  });

  it("article-step-5: a query with the wrong tenant, or without one, shows no smoke data", () => {
    const { push, reads } = recordOf(articleStepFiveProbe);
    const wrong = reads.filter(({ reader }) => reader !== rightTenant);
    expect(wrong.map(({ reader }) => reader)).to.have.members([...wrongTenants]);
    const shown = wrong.filter(({ shows }) => shows).map(({ reader }) => reader ?? "no tenant");
    expect(shown, "who was shown checkout's smoke").to.deep.equal([]);
    for (const { reader, status, said } of wrong) {
      judgeable("not every query was answered", unanswered({ status }) ? [`${reader}: ${said}`] : []);
      expect(status, `asked as ${reader ?? "no tenant"}: ${said}`).to.equal(reader === null ? 401 : 200);
    }
    judgeable("the push was not acknowledged", push.status === 204 ? [] : [nameOf(push)]);
    const own = reads.find(({ reader }) => reader === rightTenant);
    if (!own?.shows)
      unknown(`${rightTenant} itself was not shown its smoke: ${own ? told(own) : "not asked"}`);
  });
});

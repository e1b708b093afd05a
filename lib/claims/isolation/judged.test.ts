import { expect } from "chai";
import { blind, leaks, letIn, unanswered, unasked } from "./judged.ts";
import { newSecrets, ownersIn, secretStream } from "./secrets.ts";
import type { Sighting } from "./sighting.ts";

const seen = (reader: string | null, sees: string[], status = 200): Sighting => ({
  path: "labels",
  via: "gateway",
  reader,
  status,
  sees,
});

describe("sightings", () => {
  it("are a leak when they show anyone but the reader, the nameless reader included", () => {
    expect(leaks([seen("a", ["a"]), seen("b", []), seen(null, [])])).to.deep.equal([]);
    expect(leaks([seen("a", ["a", "b"])])).to.deep.equal(["a sees b on labels (gateway)"]);
    expect(leaks([seen(null, ["a"])])).to.deep.equal([
      "a request without X-Scope-OrgID sees a on labels (gateway)",
    ]);
  });

  it("are blind when the reader must see its own and does not", () => {
    expect(blind([seen("a", ["b"])], () => true)).to.deep.equal([
      "a does not see its own data on labels (gateway): 200",
    ]);
    expect(blind([seen("a", ["a"]), seen(null, [])], () => true)).to.deep.equal([]);
    expect(blind([seen("a", [])], () => false)).to.deep.equal([]);
  });

  it("are missing by path and by reader", () => {
    const asked = [
      ["labels", "a"],
      ["labels", null],
      ["series", "a"],
    ] as const;
    expect(unasked([seen("a", [])], asked)).to.deep.equal([
      "labels was not queried without X-Scope-OrgID",
      "series was not queried as a",
    ]);
  });

  it("tell a refusal from a failure and from an answer", () => {
    const told = [0, 200, 204, 301, 400, 401, 404, 500, 502];
    expect(told.filter((status) => unanswered({ status }))).to.deep.equal([0, 500, 502]);
    expect(told.filter((status) => letIn({ status }))).to.deep.equal([200, 204, 301, 400, 404]);
  });
});

describe("secrets", () => {
  const plan = { runId: "run" };

  it("are told from one another in labels, lines and structured metadata, and never in a query's echo", () => {
    const secrets = newSecrets({ plan });
    const one = JSON.stringify(secretStream(secrets, "lokiproof-t-1", 1_795_000_000_000));
    expect(ownersIn({ status: 200, body: one }, secrets)).to.deep.equal(["lokiproof-t-1"]);
    expect(ownersIn({ status: 500, body: one }, secrets)).to.deep.equal([]);
    expect(ownersIn({ status: 200, body: secrets.selector }, secrets)).to.deep.equal([]);
  });

  it("are new for every observation", () => {
    const [one, other] = [newSecrets({ plan }), newSecrets({ plan })];
    expect(one.marker).to.not.equal(other.marker);
    expect(one.words).to.not.deep.equal(other.words);
  });
});

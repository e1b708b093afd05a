import { expect } from "chai";
import { limits as claim } from "./claim.ts";
import { compareStages } from "./compare-stages.ts";
import { planOf } from "./plan-of.fixture.ts";
import type { RuntimeChangeRecord, RuntimeStage } from "./runtime-change.probe.ts";

const answered = (status: number): RuntimeStage["pushed"][number]["within"] => ({
  status,
  said: "",
  startMs: 0,
  endMs: 1,
});

type Members = RuntimeStage["members"];
const names = ["distributor-0", "querier-0"];
const all = (state: Partial<Members[number]>): Members =>
  names.map((member) => ({ member, url: "http://it", ...state }));

function stageOf(members: Members, beyond = 400): RuntimeStage {
  const ways = ["gateway", "distributor-0"];
  const pushed = ways.map((via) => ({ via, within: answered(204), beyond: answered(beyond) }));
  return { waitedMs: 10, members, pushed };
}

function recordOf(before: Members, raised: Members, restored: Members): RuntimeChangeRecord {
  return { before: stageOf(before), raised: stageOf(raised), restored: stageOf(restored) };
}

const planFor = (lokiVersion: string): ReturnType<typeof planOf> =>
  planOf({ lokiVersion, overrides: { ...claim.tenants } });

/** Returns the stages of a runtime change at which this Loki's state differs from the expected state. */
function differing(lokiVersion: string, record: RuntimeChangeRecord): readonly string[] {
  const { expected, observed } = compareStages(planFor(lokiVersion), record);
  return Object.keys(expected).filter((key) => expected[key] !== observed[key]);
}

const shownInTurn = recordOf(all({ shown: "1KB" }), all({ shown: "4KB" }), all({ shown: "1KB" }));
const loadedInTurn = recordOf(all({ hash: "aa" }), all({ hash: "bb" }), all({ hash: "aa" }));

describe("an override that is changed at run time", () => {
  it("is in effect if each member shows it in turn", () => {
    for (const version of ["3.6.0", "3.6.15", "3.7.8"])
      expect(differing(version, shownInTurn), version).to.deep.equal([]);
  });

  it("is in effect if each member of an older Loki loads another file, and the first one again", () => {
    for (const version of ["3.5.0", "3.5.7", "3.5.12"])
      expect(differing(version, loadedInTurn), version).to.deep.equal([]);
  });

  it("is never in effect by the evidence of another version", () => {
    expect(differing("3.7.8", loadedInTurn)).to.have.length(3);
    expect(differing("3.5.7", shownInTurn)).to.have.length(3);
  });

  const [one, other] = names;
  const stale: readonly (readonly [what: string, record: RuntimeChangeRecord, stages: readonly string[]])[] =
    [
      [
        "no member loaded it",
        recordOf(all({ hash: "aa" }), all({ hash: "aa" }), all({ hash: "aa" })),
        ["raised: Loki processes that loaded it"],
      ],
      [
        "one member did not load it",
        recordOf(
          all({ hash: "aa" }),
          [
            { member: one ?? "", url: "", hash: "bb" },
            { member: other ?? "", url: "", hash: "aa" },
          ],
          all({ hash: "aa" }),
        ),
        ["raised: Loki processes that loaded it"],
      ],
      [
        "no member took it back",
        recordOf(all({ hash: "aa" }), all({ hash: "bb" }), all({ hash: "bb" })),
        ["restored: Loki processes that loaded it"],
      ],
      [
        "no member has a runtime file",
        recordOf(all({}), all({}), all({})),
        [
          "as configured: Loki processes that loaded it",
          "raised: Loki processes that loaded it",
          "restored: Loki processes that loaded it",
        ],
      ],
    ];
  for (const [what, record, stages] of stale)
    it(`is not in effect on an older Loki if ${what}`, () => {
      expect(differing("3.5.7", record)).to.deep.equal(stages);
    });
});

import { expect } from "chai";
import fc from "fast-check";
import { type CountersSnapshot, increase } from "./counters.ts";

type Values = Readonly<Record<string, number>> | undefined;

/** One snapshot a value map; the keys are the values of a label, undefined a member that did not answer. */
function snapshots(series: readonly Values[]): CountersSnapshot[] {
  return series.map((values, index) => ({
    boundary: `b${index}`,
    atMs: index,
    members: {
      m: {
        component: "ingester",
        ...(values === undefined ? { error: "no answer" } : {}),
        samples: Object.entries(values ?? {}).map(([tenant, value]) => ({
          name: "c",
          labels: { tenant },
          value,
        })),
      },
    },
  }));
}

const whole = (series: readonly Values[], labels = {}): number | undefined =>
  increase(snapshots(series), "m", { metric: "c", labels, from: "b0", to: `b${series.length - 1}` });

describe("increase", () => {
  const cases: readonly (readonly [string, readonly Values[], number | undefined])[] = [
    ["grows", [{ a: 1 }, { a: 4 }], 3],
    ["is over a restart what it reached before and after", [{ a: 5 }, { a: 9 }, { a: 2 }], 6],
    ["counts a label that appears from zero", [{ a: 1 }, { a: 1, b: 7 }], 7],
    ["counts a label that a restart took away", [{ a: 1, b: 3 }, { a: 4, b: 8 }, { a: 1 }], 9],
    ["passes over a snapshot that was not answered", [{ a: 1 }, undefined, { a: 4 }], 3],
    ["is not known where the metric never was", [{}, {}], undefined],
    ["is not known of a single answer", [undefined, { a: 4 }], undefined],
  ];
  for (const [what, series, expected] of cases) {
    it(what, () => expect(whole(series)).to.equal(expected));
  }

  it("takes only the labels that match", () => {
    expect(
      whole(
        [
          { a: 1, b: 1 },
          { a: 3, b: 9 },
        ],
        { tenant: "a" },
      ),
    ).to.equal(2);
  });

  it("is what was added, wherever restarts and snapshots before them fall", () => {
    const steps = fc.array(fc.record({ add: fc.nat(1000), restart: fc.boolean() }), { minLength: 1 });
    fc.assert(
      fc.property(steps, fc.nat(1000), (done, start) => {
        let value = start;
        const series: Values[] = [{ a: value }];
        for (const { add, restart } of done) {
          if (restart) value = 0;
          value += add;
          series.push({ a: value });
          // As the engine does: nothing restarts without a snapshot of what it had reached.
        }
        const hidden = done.some(({ add, restart }, i) => restart && add >= (series[i]?.["a"] ?? 0));
        fc.pre(!hidden);
        expect(whole(series)).to.equal(done.reduce((sum, { add }) => sum + add, 0));
      }),
    );
  });
});

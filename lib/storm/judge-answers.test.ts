import { expect } from "chai";
import { describeWrong, isWrong, lacksFirstMoment } from "./judge-answers.ts";
import { aQuery } from "./query-record.fixture.ts";

const part = (count: number, digest: string, sum?: number) => ({
  count,
  digest,
  ...(sum === undefined ? {} : { sum }),
});

describe("a wrong answer", () => {
  it("is told by the series that differ, and only by those", () => {
    const wrong = aQuery({
      expected: {
        "status=200": part(3, "a", 30),
        "status=404": part(2, "b", 9),
        "status=500": part(1, "c", 4),
      },
      answer: {
        "status=200": part(3, "a", 30),
        "status=404": part(2, "d", 8),
        "status=503": part(1, "e", 1),
      },
    });
    expect(isWrong(wrong)).to.equal(true);
    expect(describeWrong(wrong)).to.equal(
      [
        "status=404: expected 2 of sum 9, got 2 of sum 8",
        "status=500: expected 1 of sum 4, got none",
        "status=503: expected none, got 1 of sum 1",
      ].join("; "),
    );
  });

  it("of many names shows some, and how many more", () => {
    const names = Array.from({ length: 9 }, (_, i) => [`pod-${i}`, part(i, String(i))] as const);
    const wrong = aQuery({ expected: Object.fromEntries(names), answer: {} });
    expect(describeWrong(wrong))
      .to.contain("pod-4: expected 4, got none")
      .and.to.match(/; and 4 more$/);
  });

  it("is none where it is what Loki makes of the right one, and says so", () => {
    const [all, cut] = [{ a: part(3, "a", 9) }, { a: part(2, "b", 8) }];
    const lacking = aQuery({ expected: all, otherwise: cut, answer: cut });
    expect([isWrong(lacking), lacksFirstMoment(lacking)]).to.deep.equal([false, true]);
    const right = aQuery({ expected: all, otherwise: cut, answer: all });
    expect([isWrong(right), lacksFirstMoment(right)]).to.deep.equal([false, false]);
    const wrong = aQuery({ expected: all, otherwise: cut, answer: { a: part(1, "c", 1) } });
    expect([isWrong(wrong), lacksFirstMoment(wrong)]).to.deep.equal([true, false]);
  });
});

import { expect } from "chai";
import * as fc from "fast-check";
import { describeList } from "./describe-list.ts";

describe("describeList", () => {
  it("aligns the descriptions, and goes on below a long one", () => {
    expect(
      describeList(
        [
          { name: "a", description: "one two three four five six" },
          { name: "long-name", description: "short" },
        ],
        30,
      ),
    ).to.equal(`a          one two three four\n           five six\nlong-name  short\n`);
  });

  it("keeps every word, and no line longer than the screen unless one word is", () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    const thing = fc.record({
      name: word,
      description: fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => words.join(" ")),
    });
    fc.assert(
      fc.property(
        fc.array(thing, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 40, max: 120 }),
        (things, columns) => {
          const text = describeList(things, columns);
          expect(text.split(/\s+/).filter(Boolean)).to.deep.equal(
            things.flatMap(({ name, description }) => [name, ...description.split(" ")]),
          );
          for (const line of text.split("\n")) expect(line.length).to.be.at.most(columns);
        },
      ),
    );
  });
});

import { expect } from "chai";
import { literalText } from "./literal-text.ts";

describe("text that Helm prints as it is", () => {
  it("has no template left that was given, in keys, lists and maps", () => {
    const given = { "{{ a }}": ["x {{ lookup }} y", 1, { b: "{{{{" }], plain: "z" };
    expect(literalText(given)).to.deep.equal({
      "{{`{{`}} a }}": ["x {{`{{`}} lookup }} y", 1, { b: "{{`{{`}}{{`{{`}}" }],
      plain: "z",
    });
  });
});

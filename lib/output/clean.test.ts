import { expect } from "chai";
import * as fc from "fast-check";
import { cleanJson, cleanText, cleanTexts } from "./clean.ts";
import { cleanPainted } from "./print.ts";
import { secrets } from "./secret-registry.ts";

/** Returns the first line that a CI runner would take for a command, by the rules of the runner's own code. */
function commandIn(text: string): string | undefined {
  return text
    .split(/[\n\r\u0085\u2028\u2029]/u)
    .find((line) => /^[\s\u0085\u180E\u200B-\u200D\u2060\uFEFF]*::/u.test(line) || /##\w*\[/u.test(line));
}

// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const steering = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/u;
const pieces = [
  ["::", "##", "#", ":", "[", "error]", "vso[", "add-mask::", "stop-commands::x", "set-output name=a::", " "],
  ["\n", "\r", "\r\n", "\u2028", "\u2029", "\u0085", "\u000B", "\f", "\u200B", "\uFEFF", "\u00A0", "\t"],
  ["\u001B[31m", "\u009B2J", "\u0000", "\u202E", "x", "***", "\\", "://", "@", "?token=", "\uD800"],
].flat();
const hostile = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((all) => all.join(""));

describe("clean text", () => {
  it("holds no command to a CI runner and nothing that steers a terminal, and stays as it is when cleaned again", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const clean = cleanText(text);
        expect(commandIn(clean)).to.equal(undefined);
        expect(clean).not.to.match(steering);
        expect(cleanText(clean)).to.equal(clean);
      }),
      { numRuns: 2_000 },
    );
  });

  const commands = [
    "::add-mask::x",
    "  ::stop-commands::token",
    "\t::set-output name=a::b",
    "progress 1\r::error file=a::b",
    "a\u2028::error::x",
    "a\u0085::error::x",
    "\uFEFF::debug::x",
    "done ##[error]it failed",
    "##vso[task.setvariable variable=a]b",
    "##teamcity[message text='x']",
    "#\u0000#[group]x",
    "\u001B[0m::warning::x",
  ];
  for (const text of commands) {
    it(`holds no command of ${JSON.stringify(text)}`, () => {
      const shown = text.replaceAll("\u0000", "").replaceAll("\u001B[0m", "");
      expect(commandIn(shown), "without cleaning").not.to.equal(undefined);
      expect(commandIn(cleanText(text))).to.equal(undefined);
    });
  }

  it("leaves ordinary text alone", () => {
    const text =
      "# 3 of 3 ingesters\n\n## Checks\n| a::b | std::vector | #1 [x](y) |\n  at file:///a.ts:3:1\n";
    expect(cleanText(text)).to.equal(text);
  });
});

describe("URLs in clean text", () => {
  const urls: readonly (readonly [string, string])[] = [
    ["https://u:pw@h:1/p", "https://***@h:1/p"],
    ["https://:pw@h", "https://***@h"],
    ["https://token@h/x", "https://***@h/x"],
    ["s3://AKIA:se/cret@us-east-1/b", "s3://***@us-east-1/b"],
    ["h:80,redis://a:b@h1,redis://c:d@h2", "h:80,redis://***@h1,redis://***@h2"],
    [
      "https://h/p?token=a&limit=3&X-Amz-Signature=b#f",
      "https://h/p?token=***&limit=3&X-Amz-Signature=***#f",
    ],
    ["https://h/p?secretalone", "https://h/p?***"],
    ["https://h/cb#access_token=a", "https://h/cb#***"],
    [
      'curl "http://127.0.0.1:3100/loki/api/v1/query?query=up"',
      'curl "http://127.0.0.1:3100/loki/api/v1/query?query=up"',
    ],
    ["http://h/q?start=1&amp;end=2&amp;key=3", "http://h/q?start=1&amp;end=2&amp;key=***"],
    ["http://[::1]:3100/ready", "http://[::1]:3100/ready"],
    ["https://charts.example/x#loki", "https://charts.example/x#loki"],
  ];
  for (const [given, shown] of urls) {
    it(`${given} is shown as ${shown}`, () => {
      expect(cleanText(given)).to.equal(shown);
      expect(cleanText(shown)).to.equal(shown);
    });
  }

  it("lose any user info", () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9%!$&'()*+,;=:._~-]{1,20}$/);
    fc.assert(
      fc.property(word, fc.constantFrom("http", "redis+tls", "S3", "dynamodb"), (info, scheme) => {
        expect(cleanText(`a ${scheme}://${info}@host/p b`)).to.match(/:\/\/\*\*\*@host\/p b$/);
      }),
    );
  });
});

describe("clean JSON", () => {
  it("reads back as it was where there is no secret, and holds no command and no control character", () => {
    fc.assert(
      fc.property(fc.dictionary(hostile, hostile), fc.constantFrom(undefined, 1), (value, indent) => {
        fc.pre(!JSON.stringify(value).includes("://"));
        const text = cleanJson(value, indent);
        expect(JSON.parse(text)).to.deep.equal(value);
        expect(commandIn(text)).to.equal(undefined);
        expect(text).not.to.match(steering);
      }),
    );
  });

  it("loses registered secrets in texts, keys and numbers, and remains JSON", () => {
    secrets.addFrom("password", 'a"clean\\json\nsecret');
    secrets.addFrom("token", 424_242_424);
    const value = { 'x a"clean\\json\nsecret': ['a"clean\\json\nsecret!'], n: 424_242_424, m: 42 };
    expect(JSON.parse(cleanJson(value))).to.deep.equal({ "x ***": ["***!"], n: "***", m: 42 });
    expect(cleanTexts({ a: ["424242424", 1], "\u001B": 1 })).to.deep.equal({ a: ["***", 1], "": 1 });
  });
});

describe("a secret with a terminal's sequences in the middle of it", () => {
  const secret = "canary-1f6d90b2c7";
  before(() => secrets.addFrom("token", secret));

  it("is hidden, wherever they stand", () => {
    const sequence = fc.constantFrom("\u001B[31m", "\u001B[0m", "\u001B[1;38;5;9m", "\u001B[2J", "\u001B[K");
    const cut = fc.integer({ min: 1, max: secret.length - 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cut, sequence), { minLength: 1, maxLength: 4 }), (cuts) => {
        const torn = [...cuts]
          .sort(([one], [other]) => other - one)
          .reduce((text, [at, codes]) => `${text.slice(0, at)}${codes}${text.slice(at)}`, secret);
        for (const clean of [cleanText, cleanPainted]) expect(clean(`a ${torn} b`)).to.equal("a *** b");
      }),
    );
  });
});

describe("painted text", () => {
  it("keeps lokiproof's own colours and nothing else that steers a terminal", () => {
    expect(cleanPainted("\u001B[1;31mFAIL\u001B[0m ok")).to.equal("\u001B[1;31mFAIL\u001B[0m ok");
    expect(cleanPainted("\u001B[31mFAIL\u001B[2J")).to.equal("\u001B[31mFAIL[2J");
    expect(commandIn(cleanPainted("\u001B[31m::error::x"))).to.equal(undefined);
  });
});

import { expect } from "chai";
import * as fc from "fast-check";
import { lineFormatOf, lineSource } from "./lines.ts";

const key = fc.record({
  seed: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  tenant: fc.string({ minLength: 1 }),
  stream: fc.nat({ max: 200_000 }),
});
const sequence = fc.nat({ max: 2 ** 31 - 1 });

describe("lines", () => {
  it("derives the same bytes again, and holds the sequence in clear", () => {
    fc.assert(
      fc.property(key, sequence, fc.integer({ min: 60, max: 3000 }), (stream, sequence, lineBytes) => {
        const line = lineSource(stream, lineBytes).lineAt(sequence);
        expect(line).to.equal(lineSource({ ...stream }, lineBytes).lineAt(sequence));
        expect(line).to.match(/^[\x20-\x7e]+$/);
        expect(line).to.match(new RegExp(`seq[="':]+${sequence}\\b`));
        expect(line.length).to.be.at.most(Math.max(lineBytes * 1.3, 100));
      }),
    );
  });

  it("pins the bytes: data written by an older lokiproof is checked by a newer one", () => {
    const lines = [0, 1, 2].map((stream) =>
      lineSource({ seed: 42, tenant: "payments", stream }, 120).lineAt(7 + stream),
    );
    expect(lines).to.deep.equal([
      'level=info seq=7 status=200 ms=338 msg="ccepted queue drained after retry upstream closed handshake renewe"',
      '{"level":"debug","seq":8,"status":200,"ms":1205,"msg":" retry upstream closed handshake renewed lease shard move"}',
      '"GET /search?seq=9 HTTP/1.1" 200 1311 info "fset cache warmed token rotated page rend"',
    ]);
  });

  it("differs between tenants, seeds and streams, not in its sequence alone", () => {
    const base = { seed: 1, tenant: "payments", stream: 0 };
    const others = [
      base,
      { ...base, seed: 2 },
      { ...base, tenant: "checkout" },
      { ...base, stream: 3 },
      { ...base, seed: 1 + 2 ** 32 },
    ];
    const lines = others.map((other) =>
      Array.from({ length: 20 }, (_, i) => lineSource(other, 160).lineAt(i)).join("\n"),
    );
    expect(new Set(lines).size).to.equal(others.length);
  });

  for (const lineBytes of [100, 160, 400, 2000]) {
    it(`is ${lineBytes} bytes long in the mean`, () => {
      for (const stream of [0, 1, 2]) {
        const { lineAt: line } = lineSource({ seed: 3, tenant: "a", stream }, lineBytes);
        const total = Array.from({ length: 2000 }, (_, i) => line(i).length).reduce(
          (sum, length) => sum + length,
          0,
        );
        expect(total / 2000, lineFormatOf(stream)).to.be.within(lineBytes * 0.97, lineBytes * 1.03);
      }
    });
  }

  it("gives each level its share", () => {
    const { lineAt: line } = lineSource({ seed: 5, tenant: "a", stream: 0 }, 160);
    const levels = Array.from({ length: 5000 }, (_, i) => /level=(\w+)/.exec(line(i))?.[1]);
    const share = (level: string): number => levels.filter((one) => one === level).length / levels.length;
    expect(share("info")).to.be.within(0.75, 0.85);
    expect(share("error")).to.be.within(0.02, 0.04);
  });

  it("writes JSON that parses", () => {
    expect(JSON.parse(lineSource({ seed: 1, tenant: "t", stream: 1 }, 160).lineAt(9))).to.include({ seq: 9 });
  });
});

import { expect } from "chai";
import * as fc from "fast-check";
import { isLong, lineLength, pushLineBytes, variantsOf } from "./line-geometry.ts";
import { lineFormatOf, lineId } from "./line-id.ts";
import { lineSource } from "./lines.ts";

const key = fc.record({
  seed: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  tenant: fc.string({ minLength: 1 }),
  stream: fc.nat({ max: 200_000 }),
});
const geometry = fc.record({
  lineBytes: fc.integer({ min: 60, max: 3000 }),
  linesPerPush: fc.integer({ min: 1, max: 10_000 }),
});
const usual = { lineBytes: 160, linesPerPush: 1000 };

function linesOf(stream: number, count: number, lineBytes = 160): readonly string[] {
  const { lineAt } = lineSource({ seed: 3, tenant: "a", stream }, { lineBytes, linesPerPush: count });
  return Array.from({ length: count }, (_, i) => lineAt(i));
}

describe("lines", () => {
  it("are derived alike again, ASCII, of their length, with their push's id once", () => {
    fc.assert(
      fc.property(key, geometry, fc.nat({ max: 2 ** 32 - 1 }), fc.nat(), (key, geometry, push, n) => {
        const index = n % geometry.linesPerPush;
        const sequence = push * geometry.linesPerPush + index;
        const { lineAt, idAt } = lineSource(key, geometry);
        const line = lineAt(sequence);
        expect(line).to.equal(lineSource({ ...key }, geometry).lineAt(sequence));
        expect(line).to.match(/^[\x20-\x7e\n\t]+$/);
        expect(line.length).to.equal(lineLength(index, geometry.lineBytes));
        expect(line.split(lineId(key, push))).to.have.lengthOf(2);
        expect(idAt(sequence)).to.equal(lineId(key, push));
      }),
    );
  });

  it("pins the bytes: data written by an older lokiproof is checked by a newer one", () => {
    const lines = [0, 1, 2, 3].map((stream) =>
      lineSource({ seed: 42, tenant: "payments", stream }, usual).lineAt(70_001 + stream),
    );
    expect(lines).to.deep.equal([
      'caller=handler.go:37 level=info span=510cab6b00000046 route=/v1/cart status=204 ms=44 msg="delivered resumed handshake retry schema payload moved bask"',
      '{"level":"info","span":"8635ca7000000046","route":"/v1/cart","status":200,"ms":143,"msg":"delivered resumed handshake retry s"}',
      '10.1.6.62 - - 2b667bc500000046 "PATCH /v1/stock?q=stock+validated+closed+rotated+migrated+booked+batch+page+invoice+assigned+upstream+joined+ro HTTP/1.1" 200 644 info',
      "INFO [http-nio-8080-exec-7] [f8e9664e00000046] com.acme.cart.Service : delivered resumed handshake retry schema payload moved basket customer ",
    ]);
  });

  it("differ between tenants, seeds and streams", () => {
    const base = { seed: 1, tenant: "payments", stream: 0 };
    const others = [
      base,
      { ...base, seed: 2 },
      { ...base, tenant: "checkout" },
      { ...base, stream: 4 },
      { ...base, seed: 1 + 2 ** 32 },
    ];
    const lines = others.map((other) => {
      const { lineAt } = lineSource(other, usual);
      return new Set(Array.from({ length: 2000 }, (_, i) => lineAt(i)));
    });
    const all = new Set(lines.flatMap((some) => [...some]));
    expect(all.size).to.equal(lines.reduce((sum, { size }) => sum + size, 0));
  });

  for (const lineBytes of [115, 160, 400, 2000]) {
    it(`of ${lineBytes} bytes in the mean are so within 0.5%, as told in advance`, () => {
      const total = linesOf(1, 2000, lineBytes).reduce((sum, line) => sum + line.length, 0);
      expect(total).to.equal(pushLineBytes({ lineBytes, linesPerPush: 2000 }));
      expect(total / 2000).to.be.within(lineBytes * 0.995, lineBytes * 1.005);
    });
  }

  it("give each level its share, the long ones being errors", () => {
    const { fieldsAt } = lineSource(
      { seed: 5, tenant: "a", stream: 0 },
      { lineBytes: 160, linesPerPush: 5000 },
    );
    const fields = Array.from({ length: 5000 }, (_, i) => fieldsAt(i));
    const share = (level: string): number => fields.filter((one) => one.level === level).length / 5000;
    expect(share("info")).to.be.within(0.78, 0.86);
    expect(share("warn")).to.be.within(0.03, 0.06);
    expect(share("error")).to.be.within(0.025, 0.05);
    expect(
      fields.every(
        ({ level, status }, i) => status >= 500 === (level === "error") && (!isLong(i) || level === "error"),
      ),
    ).to.equal(true);
  });

  it("are JSON where they claim to be, and say what is known of them", () => {
    const { lineAt, fieldsAt } = lineSource({ seed: 1, tenant: "t", stream: 1 }, usual);
    for (let i = 0; i < 300; i++) {
      const { level, status, durationMs: ms } = fieldsAt(i);
      expect(JSON.parse(lineAt(i))).to.include({ level, status, ms });
    }
  });

  it("are logfmt and access logs where they claim to be", () => {
    for (const [stream, form] of [
      [0, /^(caller=\S+ )?level=(\w+) span=[0-9a-f]{16} (route=\S+ )?status=(\d+) ms=\d+ msg="[^"]*"$/],
      [2, /^(\S+ - - )?[0-9a-f]{16} "[A-Z]+ \S+ HTTP\/1\.1" \d+ \d+ (\w+)( "[^"]+")?$/],
    ] as const) {
      expect(lineFormatOf(stream)).to.equal(["logfmt", "json", "access", "java"][stream]);
      for (const line of linesOf(stream, 300)) expect(line).to.match(form);
    }
  });

  it("hold stack traces of several lines in one entry, in full frames", () => {
    const traces = linesOf(3, 500).filter((line) => line.includes("\n"));
    expect(traces).to.have.lengthOf(10);
    for (const trace of traces) {
      const [first, ...frames] = trace.split("\n\t");
      expect(first).to.match(/^ERROR .*Exception: /);
      expect(frames.length).to.be.greaterThan(4);
      for (const frame of frames) expect(frame).to.match(/^at com\.acme\.\S+\(\w+\.java:\d+\)$/);
    }
  });

  it("send small pushes in 8 variants, large ones alike but for their id", () => {
    expect(variantsOf({ lineBytes: 160, linesPerPush: 50 })).to.equal(8);
    expect(variantsOf({ lineBytes: 160, linesPerPush: 6250 })).to.equal(1);
  });
});

import { setImmediate } from "node:timers/promises";
import { prepareBody } from "../lib/traffic/bodies/prepare-body.ts";
import { headEnd } from "../lib/traffic/bodies/ready-body.ts";
import { lineFormats } from "../lib/traffic/line-id.ts";
import type { Benchmark } from "./benchmark.ts";

const megabyte = { lineBytes: 160, linesPerPush: 6250, stepNs: 1000 };
const rounds = 100;

/**
 * Measures the cost of prebuilding a push body with 1 MB of lines (lines, protobuf, snappy, placeholders) on one core.
 */
export const preparation: Benchmark = {
  name: "preparation",
  async *run() {
    const ratios = new Map<string, number>();
    let lineBytes = 0;
    const before = process.cpuUsage();
    for (let seed = 0; seed < rounds; seed++) {
      for (const lineFormat of lineFormats) {
        const spec = { ...megabyte, seed, lineFormat, variant: 0, encoding: "snappy" } as const;
        const { bytes, ready } = prepareBody(spec);
        lineBytes += ready.lineBytes;
        ratios.set(lineFormat, ready.lineBytes / (bytes.length - headEnd(1)));
        // Frees the memory that snappy used. A run's cache of prebuilt bodies frees it too, because it writes each body
        // to a file.
        await setImmediate();
      }
    }
    const { user, system } = process.cpuUsage(before);
    yield {
      what: `bodies of 1 MB made, lines per CPU-second (${rounds} of each format)`,
      value: lineBytes / (user + system),
      unit: "MB",
      atLeast: 100,
    };
    for (const [lineFormat, value] of ratios)
      yield { what: `compression of ${lineFormat} lines`, value, unit: "to 1", atMost: 6 };
  },
};

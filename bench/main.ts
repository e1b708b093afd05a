import { parseArgs } from "node:util";
import { type Benchmark, describeFigure } from "./benchmark.ts";
import { generator } from "./generator.ts";
import { judging } from "./judging.ts";
import { preparation } from "./preparation.ts";

/**
 * Runs the benchmarks, as `npm run bench -- [--seconds N] [name...]`. Prints figures next to their goals. Exits 0 even
 * if a goal is missed.
 */
const all: readonly Benchmark[] = [preparation, generator, judging];

const { values, positionals } = parseArgs({
  options: { seconds: { type: "string", default: "60" } },
  allowPositionals: true,
});
const seconds = Number(values.seconds);
const unknown = positionals.filter((name) => all.every((one) => one.name !== name));
if (!(seconds > 0) || unknown.length > 0) {
  console.error(`usage: npm run bench -- [--seconds N] [${all.map(({ name }) => name).join("|")}]...`);
  process.exit(3);
}
const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort(new Error("interrupted")));
for (const { name, run } of all) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(name);
  for await (const figure of run({ seconds, signal: interrupted.signal }))
    console.log(describeFigure(figure));
}

import { sleep } from "k6";
import exec from "k6/execution";
import type { Options, Scenario } from "k6/options";
import type { FloodFile } from "../lib/generator/k6-files.ts";
import { push } from "./flood.ts";

export { handleSummary } from "./flood.ts";

/**
 * Sends the flood as a closed loop, as most tools do: each virtual user waits for an answer before it sends the next
 * push. No run uses this script. It serves only as a control experiment, which shows what a closed loop hides
 * (test/local/blame.alone.test.ts).
 */
const file: FloodFile = JSON.parse(open(__ENV["LOAD_FILE"] ?? ""));

export const options: Options = {
  scenarios: Object.fromEntries(
    file.scenarios.map(({ name, startMs, forMs }): [string, Scenario] => [
      name,
      {
        executor: "constant-vus",
        exec: "paced",
        vus: 1,
        startTime: `${startMs}ms`,
        duration: `${forMs}ms`,
        gracefulStop: `${file.timeoutMs + 2000}ms`,
      },
    ]),
  ),
  systemTags: ["scenario"],
};

const periods = new Map(file.scenarios.map(({ name, forMs, planned }) => [name, forMs / planned]));

/** Sends one push, and then sleeps until the next push is due at the planned rate. */
export async function paced(): Promise<void> {
  const startMs = Date.now();
  await push();
  const restMs = (periods.get(exec.scenario.name) ?? 0) - (Date.now() - startMs);
  if (restMs > 0) sleep(restMs / 1000);
}

import { dirname } from "node:path";
import type { Plan } from "../plan/plan.ts";
import { countAssertions } from "./count-assertions.ts";
import type { SuiteMessage } from "./messages.ts";
import { resolveFromHere } from "./resolve-hooks.ts";
import { runFile } from "./run-file.ts";
import { plan } from "./suite.ts";

/**
 * The arguments of this process, which the judge starts as `child.ts TEST_TIMEOUT_MS FILE...`. The process reports its
 * results over IPC.
 */
const [timeout, ...files] = process.argv.slice(2);
const send = process.send?.bind(process);
if (files.length === 0 || send === undefined) throw new Error("started by lib/judge/suite-process.ts only");

let written = Promise.resolve();
function tell(message: SuiteMessage): void {
  written = new Promise((resolve) => send?.(message, () => resolve()));
}

function planIfReadable(): Plan | undefined {
  try {
    return plan();
  } catch {
    return undefined;
  }
}

// Exits when the judge is gone, or when everything is reported and a suite's leftover work would keep the process
// alive.
process.once("disconnect", () => process.exit());
resolveFromHere(files.map(dirname));
countAssertions();
const options = { testTimeoutMs: Number(timeout), plan: planIfReadable() };
for (const file of files) await runFile(file, tell, options);
await written;
process.disconnect();

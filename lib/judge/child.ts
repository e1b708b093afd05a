import { dirname } from "node:path";
import { countAssertions } from "./count-assertions.ts";
import type { SuiteMessage } from "./messages.ts";
import { resolveFromHere } from "./resolve-hooks.ts";
import { runFile } from "./run-file.ts";

/** The process that the judge starts: `child.ts TEST_TIMEOUT_MS FILE...`; says what it finds over IPC. */
const [timeout, ...files] = process.argv.slice(2);
const first = files[0];
const send = process.send?.bind(process);
if (first === undefined || send === undefined) throw new Error("started by lib/judge/suite-process.ts only");

let written = Promise.resolve();
function tell(message: SuiteMessage): void {
  written = new Promise((resolve) => send?.(message, () => resolve()));
}

// Nobody is left to judge for; or all is said, and what a suite left running must not keep the process.
process.once("disconnect", () => process.exit());
resolveFromHere(dirname(first));
countAssertions();
for (const file of files) await runFile(file, tell, Number(timeout));
await written;
process.disconnect();

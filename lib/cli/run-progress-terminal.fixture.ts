import { setTimeout as delay } from "node:timers/promises";
import { terminalProgress } from "./run-progress-terminal.ts";

// Shows two steps like those of a run, on any stdout. The first lasts long enough for its duration to be shown; the
// second fails.
const value = await terminalProgress.step("stack", async (progress) => {
  progress.say("19 of 19 Loki processes are ready");
  await delay(700);
  return "made";
});
await terminalProgress
  .step("load", async () => {
    await delay(700);
    throw new Error("k6 ended");
  })
  .catch((error: Error) => console.log(`thrown: ${error.message}`));
console.log(`given: ${value}`);

import { setTimeout as delay } from "node:timers/promises";
import { terminalProgress } from "./run-progress-terminal.ts";

// Two steps as a run has them, on whatever stdout is: one that lasts long enough for its time to be shown, and one that fails.
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

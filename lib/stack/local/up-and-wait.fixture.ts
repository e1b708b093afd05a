import { silentProgress } from "../../base/log.ts";
import { loadPlan } from "../../scenario/load-plan.ts";
import { upLocal } from "./local-provider.ts";

/** For tests: an owner of a stack to be killed. Prints the run's id when the stack is up, then waits for its end. */
const { plan } = await loadPlan({ scenario: "smoke", provider: "local", now: new Date() });
const stack = await upLocal(plan, { progress: silentProgress, signal: new AbortController().signal });
process.stdout.write(`${stack.state.plan.runId}\n`);
await new Promise((resolve) => setTimeout(resolve, 600_000));

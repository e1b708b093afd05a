import type { Plan } from "../plan/plan.ts";
import { switchedOff } from "../promises/switched-off.ts";
import { matchesCheck } from "../verdict/match-check.ts";
import { nameOf } from "./check-names.ts";
import { intended } from "./intended.ts";
import { skip } from "./skip.ts";

/**
 * Replaces each check whose feature the plan switches off by a skip with the reason. The check's own assertions would
 * fail a healthy Loki for lacking that feature.
 */
export function skipSwitchedOff(tests: readonly Mocha.Test[], plan: Plan): void {
  for (const off of switchedOff(plan)) {
    if (off.judgedInPart === true) continue;
    const meant = tests.filter((test) =>
      off.checks.some((pattern) => matchesCheck(pattern, nameOf(test).id)),
    );
    for (const test of meant)
      test.fn = () => {
        if (off.intent !== undefined) intended(plan, [off.intent]);
        skip(`${off.setting}: ${off.why}`);
      };
  }
}

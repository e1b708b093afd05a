import { statedLimits } from "../../promises/limits.ts";
import type { Plan } from "../../scenario/plan.ts";
import { sameLimit } from "./limit-value.ts";
import {
  changedLimit,
  type RuntimeChangeRecord,
  type RuntimeStage,
  raisedTo,
  runtimeTenant,
} from "./runtime-change.probe.ts";
import { statedText } from "./stated-limit.ts";

interface Sides {
  readonly expected: Readonly<Record<string, string>>;
  readonly observed: Readonly<Record<string, string>>;
}

/** What should be in effect before, during and after the change, beside what is; each stage says both, always. */
export function compareStages(plan: Plan, record: RuntimeChangeRecord): Sides {
  const configured = statedText(statedLimits(plan, runtimeTenant), changedLimit);
  const stages = [
    { name: "as configured", size: configured, stage: record.before },
    { name: "raised", size: raisedTo, stage: record.raised },
    { name: "restored", size: configured, stage: record.restored },
  ];
  const sides = stages.flatMap(({ name, size, stage }) => [
    [`${name}: members that show ${size}`, allMembers(stage), showing(stage, size)],
    [`${name}: a line of ${size}`, `${ways(stage)} x 204`, statuses(stage, "within")],
    [`${name}: a line one byte longer`, `${ways(stage)} x 400`, statuses(stage, "beyond")],
  ]);
  return {
    expected: Object.fromEntries(sides.map(([what, expected]) => [what, expected])),
    observed: Object.fromEntries(sides.map(([what, , observed]) => [what, observed])),
  };
}

/** None at all is not all of them. */
function allMembers({ members }: RuntimeStage): string {
  return members.length === 0 ? "at least one" : `all ${members.length}`;
}

/** The gateway and every distributor that runs: at least one of them (how many there should be is the ring's claim). */
function ways({ pushed }: RuntimeStage): number {
  return Math.max(2, pushed.length);
}

function showing({ members }: RuntimeStage, size: string): string {
  const others = members.filter(({ shown }) => !sameLimit(shown, size));
  if (others.length === 0) return `all ${members.length}`;
  return `not ${others.map(({ member, shown }) => `${member} (${JSON.stringify(shown ?? null)})`).join(", ")}`;
}

/** "4 x 204": through the gateway, and straight to each distributor. */
function statuses({ pushed }: RuntimeStage, which: "within" | "beyond"): string {
  const counts = Object.entries(Object.groupBy(pushed, (push) => push[which].status));
  const said = pushed.map((push) => push[which]).find(({ status }) => status !== 204 && status !== 400)?.said;
  const seen = counts.map(([status, same]) => `${same?.length ?? 0} x ${status}`).join(", ") || "no push";
  return said === undefined ? seen : `${seen} (${said})`;
}

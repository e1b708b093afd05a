import type { Plan } from "../../plan/plan.ts";
import { statedLimits } from "../../promises/limits.ts";
import { showsTenantLimits } from "../../promises/limits-shown.ts";
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

/**
 * Returns the expected and the observed state of a limit before, during and after a runtime change. Both sides name
 * every stage.
 */
export function compareStages(plan: Plan, record: RuntimeChangeRecord): Sides {
  const configured = statedText(statedLimits(plan, runtimeTenant), changedLimit);
  const stages = [
    { name: "as configured", size: configured, stage: record.before },
    { name: "raised", size: raisedTo, stage: record.raised },
    { name: "restored", size: configured, stage: record.restored },
  ];
  const shown = showsTenantLimits(plan);
  const sides = stages.flatMap(({ name, size, stage }) => [
    shown
      ? [`${name}: Loki processes that report ${size}`, allMembers(stage), showing(stage, size)]
      : [`${name}: Loki processes that loaded it`, allMembers(stage), loading(stage, record)],
    [`${name}: a line of ${size}`, `${ways(stage)} x 204`, statuses(stage, "within")],
    [`${name}: a line one byte longer`, `${ways(stage)} x 400`, statuses(stage, "beyond")],
  ]);
  return {
    expected: Object.fromEntries(sides.map(([what, expected]) => [what, expected])),
    observed: Object.fromEntries(sides.map(([what, , observed]) => [what, observed])),
  };
}

/**
 * Describes all Loki processes at a stage of a runtime change. A stage without Loki processes must not pass as
 * complete.
 */
function allMembers({ members }: RuntimeStage): string {
  return members.length === 0 ? "at least one" : `all ${members.length}`;
}

/**
 * Returns the number of URLs that receive the test pushes: the gateway and every running distributor. Requires at least
 * one distributor, but the ring claim checks how many there are.
 */
function ways({ pushed }: RuntimeStage): number {
  return Math.max(2, pushed.length);
}

function showing({ members }: RuntimeStage, size: string): string {
  const others = members.filter(({ shown }) => !sameLimit(shown, size));
  if (others.length === 0) return `all ${members.length}`;
  return `not ${others.map(({ member, shown }) => `${member} (${JSON.stringify(shown ?? null)})`).join(", ")}`;
}

/**
 * Describes which Loki processes loaded a stage's runtime config. Used for a Loki that shows no tenant's limits. All
 * processes must have the same config hash in the first stage, and that hash again in the last stage. In the middle
 * stage, all of them must have a different hash, the same on every process.
 */
function loading(stage: RuntimeStage, { before, raised }: RuntimeChangeRecord): string {
  const first = before.members[0]?.hash;
  const wanted = stage === raised ? raised.members[0]?.hash : first;
  const isLoaded = wanted !== undefined && (stage !== raised || wanted !== first);
  const others = stage.members.filter(({ hash }) => !isLoaded || hash !== wanted);
  if (others.length === 0) return `all ${stage.members.length}`;
  return `not ${others.map(({ member, hash }) => `${member} (runtime config ${hash?.slice(0, 8) ?? "none"})`).join(", ")}`;
}

/** Counts the answers' statuses ("4 x 204") of pushes through the gateway and directly to each distributor. */
function statuses({ pushed }: RuntimeStage, which: "within" | "beyond"): string {
  const counts = Object.entries(Object.groupBy(pushed, (push) => push[which].status));
  const said = pushed.map((push) => push[which]).find(({ status }) => status !== 204 && status !== 400)?.said;
  const seen = counts.map(([status, same]) => `${same?.length ?? 0} x ${status}`).join(", ") || "no push";
  return said === undefined ? seen : `${seen} (${said})`;
}

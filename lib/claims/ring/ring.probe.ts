import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { readRing, ringInstance } from "../../loki/ring.ts";
import type { Phase, Probe, ProbeContext } from "../../probe/probe.ts";
import { components } from "../../stack/component.ts";
import type { Member } from "../../stack/stack.ts";
import { type RingKind, ringsOf } from "./ring-kinds.ts";

/** One ring as one Loki process shows it. `error` is set if the process did not show the ring. */
const ringView = z.strictObject({
  ring: z.enum(components),
  seenBy: z.string(),
  url: z.string(),
  nowMs: z.number().optional(),
  instances: z.array(ringInstance),
  error: z.string().optional(),
});
export type RingViewRecord = z.infer<typeof ringView>;

const ringRecord = z.strictObject({ views: z.array(ringView) });
export type RingRecord = z.infer<typeof ringRecord>;

/** Reads every ring that the plan expects, from every Loki process that can show the ring. */
export const ringBeforeProbe = ringProbe("ring.before", "before");
export const ringAfterProbe = ringProbe("ring.after", "after");

function ringProbe(id: string, phase: Phase): Probe<RingRecord> {
  return { id, phase, record: ringRecord, timeoutMs: 15_000, observe };
}

async function observe({ stack, plan }: ProbeContext, signal: AbortSignal): Promise<RingRecord> {
  const expected = ringsOf(plan);
  const views = expected.flatMap((kind) =>
    stack.members
      .filter((member) => kind.shownBy.includes(member.component))
      .map((member) => viewOf(kind, member, signal)),
  );
  return { views: await Promise.all(views) };
}

async function viewOf(kind: RingKind, member: Member, signal: AbortSignal): Promise<RingViewRecord> {
  const seen = { ring: kind.name, seenBy: member.name, url: `${member.url}${kind.page}` };
  try {
    const { instances, nowMs } = await readRing(seen.url, signal);
    return { ...seen, nowMs, instances: [...instances] };
  } catch (error) {
    signal.throwIfAborted();
    return { ...seen, instances: [], error: describeError(error) };
  }
}

import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { http } from "../../loki/http.ts";
import type { Phase, Probe, ProbeContext } from "../../probe/probe.ts";
import type { Member } from "../../stack/stack.ts";

const readiness = z.strictObject({
  name: z.string(),
  component: z.string(),
  url: z.string(),
  status: z.int().describe("0: no answer"),
  body: z.string(),
});
const readyRecord = z.strictObject({ members: z.array(readiness) });
export type ReadyRecord = z.infer<typeof readyRecord>;

/** Reads every Loki process's answer at /ready. */
export const readyBeforeProbe = readyProbe("ring.ready-before", "before");
export const readyAfterProbe = readyProbe("ring.ready-after", "after");

function readyProbe(id: string, phase: Phase): Probe<ReadyRecord> {
  return { id, phase, record: readyRecord, timeoutMs: 15_000, observe };
}

async function observe({ stack }: ProbeContext, signal: AbortSignal): Promise<ReadyRecord> {
  return { members: await Promise.all(stack.members.map((member) => ask(member, signal))) };
}

async function ask(member: Member, signal: AbortSignal): Promise<ReadyRecord["members"][number]> {
  const { name, component, url } = member;
  try {
    const answer = await http(`${url}/ready`, { signal });
    return { name, component, url, status: answer.status, body: answer.body.trim().slice(0, 200) };
  } catch (error) {
    signal.throwIfAborted();
    return { name, component, url, status: 0, body: describeError(error) };
  }
}

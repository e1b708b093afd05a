import { exitCodes } from "../base/errors.ts";
import { judgeCounts, judgeSamples } from "../claims/durability/judge-read.ts";
import type { TenantCounts } from "../claims/durability/read-counts.ts";
import { pickSamples, type SampleRead } from "../claims/durability/read-samples.ts";
import type { PushRecord } from "../run-folder/request-record.ts";
import type { ReadGroup, Verification } from "./verification.ts";

export interface ReadAgain {
  readonly counts: readonly TenantCounts[];
  readonly samples: readonly SampleRead[];
  /** Reasons why pushes of an earlier run could not be read back. */
  readonly problems: readonly string[];
}

export interface Due {
  readonly pushes: readonly PushRecord[];
  readonly seed: number;
  /** Returns why a tenant's oldest lines are permitted to be gone; undefined if they must still be there. */
  readonly mayBeGone: (tenant: string, oldestNs: bigint) => string | undefined;
  /**
   * True if the stack is the one to which the run wrote. Any other Loki counts as the right one only if it has at least
   * one line of the run.
   */
  readonly isOwnStack: boolean;
}

export type Judgement = Pick<
  Verification,
  "verdict" | "exitCode" | "acknowledged" | "read" | "groups" | "sample" | "wrong" | "unjudged"
>;

interface GroupJudgement {
  readonly group: ReadGroup;
  readonly wrong: readonly string[];
  readonly unjudged: readonly string[];
}

/**
 * Compares what was read with every line that the run had acknowledged. Fail: lines are missing, extra or altered.
 * Unknown: reads were not answered, or missing lines are older than their tenant's retention. Pass: every line was
 * counted and every sampled line is exact.
 */
export function judgeVerification(due: Due, seen: ReadAgain): Judgement {
  const groups = Map.groupBy(due.pushes, ({ tenant, kind }) => JSON.stringify([tenant, kind]));
  const judged = [...groups.values()].map((pushes) => judgeGroup(pushes, due, seen));
  const wrong = judged.flatMap((one) => one.wrong);
  const unjudged = [...seen.problems, ...judged.flatMap((one) => one.unjudged)];
  const acknowledged = sum(judged, (one) => one.acknowledged);
  const read = sum(judged, (one) => one.read);
  const isStranger = !due.isOwnStack && read === 0 && wrong.length > 0;
  const held = isStranger ? { wrong: [], unjudged: [...unjudged, stranger] } : { wrong, unjudged };
  const proven = acknowledged > 0 && read === acknowledged && held.unjudged.length === 0;
  const verdict = held.wrong.length > 0 ? "fail" : proven ? "pass" : "unknown";
  return {
    verdict,
    exitCode: exitCodes[verdict],
    acknowledged,
    read,
    groups: judged.map(({ group }) => group),
    sample: { pushes: seen.samples.length, lines: seen.samples.reduce((all, one) => all + one.readLines, 0) },
    ...held,
  };
}

/**
 * The message for a Loki to which the run probably never wrote. Each line carries its run's id, so a single line is
 * enough to recognize the right Loki.
 */
const stranger =
  "this Loki has no line of the run, so it is probably not the Loki that the run wrote to; no line is reported as lost";

function judgeGroup(pushes: readonly PushRecord[], due: Due, seen: ReadAgain): GroupJudgement {
  const { tenant = "", kind = "flood" } = pushes[0] ?? {};
  const isOwn = (one: { readonly tenant: string; readonly kind: string }): boolean =>
    one.tenant === tenant && one.kind === kind;
  const counts = seen.counts.filter(isOwn);
  const { acknowledged, read, unanswered, wrong: miscounted } = judgeCounts(pushes, counts);
  if (!counts.some(({ status }) => status === 200)) {
    const unjudged = [...unanswered, `${tenant}'s ${kind} was not counted`];
    return { group: { tenant, kind, acknowledged, read: 0 }, wrong: [], unjudged };
  }
  const samples = judgeRead(pushes, due.seed, seen.samples.filter(isOwn));
  const wrong = [...miscounted, ...samples.wrong];
  const unjudged = samples.unread.map((which) => `${tenant}'s ${kind}: ${which}`);
  const group = { tenant, kind, acknowledged, read };
  const gone = wrong.length === 0 ? undefined : due.mayBeGone(tenant, oldestOf(pushes));
  if (gone === undefined) return { group, wrong, unjudged };
  return { group, wrong: [], unjudged: [...unjudged, `${gone}: ${wrong.join("; ")}`] };
}

function keyOf({ stream, firstSequence }: Pick<SampleRead, "stream" | "firstSequence">): string {
  return `stream ${stream} from entry ${firstSequence}`;
}

/** Returns the sampled pushes that read back differently, and the sampled pushes that were not read at all. */
function judgeRead(
  pushes: readonly PushRecord[],
  seed: number,
  samples: readonly SampleRead[],
): { readonly wrong: readonly string[]; readonly unread: readonly string[] } {
  const answered = samples.filter(({ status }) => status === 200);
  const keys = new Set(answered.map(keyOf));
  const due = pickSamples(pushes, seed);
  return {
    wrong: judgeSamples(
      due.filter((push) => keys.has(keyOf(push))),
      seed,
      answered,
    ).wrong,
    unread: due.filter((push) => !keys.has(keyOf(push))).map((push) => `${keyOf(push)} was not read`),
  };
}

function oldestOf(pushes: readonly PushRecord[]): bigint {
  return pushes
    .map((push) => BigInt(push.firstTimestampNs))
    .reduce((least, one) => (one < least ? one : least));
}

function sum(judged: readonly GroupJudgement[], of: (group: ReadGroup) => number): number {
  return judged.reduce((total, { group }) => total + of(group), 0);
}

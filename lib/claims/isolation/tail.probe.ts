import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { attempt } from "../../loki/attempt.ts";
import { push } from "../../loki/push.ts";
import type { PushStream } from "../../loki/push-stream.ts";
import { openTail, type Tail } from "../../loki/tail.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { isSingleTenant } from "../../promises/tenancy.ts";
import { newSecrets, type Owner, owners, requestTimeoutMs, type Secrets, secretStream } from "./secrets.ts";
import { type Deed, deed, excerpt } from "./sighting.ts";

const tailed = z.strictObject({
  tenant: z.string(),
  opened: z.boolean(),
  /** The owners whose entries this tail delivered, each listed once. */
  sees: z.array(z.string()),
  /** Why the tail did not open, or why it ended. */
  said: z.string().optional(),
});

const tailRecord = z.strictObject({ tails: z.array(tailed), pushes: z.array(deed) });
export type TailRecord = z.infer<typeof tailRecord>;

/**
 * How long to wait until a tail delivers pushed entries. It delivers entries within one second, but looks for missing
 * ingesters only every ten seconds (tail.go).
 */
const arrivalTimeoutMs = 6_000;

/**
 * Tails the same selector as both owners over a websocket, and pushes as both owners in two rounds. A round ends when
 * each tail has delivered its owner's line. If the first round's line leaked to the other owner, it arrives by the end
 * of the second round.
 */
export const tailProbe: Probe<TailRecord> = {
  id: "isolation.tail",
  phase: "before",
  record: tailRecord,
  timeoutMs: 40_000,
  planned: (plan) => !isSingleTenant(plan),
  async observe(context, signal) {
    const secrets = newSecrets(context);
    const opened = await Promise.all(owners.map((owner) => tryTail(owner, secrets, { context, signal })));
    try {
      const pushes: Deed[] = [];
      for (const _ of ["first", "second"])
        pushes.push(...(await round(opened, secrets, { context, signal })));
      return { tails: opened.map((one) => describe(one, secrets)), pushes };
    } finally {
      for (const { tail } of opened) tail?.[Symbol.dispose]();
    }
  },
};

async function round(opened: readonly Opened[], secrets: Secrets, options: Options): Promise<Deed[]> {
  const pushes: Deed[] = [];
  const waits = opened.map(async ({ owner, tail }) => {
    const stream = secretStream(secrets, owner, options.context.clock.now());
    const last = stream.entries.at(-1)?.timestampNs;
    pushes.push(await pushAs(owner, stream, options));
    const arrived = (entries: Tail["entries"]): boolean =>
      entries.some(({ line, timestampNs }) => timestampNs === last && line.includes(secrets.words[owner]));
    await tail?.waitFor(arrived, arrivalTimeoutMs);
  });
  await Promise.all(waits);
  return pushes;
}

interface Options {
  readonly context: ProbeContext;
  readonly signal: AbortSignal;
}

interface Opened {
  readonly owner: Owner;
  readonly tail?: Tail;
  readonly said?: string;
}

async function tryTail(owner: Owner, secrets: Secrets, { context, signal }: Options): Promise<Opened> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]);
  try {
    const options = { tenant: owner, query: secrets.selector, signal: within };
    return { owner, tail: await openTail(context.stack.gatewayUrl, options) };
  } catch (error) {
    signal.throwIfAborted();
    return { owner, said: describeError(error) };
  }
}

async function pushAs(tenant: Owner, stream: PushStream, { context, signal }: Options): Promise<Deed> {
  const { status, body } = await attempt(
    (within) => push(context.stack.gatewayUrl, [stream], { tenant, signal: within }),
    { timeoutMs: requestTimeoutMs, signal },
  );
  return { what: "push", via: "gateway", tenant, status, said: excerpt(body) };
}

function describe({ owner, tail, said }: Opened, { words }: Secrets): z.infer<typeof tailed> {
  const lines = tail?.entries.map((entry) => `${entry.line} ${JSON.stringify(entry.labels)}`) ?? [];
  const sees = owners.filter((one) => lines.some((line) => line.includes(words[one])));
  const why = said ?? tail?.ended;
  return { tenant: owner, opened: tail !== undefined, sees, ...(why === undefined ? {} : { said: why }) };
}

import { request } from "undici";
import { z } from "zod";
import { HarnessError } from "../base/errors.ts";
import { poll } from "../base/poll.ts";
import type { Plan } from "../plan/plan.ts";
import { hasRing, type RingName } from "../promises/rings.ts";
import type { Component } from "./component.ts";
import type { Member } from "./stack.ts";

export interface ReadyOptions {
  readonly timeoutMs: number;
  readonly intervalMs?: number;
  readonly signal: AbortSignal;
}

/** The used part of the answer of dskit's ring page to `Accept: application/json` (ring/http.go). */
const ringPage = z.object({ shards: z.array(z.object({ id: z.string(), state: z.string() })).nullish() });

/**
 * One Loki process's view of a ring: the process that is queried, the path of its ring page, and the names that the
 * page must show as ACTIVE.
 */
interface RingView {
  readonly viewer: Member;
  readonly path: string;
  readonly expected: readonly string[];
}

interface RingOptions extends ReadyOptions {
  readonly brokenMembers: readonly string[];
  /** Returns whether a Loki process has ended, so that its view of a ring will never come. */
  readonly ended: (viewer: Member) => boolean;
}

/**
 * Resolves when every Loki process that routes by a ring sees all processes of the ring ACTIVE. Distributors, queriers
 * and rulers must see the ingesters; query frontends and queriers must see the schedulers. In every other ring, its own
 * processes must see each other. Throws HarnessError RING_INCOMPLETE with the last observation of the first incomplete
 * view. Processes with a broken config are not queried, because their view may be the injected fault.
 */
export async function awaitRings(
  members: readonly Member[],
  plan: Plan,
  options: RingOptions,
): Promise<void> {
  const views = ringViews(members, plan).filter(({ viewer }) => !options.brokenMembers.includes(viewer.name));
  await Promise.all(views.map((view) => awaitRing(view, options)));
}

async function awaitRing({ viewer, path, expected }: RingView, options: RingOptions): Promise<void> {
  const url = `${viewer.url}${path}`;
  const seen = await poll(
    (signal) => (options.ended(viewer) ? Promise.resolve(undefined) : activeMembers(url, signal)),
    (active) => active === undefined || expected.every((name) => active.includes(name)),
    { intervalMs: 100, ...options },
  );
  if (seen.settled && seen.last !== undefined) return;
  throw new HarnessError(
    `${path} as ${viewer.name} sees it: expected ACTIVE ${expected.join(", ")}; got ${seen.last?.join(", ") || "none"}` +
      (seen.lastError === undefined ? "" : ` (${seen.lastError})`),
    { code: "RING_INCOMPLETE" },
  );
}

async function activeMembers(url: string, signal: AbortSignal): Promise<readonly string[]> {
  const answer = await request(url, { signal, headers: { accept: "application/json" } });
  const page = ringPage.parse(await answer.body.json());
  return (page.shards ?? []).filter(({ state }) => state === "ACTIVE").map(({ id }) => id);
}

function ringViews(all: readonly Member[], plan: Plan): readonly RingView[] {
  const of = (component: Component): readonly Member[] => all.filter((one) => one.component === component);
  /** Returns the Loki processes of a component if the plan gives that component a ring, else none. */
  const ring = (component: RingName): readonly Member[] => (hasRing(plan, component) ? of(component) : []);
  const ingesterClients = [...of("distributor"), ...of("querier"), ...of("ruler")];
  return [
    ...viewsOf(ingesterClients, "/ring", of("ingester")),
    ...viewsOf([...of("query-frontend"), ...of("querier")], "/scheduler/ring", of("query-scheduler")),
    ...viewsOf(of("distributor"), "/distributor/ring", ring("distributor")),
    ...viewsOf(of("ruler"), "/ruler/ring", ring("ruler")),
    ...viewsOf(of("compactor"), "/compactor/ring", of("compactor")),
  ];
}

function viewsOf(viewers: readonly Member[], path: string, members: readonly Member[]): readonly RingView[] {
  const expected = members.map(({ name }) => name);
  return expected.length === 0 ? [] : viewers.map((viewer) => ({ viewer, path, expected }));
}

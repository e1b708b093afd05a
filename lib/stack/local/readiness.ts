import { request } from "undici";
import { z } from "zod";
import { HarnessError } from "../../base/errors.ts";
import { poll } from "../../base/poll.ts";
import type { Component } from "../component.ts";
import { isAlive, type ProcessRef } from "../process-table.ts";
import { lastLogLines } from "../spawned.ts";
import { type LokiProcess, lokisOf, type Topology } from "./topology.ts";

export interface StartedLoki {
  readonly loki: LokiProcess;
  readonly process: ProcessRef;
  readonly logPath: string;
}

export interface ReadyOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Resolves when Loki's /ready answers 200. Throws HarnessError LOKI_ENDED with Loki's own last words when the process
 * ends before, LOKI_NOT_READY with the last answer when the time is over.
 */
export async function awaitReady(
  { loki, process, logPath }: StartedLoki,
  options: ReadyOptions,
): Promise<void> {
  const ended = "the process ended";
  const seen = await poll(
    async (signal) =>
      isAlive(process) ? await getText(`http://127.0.0.1:${loki.httpPort}/ready`, signal) : ended,
    (answer) => answer === ended || answer.startsWith("200 "),
    { ...options, intervalMs: 100 },
  );
  if (seen.last === ended) throw lokiEnded(loki.name, logPath);
  if (seen.settled) return;
  throw new HarnessError(
    `${loki.name}: expected /ready to answer 200 within ${options.timeoutMs / 1000} s, last: ${seen.lastError ?? seen.last}`,
    { code: "LOKI_NOT_READY", hint: `read ${logPath}` },
  );
}

function lokiEnded(name: string, logPath: string): HarnessError {
  const words = lastLogLines(logPath, 8).join("\n");
  return new HarnessError(`${name} ended before it was ready; its last words:\n${words}`, {
    code: "LOKI_ENDED",
    hint: `read ${logPath}`,
  });
}

/** What dskit's ring page answers to `Accept: application/json` (ring/http.go): nothing else of it is needed here. */
const ringPage = z.object({ shards: z.array(z.object({ id: z.string(), state: z.string() })).nullish() });

/** A view of a ring that must be complete: who is asked, where, and whom it must show as ACTIVE. */
interface RingView {
  readonly viewer: LokiProcess;
  readonly path: string;
  readonly expected: readonly string[];
}

interface RingOptions extends ReadyOptions {
  readonly brokenMembers: readonly string[];
  /** Whether the process ended: then its view of a ring never comes. */
  readonly ended: (viewer: LokiProcess) => boolean;
}

/**
 * Resolves when everyone who routes by a ring sees all of its members ACTIVE: distributors, queriers and rulers the
 * ingesters; frontends and queriers the schedulers; and the other rings their own members. Throws HarnessError
 * RING_INCOMPLETE with the last observation of the first view that was not. Members that a breakage gave a config of
 * their own are not asked: what they see may be the fault.
 */
export async function awaitRings(topology: Topology, options: RingOptions): Promise<void> {
  const views = ringViews(topology).filter(({ viewer }) => !options.brokenMembers.includes(viewer.name));
  await Promise.all(views.map((view) => awaitRing(view, options)));
}

async function awaitRing({ viewer, path, expected }: RingView, options: RingOptions): Promise<void> {
  const url = `http://127.0.0.1:${viewer.httpPort}${path}`;
  const seen = await poll(
    (signal) => (options.ended(viewer) ? Promise.resolve(undefined) : activeMembers(url, signal)),
    (active) => active === undefined || expected.every((name) => active.includes(name)),
    { ...options, intervalMs: 100 },
  );
  if (seen.settled && seen.last !== undefined) return;
  throw new HarnessError(
    `${path} as ${viewer.name} sees it: expected ACTIVE ${expected.join(", ")}; got ${seen.last?.join(", ") || "none"}` +
      (seen.lastError === undefined ? "" : ` (${seen.lastError})`),
    { code: "RING_INCOMPLETE", hint: `open ${url}` },
  );
}

async function activeMembers(url: string, signal: AbortSignal): Promise<readonly string[]> {
  const answer = await request(url, { signal, headers: { accept: "application/json" } });
  const page = ringPage.parse(await answer.body.json());
  return (page.shards ?? []).filter(({ state }) => state === "ACTIVE").map(({ id }) => id);
}

function ringViews(topology: Topology): readonly RingView[] {
  const of = (component: Component): readonly LokiProcess[] => lokisOf(topology, component);
  const ingesterClients = [...of("distributor"), ...of("querier"), ...of("ruler")];
  return [
    ...viewsOf(ingesterClients, "/ring", of("ingester")),
    ...viewsOf([...of("query-frontend"), ...of("querier")], "/scheduler/ring", of("query-scheduler")),
    ...viewsOf(of("distributor"), "/distributor/ring", of("distributor")),
    ...viewsOf(of("ruler"), "/ruler/ring", of("ruler")),
    ...viewsOf(of("compactor"), "/compactor/ring", of("compactor")),
  ];
}

function viewsOf(
  viewers: readonly LokiProcess[],
  path: string,
  members: readonly LokiProcess[],
): readonly RingView[] {
  const expected = members.map(({ name }) => name);
  return expected.length === 0 ? [] : viewers.map((viewer) => ({ viewer, path, expected }));
}

async function getText(url: string, signal: AbortSignal): Promise<string> {
  const answer = await request(url, { signal });
  return `${answer.statusCode} ${(await answer.body.text()).trim()}`;
}

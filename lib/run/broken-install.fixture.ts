import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Progress, silentProgress } from "../base/log.ts";
import { loadPlan } from "../scenario/load-plan.ts";
import type { Plan } from "../scenario/plan.ts";
import { findMembers } from "../stack/kind/kind-members.ts";
import { kindProvider } from "../stack/kind/kind-provider.ts";
import type { BypassValues } from "../stack/kind/kind-work.ts";
import { kubernetesOf } from "../stack/release.ts";
import type { Stack, StackProvider } from "../stack/stack.ts";
import { provisionKind } from "../toolchain/provision-kind.ts";
import { judgeBreakage } from "../verdict/breakage.ts";
import type { RunResult } from "../verdict/result.ts";
import { run } from "./run.ts";
import type { Sabotage } from "./sabotage.fixture.ts";

/** Breakages of the values, and acts upon what was installed, on one cluster. */
export interface BrokenInstall {
  readonly breakages: readonly string[];
  readonly sabotage: readonly Sabotage[];
  /** Values that reach outside of the cluster: `safety.connections` must be red. */
  readonly outside?: () => Promise<BypassValues>;
}

const quiet = { step: <T>(_: string, work: (progress: Progress) => Promise<T>) => work(silentProgress) };
/** As long as one may take. */
export const brokenRunMs = 600_000;

/** The lab's cluster where `lab env` says how; elsewhere kind's own images and the chart's repository. */
function chartFlags(env: NodeJS.ProcessEnv = process.env) {
  const charts = env["LAB_CHARTS"];
  const images = env["LAB_IMAGES"];
  return {
    ...(charts === undefined ? {} : { reference: join(charts, "loki-6.55.0") }),
    ...(images === undefined ? {} : { images }),
  };
}

/** A kind stack that somebody breaks once it is up; its members are those that are there then. */
function sabotaged(
  provider: StackProvider,
  acts: readonly Sabotage[],
  tunnels: AsyncDisposableStack,
): StackProvider {
  return {
    name: provider.name,
    up: async (plan, how) => {
      const stack = await provider.up(plan, how);
      try {
        for (const act of acts) await act.inflict(kubernetesOf(stack), how.signal);
        if (acts.length === 0) return stack;
        const kubernetes = kubernetesOf(stack);
        const { members } = await findMembers(kubernetes.kube, kubernetes, { tunnels, signal: how.signal });
        return withMembers(stack, members);
      } catch (error) {
        await stack[Symbol.asyncDispose]();
        throw error;
      }
    },
  };
}

function withMembers(stack: Stack, members: Stack["members"]): Stack {
  return new Proxy(stack, {
    get: (target, key): unknown => {
      if (key === "members") return members;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

async function runBroken(
  plan: Plan,
  { sabotage: acts, outside }: Pick<BrokenInstall, "sabotage" | "outside">,
): Promise<RunResult> {
  const outDir = await mkdtemp(join(tmpdir(), "lokiproof-broken-installs-"));
  await using tunnels = new AsyncDisposableStack();
  try {
    const signal = AbortSignal.timeout(brokenRunMs);
    const nodeImage = process.env["LAB_NODE_IMAGE"];
    const bypassValues = await outside?.();
    const kind = kindProvider({ ...(nodeImage && { nodeImage }), ...(bypassValues && { bypassValues }) });
    const programs = await provisionKind({ loki: plan.lokiVersion }, { progress: silentProgress, signal });
    const provider = sabotaged(kind, acts, tunnels);
    return (await run({ plan, provider, programs, outDir, suites: [], progress: quiet, signal })).result;
  } finally {
    await rm(outDir, { recursive: true });
  }
}

/** Runs the scenario `quick` on it, and expects what must be red to be red, and nothing else that is not in its lists. */
export async function expectRed({ breakages, sabotage, outside }: BrokenInstall): Promise<void> {
  const wanted = { scenario: "quick", provider: "kind", breakages, now: new Date() } as const;
  const { plan } = await loadPlan({ ...wanted, chart: chartFlags() });
  const result = await runBroken(plan, { sabotage, ...(outside && { outside }) });
  const mustRed = [...sabotage.flatMap((act) => act.mustRed), ...(outside ? ["safety.connections"] : [])];
  const judged = judgeBreakage(
    {
      mustRed: [...(plan.breakage?.mustRed ?? []), ...mustRed],
      mayRed: [...(plan.breakage?.mayRed ?? []), ...sabotage.flatMap(({ mayRed }) => mayRed)],
    },
    result.checks,
  );
  const told = result.checks.filter(({ id }) => judged.falseAlarms.includes(id));
  expect(
    told.map(({ id, message }) => `${id}: ${message}`),
    "red without cause",
  ).to.deep.equal([]);
  expect(judged.missed, "must be red and is not").to.deep.equal([]);
  expect(result, result.reason).to.include({ verdict: "fail", exitCode: 1 });
}

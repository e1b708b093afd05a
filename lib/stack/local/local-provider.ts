import { mkdir } from "node:fs/promises";
import { describeError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import { ownCommand } from "../../base/own-command.ts";
import type { Plan } from "../../plan/plan.ts";
import { provision } from "../../toolchain/provision.ts";
import { makeRunRoot } from "../make-run-root.ts";
import { newCredentials, setUpMinio } from "../minio-users.ts";
import { type PortSlot, reservePorts } from "../port-slot.ts";
import type { StackProvider } from "../stack.ts";
import { awaitMinio } from "./await-minio.ts";
import { awaitSchedulers, frontendsComeLast } from "./await-schedulers.ts";
import { awaitStack } from "./await-stack.ts";
import { failedUp } from "./failed-up.ts";
import { LocalStack } from "./local-stack.ts";
import { lokiSpec, minioSpec, nginxSpec } from "./process-specs.ts";
import { minioOf, type StackState } from "./stack-state.ts";
import { type LokiProcess, portsNeeded, topologyOf } from "./topology.ts";
import { type BypassSafety, writeConfigs } from "./write-configs.ts";

export interface LocalOptions {
  /** First port of the stack; by default, a free slot of ports is found. */
  readonly portBase?: number;
  readonly bypassSafety?: BypassSafety;
}

interface UpOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A provider that starts the real Loki components, MinIO and nginx as processes on 127.0.0.1. */
export const localProvider: StackProvider = { name: "local", up: upLocal };

export async function upLocal(plan: Plan, options: UpOptions & LocalOptions): Promise<LocalStack> {
  options.signal.throwIfAborted();
  const tools = await provision({ loki: plan.lokiVersion }, options);
  const count = portsNeeded(plan);
  const slot = await reservePorts(
    options.portBase === undefined ? { count } : { count, portBase: options.portBase },
  );
  const stack = new LocalStack(newState(plan, tools, slot), () => slot.release());
  try {
    await makeRunRoot(stack.paths);
  } catch (error) {
    await slot.release();
    throw error;
  }
  try {
    await startAll(stack, options);
    return stack;
  } catch (error) {
    const told = options.signal.aborted ? error : await failedUp(error, stack.state, stack.paths);
    await stack.end().catch((left: unknown) => {
      options.progress.warn(
        `not all of it could be removed: ${describeError(left)}; next: ${ownCommand(["sweep"])}`,
      );
    });
    throw told;
  }
}

function newState(plan: Plan, tools: Awaited<ReturnType<typeof provision>>, slot: PortSlot): StackState {
  const topology = topologyOf(plan, slot.base);
  return {
    version: 1,
    plan,
    programs: { loki: tools.loki.path, minio: tools.minio.path, nginx: tools.nginx.path },
    versions: { minio: tools.minio.version, nginx: tools.nginx.version },
    topology: { ...topology, lokis: [...topology.lokis] },
    credentials: newCredentials(),
    processes: {},
  };
}

async function startAll(
  stack: LocalStack,
  { progress, signal, bypassSafety }: UpOptions & LocalOptions,
): Promise<void> {
  const { state, paths } = stack;
  const { lokis } = state.topology;
  for (const dir of [paths.configs, paths.logs, paths.data]) await mkdir(dir, { mode: 0o700 });
  await writeConfigs(state, paths, bypassSafety);
  progress.say("starting MinIO");
  const minio = minioSpec(state, paths);
  await stack.start(minio);
  await awaitMinio(state, { process: stack.processOf("minio"), logPath: minio.logPath }, signal);
  await setUpMinio(state.plan, minioOf(state), signal);
  progress.say(`starting ${lokis.length} Loki processes and the gateway`);
  const isLast = ({ target }: LokiProcess): boolean =>
    target === "query-frontend" && frontendsComeLast(state.plan);
  const [last = [], first = []] = [true, false].map((how) => lokis.filter((one) => isLast(one) === how));
  for (const loki of first) await stack.start(lokiSpec(loki, state, paths));
  if (last.length > 0) await awaitSchedulers(stack, signal);
  for (const loki of last) await stack.start(lokiSpec(loki, state, paths));
  await stack.start(nginxSpec(state, paths));
  await awaitStack(stack, { progress, signal });
}

import { HarnessError } from "../../base/errors.ts";
import { shell } from "../../base/shell-words.ts";
import type { Told } from "../generator-site.ts";
import { type AgentState, type AgentWork, agentState } from "./agent-protocol.ts";

/**
 * The client of a generator in a pod, through a tunnel to the pod. Calls throw HarnessError if the generator refuses.
 */
export interface AgentClient {
  /** The pod's name. */
  readonly name: string;
  state(signal: AbortSignal): Promise<AgentState>;
  prepare(work: AgentWork, signal: AbortSignal): Promise<void>;
  tell(what: "start" | "stop" | "leave", signal: AbortSignal): Promise<void>;
  recorded(script: Told["script"], from: number, signal: AbortSignal): Promise<Buffer>;
}

const timeoutMs = 10_000;

export function agentClient(name: string, url: string): AgentClient {
  const ask = async (path: string, signal: AbortSignal, init: RequestInit = {}): Promise<Buffer> => {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const answer = await fetch(`${url}${path}`, { ...init, signal: bounded });
    const body = Buffer.from(await answer.arrayBuffer());
    if (answer.ok) return body;
    throw new HarnessError(`generator ${name}: ${path}: ${body.toString().slice(0, 300)}`, {
      code: "GENERATOR_REFUSED",
      hint: shell`kubectl logs ${name}`,
    });
  };
  return {
    name,
    state: async (signal) => agentState.parse(JSON.parse((await ask("/state", signal)).toString())),
    prepare: async (work, signal) => {
      await ask("/prepare", signal, { method: "POST", body: JSON.stringify(work) });
    },
    tell: async (what, signal) => {
      await ask(`/${what}`, signal, { method: "POST" });
    },
    recorded: (script, from, signal) => ask(`/records/${script}?from=${from}`, signal),
  };
}

import { describeError, HarnessError } from "../../base/errors.ts";
import type { JsonObject } from "../../base/json.ts";
import { buildVersion, defaultConfig, runningConfig } from "../../loki/running-config.ts";
import type { Member } from "../stack.ts";

/** One Loki process's own report: its config, its defaults and its version. */
export interface Said {
  readonly member: Member;
  readonly config: JsonObject;
  readonly defaults: JsonObject;
  readonly version: string;
}

const answerMs = 10_000;

/**
 * Returns the report (config, defaults, version) of the first Loki process that answers. A separate check compares the
 * processes with one another.
 */
export async function firstAnswer(members: readonly Member[], signal: AbortSignal): Promise<Said> {
  const why: string[] = [];
  for (const member of members) {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
    try {
      const [config, defaults, version] = await Promise.all([
        runningConfig(member.url, bounded),
        defaultConfig(member.url, bounded),
        buildVersion(member.url, bounded),
      ]);
      return { member, config, defaults, version };
    } catch (error) {
      signal.throwIfAborted();
      why.push(`${member.name}: ${describeError(error)}`);
    }
  }
  throw new HarnessError(`no Loki process reported its config: ${why.slice(0, 4).join("; ")}`, {
    code: "NO_MEMBER_ANSWERS",
    hint: "may this user forward ports to pods? lokiproof doctor --stack cluster",
  });
}

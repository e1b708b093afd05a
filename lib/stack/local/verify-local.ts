import { join } from "node:path";
import { stringify } from "yaml";
import { usageError } from "../../base/errors.ts";
import { isObject } from "../../base/json.ts";
import { type LokiToAsk, refusalOfConfig, refusalOfOverrides } from "../../loki/ask-loki.ts";
import type { Plan } from "../../plan/plan.ts";
import { runPaths } from "../run-paths.ts";
import { lokiConfig } from "./loki-config.ts";
import { type LokiProcess, topologyOf } from "./topology.ts";
import { overridesText, surroundingsOf } from "./write-configs.ts";

/** A port for configs that are only verified: they must contain ports, but nothing listens on them. */
const anyPort = 20_000;

/**
 * Lets Loki verify the configs and overrides of a local stack of this plan, before anything is started. Throws
 * usageError with Loki's message.
 */
export async function verifyLocal(plan: Plan, loki: LokiToAsk): Promise<void> {
  const topology = topologyOf(plan, anyPort);
  const paths = runPaths(plan.runId);
  for (const member of differentMembers(topology.lokis, plan)) {
    const around = surroundingsOf(
      member,
      { plan, topology: { ...topology, lokis: [...topology.lokis] } },
      paths,
    );
    const config = lokiConfig(member, plan, { ...around, dataDir: join("/tmp", member.name) });
    const refusal = await refusalOfConfig(stringify(config), { ...loki, target: member.target });
    if (refusal !== undefined) throw refused(plan, `the config of ${member.name}`, refusal);
  }
  const limits = plan.config["limits_config"];
  const refusal = await refusalOfOverrides(overridesText(plan), isObject(limits) ? limits : {}, loki);
  if (refusal !== undefined) throw refused(plan, "the runtime overrides", refusal);
}

/**
 * Returns one process for all that share a config, and each process that a breakage (a deliberate fault) gives a
 * different config.
 */
function differentMembers(lokis: readonly LokiProcess[], { breakage }: Plan): readonly LokiProcess[] {
  const named = Object.keys(breakage?.components ?? {});
  const broken = named.flatMap((name) => lokis.find((one) => one.name === name || one.target === name) ?? []);
  return [...new Set([...lokis.slice(0, 1), ...broken])];
}

function refused({ lokiVersion, breakage }: Plan, what: string, refusal: string): Error {
  const by = breakage === undefined ? "" : ` (broken by ${breakage.name})`;
  return usageError(
    `Loki ${lokiVersion} refuses ${what} of this plan${by}:\n  ${refusal.replaceAll("\n", "\n  ")}`,
    {
      code: "LOKI_REFUSES",
      hint: "lokiproof plan --full shows the config; correct the file that this comes from",
    },
  );
}

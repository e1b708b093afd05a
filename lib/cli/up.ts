import { Command, InvalidArgumentError } from "commander";
import { loadPlan } from "../scenario/load-plan.ts";
import { describeStack, keep } from "../stack/local/keep.ts";
import { upLocal } from "../stack/local/local-provider.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { addPlanOptions, type PlanFlags, planOptionsOf } from "./plan-options.ts";
import { terminalProgress, warnings } from "./run-progress-terminal.ts";

interface UpFlags extends PlanFlags {
  readonly portBase?: number;
}

/** `lokiproof up [scenario]`: stands the stack up and leaves it running; prints how to reach and how to end it. */
export function upCommand(): Command {
  const command = new Command("up")
    .description("stand a stack up and leave it running, to poke at")
    .argument("[scenario]", "a scenario file, or a name in scenarios/", "smoke")
    .option("--port-base <port>", "first of the ports to use; without it a free range is found", portNumber);
  return addPlanOptions(command).action((scenario: string, flags: UpFlags) => up(scenario, flags));
}

async function up(scenario: string, flags: UpFlags): Promise<void> {
  const signal = abortOnInterrupt();
  const { plan, warnings: aboutPlan } = await loadPlan(planOptionsOf(scenario, flags));
  const stack = await terminalProgress.step(`stack for ${plan.scenario}`, (progress) => {
    const ports = flags.portBase === undefined ? {} : { portBase: flags.portBase };
    return upLocal(plan, { progress, signal, ...ports });
  });
  await keep(stack);
  for (const warning of [...aboutPlan, ...warnings]) process.stderr.write(`warning: ${warning}\n`);
  process.stdout.write(describeStack(stack));
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1024 || port > 65_000)
    throw new InvalidArgumentError("expected a port from 1024 to 65000.");
  return port;
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../base/json.ts";
import { testTenants } from "../claims/all.ts";
import { type LoadedPlan, loadPlan } from "../plan/load-plan.ts";
import type { Shape } from "./healthy-shapes.fixture.ts";

/** Returns the plan of the scenario `quick` for a Loki config, which is passed in files as a user would. */
export async function planOfShape({ config, values: chart, overrides }: Shape): Promise<LoadedPlan> {
  const dir = await mkdtemp(join(tmpdir(), "lokiproof-shape-"));
  const file = async (name: string, content: JsonObject | undefined): Promise<string | undefined> => {
    if (content === undefined) return undefined;
    await writeFile(join(dir, name), JSON.stringify(content));
    return join(dir, name);
  };
  try {
    const lokiConfigFile = await file("loki.yaml", config);
    const overridesFile = await file("overrides.yaml", overrides && { overrides });
    const valuesFile = await file("values.yaml", chart);
    return await loadPlan(
      {
        scenario: "quick",
        provider: "local",
        now: new Date(),
        ...(lokiConfigFile === undefined ? {} : { lokiConfigFile }),
        ...(overridesFile === undefined ? {} : { overridesFile }),
        ...(valuesFile === undefined ? {} : { chart: { valuesFiles: [valuesFile] } }),
      },
      testTenants,
    );
  } finally {
    await rm(dir, { recursive: true });
  }
}

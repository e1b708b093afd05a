import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { HarnessError } from "../../base/errors.ts";
import { poll } from "../../base/poll.ts";
import type { Kube } from "../../kube/kube.ts";
import type { GeneratorSite, Told } from "../generator-site.ts";
import type { AgentClient } from "./agent-client.ts";
import { type Followed, followAgent } from "./follow-agent.ts";
import { generatorVersion } from "./generator-version.ts";
import type { JobOptions } from "./job-manifests.ts";
import { startJob } from "./start-job.ts";

/**
 * The timeout for preparing the generators: enough to create the push bodies of a large plan with a small share of a
 * node's CPU.
 */
const prepareMs = 300_000;

/**
 * Runs the generators in the cluster, as a Job with one pod each. The Job's namespace is created for the run and
 * deleted afterwards. All generators start when the last is ready, as nearly at the same moment as the requests to
 * start arrive. The generators' records are copied to this machine once a second.
 */
export function jobSite(options: JobOptions & { readonly kube: Kube }): GeneratorSite {
  const { generators } = options;
  return {
    generators,
    run: async (told, { dir, signal, progress }) => {
      await using job = await startJob(options, { signal, progress });
      const followed = await Promise.all(job.agents.map((agent, index) => followedIn(dir, index, agent)));
      progress.say(`${generators} generators make the bodies of their pushes`);
      await Promise.all(followed.map((one) => prepare({ ...one, told }, signal)));
      await Promise.all(followed.map(({ agent }) => agent.tell("start", signal)));
      progress.say("the load has begun");
      return (await Promise.all(followed.map((one) => followAgent({ ...one, told }, signal)))).flat();
    },
  };

  async function followedIn(dir: string, index: number, agent: AgentClient): Promise<Omit<Followed, "told">> {
    const own = join(dir, `generator-${index}`);
    await mkdir(own, { recursive: true });
    return { agent, share: { index, of: generators }, dir: own };
  }
}

/**
 * Prepares a generator in its pod. Throws HarnessError if the pod has another version's code or cannot create its push
 * bodies.
 */
async function prepare({ agent, told, share }: Followed, signal: AbortSignal): Promise<void> {
  refuseOtherVersion(agent.name, (await agent.state(signal)).version);
  await agent.prepare({ share, told: told.map(plain) }, signal);
  const seen = await poll(
    (until) => agent.state(until),
    ({ phase }) => phase === "ready" || phase === "ended",
    { timeoutMs: prepareMs, intervalMs: 300, signal },
  );
  if (seen.last?.phase === "ready") return;
  const why = seen.last?.error ?? seen.lastError ?? `it is still ${seen.last?.phase ?? "silent"}`;
  throw new HarnessError(`generator ${agent.name}: expected it to get ready, got: ${why}`, {
    code: "GENERATOR_NOT_READY",
  });
}

function refuseOtherVersion(name: string, version: string): void {
  const own = generatorVersion();
  if (version === own) return;
  throw new HarnessError(
    `generator ${name} runs an image of lokiproof ${version}, which sends another load than this lokiproof, ${own}; build the image from this one`,
    { code: "GENERATOR_VERSION", hint: "build and push the image again: deploy/Dockerfile" },
  );
}

/** Removes this machine's push bodies from the script's input; the pod creates its own. */
function plain(told: Told): Told {
  return told.script === "flood" ? { ...told, file: { ...told.file, families: {} } } : told;
}

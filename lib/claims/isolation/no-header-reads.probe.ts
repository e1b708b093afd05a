import pLimit from "p-limit";
import { z } from "zod";
import { attempt } from "../../loki/attempt.ts";
import { http } from "../../loki/http.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { isSingleTenant } from "../../promises/tenancy.ts";
import { type ReadPath, readPaths, tenantPathsOf } from "./read-paths.ts";
import { newSecrets, ownersIn, pushSecrets, requestTimeoutMs, type Secrets } from "./secrets.ts";
import { deed, excerpt, type Sighting, sighting } from "./sighting.ts";

const noHeaderReadsRecord = z.strictObject({ pushes: z.array(deed), sightings: z.array(sighting) });
export type NoHeaderReadsRecord = z.infer<typeof noHeaderReadsRecord>;

const atOnce = 6;
type Asked = Omit<ReadPath, "shows" | "sees">;

interface Door {
  readonly via: string;
  readonly url: string;
  readonly path: Asked;
}

/** Requests every read path without X-Scope-OrgID, at the gateway and at every Loki process that serves the path. */
export const noHeaderReadsProbe: Probe<NoHeaderReadsRecord> = {
  id: "isolation.no-header-reads",
  phase: "before",
  record: noHeaderReadsRecord,
  timeoutMs: 60_000,
  planned: (plan) => !isSingleTenant(plan),
  async observe(context, signal) {
    const secrets = newSecrets(context);
    const pushes = await pushSecrets(context, secrets, signal);
    const limit = pLimit(atOnce);
    const doors = readDoors(context, [
      ...readPaths(secrets, context.clock.now()),
      ...tenantPathsOf(context.plan),
    ]);
    const sightings = await Promise.all(doors.map((door) => limit(() => knock(door, secrets, signal))));
    return { pushes, sightings };
  },
};

function readDoors({ stack }: ProbeContext, paths: readonly Asked[]): Door[] {
  return paths.flatMap((path) => {
    const members = stack.members.filter(({ component }) => component === path.component);
    const direct = members.map(({ name, url }) => ({ via: name, url, path }));
    // The gateway routes no request to a querier.
    return path.component === "querier"
      ? direct
      : [{ via: "gateway", url: stack.gatewayUrl, path }, ...direct];
  });
}

async function knock({ via, url, path }: Door, secrets: Secrets, signal: AbortSignal): Promise<Sighting> {
  const { name, method, query } = path;
  const asked = query === undefined ? {} : { query };
  const answer = await attempt(
    (within) => http(`${url}${path.path}`, { method: method ?? "GET", ...asked, signal: within }),
    { timeoutMs: requestTimeoutMs, signal },
  );
  const { status, body } = answer;
  return { path: name, via, reader: null, status, sees: ownersIn(answer, secrets), said: excerpt(body) };
}

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { request } from "undici";
import { stringify } from "yaml";
import { HarnessError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import { poll } from "../../base/poll.ts";
import type { Release } from "../../helm/prepare-release.ts";
import type { Kube } from "../../kube/kube.ts";
import { setUpMinio } from "../minio-users.ts";
import type { RunPaths } from "../run-paths.ts";
import { awaitPods } from "./await-pods.ts";
import { helmInstall } from "./helm-install.ts";
import { type KindState, minioOf } from "./kind-state.ts";

const minioTimeoutMs = 120_000;

export interface Installation {
  readonly kube: Kube;
  readonly state: KindState;
  readonly paths: RunPaths;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** An installation of the Loki chart, without the parts that only a kind stack has. */
export interface ChartInstallation extends Omit<Installation, "state"> {
  readonly state: Pick<KindState, "plan" | "namespace" | "release">;
}

/** Waits until an already applied MinIO is ready, then creates its S3 buckets and users. */
export async function startMinio({ kube, state, progress, signal }: Installation): Promise<void> {
  progress.say("waiting for MinIO");
  const of = { kube, namespace: state.ownNamespace, patient: false, progress, signal };
  await awaitPods({ ...of, timeoutMs: minioTimeoutMs });
  await awaitAnswer(`${minioOf(state).endpoint}/minio/health/ready`, signal);
  await setUpMinio(state.plan, minioOf(state), signal);
}

/** Installs the Loki chart. Resolves when the API server has the chart's objects; the pods are not ready yet. */
export async function installChart(
  { kube, state, paths, progress, signal }: ChartInstallation,
  { helm, release: prepared }: { readonly helm: string; readonly release: Release },
): Promise<void> {
  const valuesFile = join(paths.root, "values.yaml");
  await writeFile(valuesFile, stringify(prepared.values), { mode: 0o600 });
  const { chart } = prepared;
  progress.say(`installing ${chart.name} ${chart.version} of ${chart.source}`);
  const { namespace, release } = state;
  const { kubeconfig, context } = kube;
  const { runId } = state.plan;
  const home = join(paths.root, "helm");
  await helmInstall({
    helm,
    chart: chart.folder,
    release,
    namespace,
    valuesFile,
    kubeconfig,
    context,
    home,
    runId,
    signal,
  });
}

/**
 * Resolves when `url` answers 200. The port of a NodePort Service becomes reachable only some time after the Service
 * exists.
 */
export async function awaitAnswer(url: string, signal: AbortSignal): Promise<void> {
  const seen = await poll(
    async (inTime) => {
      const answer = await request(url, { signal: inTime });
      await answer.body.dump();
      return answer.statusCode;
    },
    (status) => status === 200,
    { timeoutMs: 60_000, intervalMs: 200, signal },
  );
  if (seen.settled) return;
  throw new HarnessError(`${url}: expected 200 within 60 s, got ${seen.lastError ?? seen.last}`, {
    code: "NODE_PORT_SILENT",
    hint: "docker ps --format '{{.Names}} {{.Ports}}'   # whether the node's ports are open",
  });
}

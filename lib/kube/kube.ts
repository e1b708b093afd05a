import type { KubeConfig } from "@kubernetes/client-node";
import { z } from "zod";
import { describeError, HarnessError } from "../base/errors.ts";
import { shell } from "../base/shell-words.ts";
import { refuseBrokenContext } from "./broken-context.ts";
import { ExecCredentials } from "./exec-credentials.ts";
import { type KubeContext, readKubeconfig } from "./kubeconfig.ts";
import { kubernetesClient } from "./kubernetes-client.ts";

export interface KubeRequest {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path of a Kubernetes API request, such as "/api/v1/namespaces/loki/pods". */
  readonly path: string;
  /** Query parameters. Undefined values are omitted. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** The request body; JSON unless `contentType` says otherwise. */
  readonly body?: string;
  readonly contentType?: string;
  readonly signal: AbortSignal;
}

/**
 * Access to one cluster through one named context. Replies are returned as text, for the caller to parse
 * (list-objects.ts, apply-manifests.ts). A request throws KubeError if the API server refuses, and HarnessError
 * KUBE_SILENT if the API server does not answer.
 */
export interface Kube extends KubeContext {
  request(request: KubeRequest): Promise<string>;
  /** The client library's configuration, for port-forwards, which the library itself opens. */
  readonly config: KubeConfig;
}

/** A refusal by the Kubernetes API server, with its HTTP status: 404 no such object, 403 forbidden. */
export class KubeError extends HarnessError {
  readonly status: number;

  constructor(message: string, status: number, hint: string) {
    super(message, { code: "KUBE_REFUSED", hint });
    this.status = status;
  }
}

/**
 * Prepares access to the cluster of a context, without sending anything yet. Throws usageError if the kubeconfig or the
 * context is not valid.
 */
export async function openKube({ kubeconfig, context }: KubeContext): Promise<Kube> {
  const config = await readKubeconfig(kubeconfig, context);
  refuseBrokenContext(config, { kubeconfig, context });
  config.setCurrentContext(context);
  const plugin = ExecCredentials.takeOver(config, kubeconfig);
  return {
    kubeconfig,
    context,
    config,
    request: (request) => send({ kubeconfig, context, config }, request, plugin),
  };
}

async function send(
  kube: Omit<Kube, "request">,
  request: KubeRequest,
  plugin: ExecCredentials,
): Promise<string> {
  const { method = "GET", path, signal } = request;
  signal.throwIfAborted();
  const where = `${method} ${path} (context ${kube.context})`;
  const end = (): void => plugin.end(signal.reason);
  signal.addEventListener("abort", end, { once: true });
  const asked = answerOf(kube.config, request).finally(() => signal.removeEventListener("abort", end));
  const answer = await asked.catch((cause: unknown) => {
    signal.throwIfAborted();
    if (cause instanceof HarnessError) throw cause;
    throw new HarnessError(`${where}: expected an answer, got none: ${describeError(cause)}`, {
      code: "KUBE_SILENT",
      hint: shell`kubectl --kubeconfig ${kube.kubeconfig} --context ${kube.context} version`,
      cause,
    });
  });
  if (answer.status < 300) return answer.body;
  const hint = `kubectl --kubeconfig ${kube.kubeconfig} --context ${kube.context} get --raw ${path}`;
  throw new KubeError(`${where}: ${answer.status}: ${reasonOf(answer.body)}`, answer.status, hint);
}

async function answerOf(
  config: KubeConfig,
  { method = "GET", path, query = {}, body, contentType, signal }: KubeRequest,
): Promise<{ readonly status: number; readonly body: string }> {
  const { IsomorphicFetchHttpLibrary, RequestContext, HttpMethod } = await kubernetesClient();
  const context = new RequestContext(`${config.getCurrentCluster()?.server}${path}`, HttpMethod[method]);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) context.setQueryParam(name, String(value));
  }
  if (body !== undefined) {
    context.setHeaderParam("Content-Type", contentType ?? "application/json");
    context.setBody(body);
  }
  context.setSignal(signal);
  await config.applySecurityAuthentication(context);
  const answer = await new IsomorphicFetchHttpLibrary().send(context).toPromise();
  return { status: answer.httpStatusCode, body: await answer.body.text() };
}

/**
 * The Status object that the API server returns for an error:
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 */
const statusObject = z.object({ message: z.string() });

function reasonOf(body: string): string {
  try {
    return statusObject.parse(JSON.parse(body)).message;
  } catch {
    return body.slice(0, 200) || "without a word";
  }
}

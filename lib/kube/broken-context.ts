import { accessSync, constants, statSync } from "node:fs";
import type { Cluster, KubeConfig, User } from "@kubernetes/client-node";
import { usageError } from "../base/errors.ts";
import { shell } from "../base/shell-words.ts";
import type { KubeContext } from "./kubeconfig.ts";

/**
 * Throws usageError, before any connection is tried, if a kubeconfig context cannot work. The message lists all
 * problems of the context.
 */
export function refuseBrokenContext(config: KubeConfig, { kubeconfig, context }: KubeContext): void {
  const found = config.getContextObject(context);
  if (found === null) {
    const names = config.getContexts().map(({ name }) => name);
    throw usageError(`${kubeconfig}: expected a context ${context}, got ${names.join(", ") || "none"}`, {
      code: "NO_SUCH_CONTEXT",
      hint: shell`kubectl --kubeconfig ${kubeconfig} config get-contexts`,
    });
  }
  const cluster = config.getCluster(found.cluster);
  const user = config.getUser(found.user);
  const problems = [
    ...(cluster === null ? [`it has no cluster ${found.cluster}`] : clusterProblems(cluster)),
    ...(user === null ? [`it has no user ${found.user}`] : userProblems(user)),
  ];
  if (problems.length === 0) return;
  throw usageError(`kubeconfig ${kubeconfig}: context ${context} cannot be used: ${problems.join("; ")}`, {
    code: "KUBECONFIG_BROKEN",
    hint: shell`kubectl --kubeconfig ${kubeconfig} --context ${context} config view --minify`,
  });
}

function clusterProblems({
  name,
  server,
  caData,
  caFile,
  proxyUrl,
  skipTLSVerify,
}: Cluster): readonly string[] {
  return [
    ...(isHttp(server) ? [] : [`the server of cluster ${name} is no https:// address`]),
    // The client library sends nothing to a server with an http: address and TLS verification (@kubernetes/client-node
    // 2.0.1).
    ...(URL.parse(server)?.protocol === "http:" && !skipTLSVerify
      ? [`the server of cluster ${name} is http://, which needs insecure-skip-tls-verify: true`]
      : []),
    ...(proxyUrl === undefined || URL.canParse(proxyUrl)
      ? []
      : [`the proxy-url of cluster ${name} is no address`]),
    ...pemProblems("certificate-authority", caData, caFile),
  ];
}

function userProblems({ certData, certFile, keyData, keyFile }: User): readonly string[] {
  const hasCert = (certData ?? certFile) !== undefined;
  const hasKey = (keyData ?? keyFile) !== undefined;
  return [
    ...pemProblems("client-certificate", certData, certFile),
    ...pemProblems("client-key", keyData, keyFile),
    ...(hasCert === hasKey ? [] : ["of client-certificate and client-key only one is there"]),
  ];
}

function isHttp(server: unknown): boolean {
  return typeof server === "string" && /^https?:$/.test(URL.parse(server)?.protocol ?? "");
}

/**
 * Returns the problems of a kubeconfig's certificate or key: inline data must be PEM in base64, and a file must be
 * readable.
 */
function pemProblems(name: string, data: unknown, file: string | undefined): readonly string[] {
  if (data !== undefined && data !== null && !isPem(data)) return [`its ${name}-data is no PEM in base64`];
  return file === undefined || isReadable(file) ? [] : [`its ${name} ${file} cannot be read`];
}

function isPem(data: unknown): boolean {
  if (typeof data !== "string") return false;
  const packed = data.replaceAll(/\s/g, "");
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(packed) && packed.length % 4 === 0;
  return isBase64 && Buffer.from(packed, "base64").toString("latin1").includes("-----BEGIN ");
}

/** The maximum size of a certificate file, many times that of the longest certificate chain. */
const maxBytes = 1024 * 1024;

/**
 * Reports whether a certificate file is a readable regular file of limited size. The client library reads it completely
 * on the main thread, so a device or a pipe would block indefinitely.
 */
function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    const stats = statSync(file);
    return stats.isFile() && stats.size <= maxBytes;
  } catch {
    return false;
  }
}

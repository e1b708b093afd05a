import type { Cluster, KubeConfig, User } from "@kubernetes/client-node";
import { usageError } from "../base/errors.ts";
import { secrets } from "../output/secret-registry.ts";

/**
 * Registers every secret of a kubeconfig: its users' credentials, and the arguments and environment of credential
 * plugins.
 */
export function registerCredentials(config: KubeConfig): void {
  for (const user of config.getUsers()) registerUser(user);
  for (const { server } of config.getClusters()) secrets.addFrom("server", server);
}

function registerUser({ token, password, keyData, certData, exec, authProvider }: User): void {
  for (const value of [token, password, keyData, certData]) if (value !== undefined) secrets.add(value);
  // The client library types both fields as `any`. `exec` is a program with its arguments and environment.
  const program: unknown = exec;
  secrets.addFrom("exec", program);
  for (const value of environmentOf(program)) secrets.add(value);
  const provider: unknown = authProvider;
  secrets.addFrom("auth", provider);
}

function environmentOf(program: unknown): readonly string[] {
  if (typeof program !== "object" || program === null || !("env" in program)) return [];
  const variables: readonly unknown[] = Array.isArray(program.env) ? program.env : [];
  return variables.flatMap((one) =>
    typeof one === "object" && one !== null && "value" in one && typeof one.value === "string"
      ? [one.value]
      : [],
  );
}

/**
 * Throws usageError if a server's address contains a user, a password or a query. No client sends these parts, and
 * every error message would print them.
 */
export function refuseServerPassword({ name, server }: Cluster, file: string): void {
  const url = URL.parse(server);
  if (url === null || `${url.username}${url.password}${url.search}` === "") return;
  throw usageError(
    `kubeconfig ${file}: the server of cluster ${name} holds a user, a password or a query, which no client sends`,
    {
      code: "SERVER_PASSWORD",
      hint: `write https://${url.host} there, and the credentials under users: (token, or username and password)`,
    },
  );
}

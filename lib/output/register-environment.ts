import { existsSync } from "node:fs";
import { secrets } from "./secret-registry.ts";

/**
 * A pattern for environment variables that hold a secret. It does not match PWD or the sockets of agents, which are
 * paths.
 */
const secretName = /SECRET|PASS|TOKEN|KEY|CRED|AUTH|COOKIE|SESSION_ID|DSN|CONNECTION_STRING/;

/**
 * Registers the secrets in this process's environment variables, including the credentials in URLs, such as those of
 * proxies.
 */
export function registerEnvironment(environment: Readonly<NodeJS.ProcessEnv>): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || value === "") continue;
    if (secretName.test(name.toUpperCase()) && !isPath(value)) secrets.add(value);
    else if (value.includes("://")) secrets.addFrom("url", value);
  }
}

/**
 * Reports whether a value is an existing path. A leading slash is not enough, because some secrets begin with one too.
 */
function isPath(value: string): boolean {
  return value.startsWith("/") && existsSync(value);
}

import { existsSync } from "node:fs";
import { secrets } from "./secret-registry.ts";

/** Names of variables that hold a secret. PWD and the sockets of agents, which are paths, are none. */
const secretName = /SECRET|PASS|TOKEN|KEY|CRED|AUTH|COOKIE|SESSION_ID|DSN|CONNECTION_STRING/;

/** Remembers the secrets in the environment of this process, and what URLs in it (proxies) carry beside their address. */
export function registerEnvironment(environment: Readonly<NodeJS.ProcessEnv>): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || value === "") continue;
    if (secretName.test(name.toUpperCase()) && !isPath(value)) secrets.add(value);
    else if (value.includes("://")) secrets.addFrom("url", value);
  }
}

/** Some secrets begin with a slash, too. */
function isPath(value: string): boolean {
  return value.startsWith("/") && existsSync(value);
}

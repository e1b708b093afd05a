import type { KubeConfig, User } from "@kubernetes/client-node";
import { usageError } from "../base/errors.ts";
import { shell } from "../base/shell-words.ts";
import { secrets } from "../output/secret-registry.ts";
import { type ExecCredential, type ExecSpec, execSpec, runExecPlugin } from "./exec-plugin.ts";

type Authenticator = Parameters<KubeConfig["addAuthenticator"]>[0];

/**
 * Credentials from a kubeconfig's `exec` plugin. Replaces the client library's implementation, which runs a plugin
 * without a timeout and might leave the plugin running (@kubernetes/client-node 2.0.1, exec_auth.js).
 */
export class ExecCredentials implements Authenticator {
  private readonly specs: ReadonlyMap<string, ExecSpec>;
  private readonly given = new Map<string, Promise<ExecCredential>>();
  private stop = new AbortController();

  private constructor(specs: ReadonlyMap<string, ExecSpec>) {
    this.specs = specs;
  }

  /**
   * Takes over the exec plugin of the current context's user. Throws usageError if the plugin's configuration is not
   * valid.
   */
  static takeOver(config: KubeConfig, file: string): ExecCredentials {
    const specs = new Map<string, ExecSpec>();
    const current = config.getCurrentUser();
    config.users = config.users.map((user) => {
      if (user.name !== current?.name || user.exec === undefined) return user;
      const parsed = execSpec.safeParse(user.exec);
      if (!parsed.success) {
        throw usageError(
          `kubeconfig ${file}: the exec of user ${user.name} has no command, or odd arguments`,
          {
            code: "KUBECONFIG_BROKEN",
            hint: shell`kubectl --kubeconfig ${file} config view`,
          },
        );
      }
      specs.set(user.name, parsed.data);
      const { exec: _, ...rest } = user;
      return rest;
    });
    const credentials = new ExecCredentials(specs);
    config.addAuthenticator(credentials);
    return credentials;
  }

  isAuthProvider(user: User): boolean {
    return this.specs.has(user.name);
  }

  async applyAuthentication(
    user: User,
    options: Parameters<Authenticator["applyAuthentication"]>[1],
  ): Promise<void> {
    const { token, clientCertificateData, clientKeyData } = await this.credentialOf(user.name);
    if (clientCertificateData !== undefined) options.cert = clientCertificateData;
    if (clientKeyData !== undefined) options.key = clientKeyData;
    if (token !== undefined) options.headers = { ...options.headers, Authorization: `Bearer ${token}` };
  }

  /** Ends credential plugins that are still running. */
  end(reason: unknown): void {
    this.stop.abort(reason);
    this.stop = new AbortController();
  }

  private async credentialOf(name: string): Promise<ExecCredential> {
    const before = await this.given.get(name);
    if (before !== undefined && isValid(before)) return before;
    const spec = this.specs.get(name);
    if (spec === undefined) throw new Error(`no plugin for ${name}`);
    const running = runExecPlugin(spec, this.stop.signal);
    this.given.set(name, running);
    try {
      const credential = await running;
      for (const value of [credential.token, credential.clientKeyData])
        if (value !== undefined) secrets.add(value);
      return credential;
    } catch (error) {
      this.given.delete(name);
      throw error;
    }
  }
}

function isValid({ expirationTimestamp }: ExecCredential): boolean {
  return expirationTimestamp === undefined || Date.parse(expirationTimestamp) > Date.now();
}

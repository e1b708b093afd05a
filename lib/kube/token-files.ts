import { dirname, resolve } from "node:path";
import { isObject, type Json, type JsonObject, textAt } from "../base/json.ts";
import { readInput } from "../input/read-input.ts";

/**
 * Replaces the `tokenFile` of a context's user by the file's content, which takes precedence over `token`, as in
 * kubectl (client-go, tools/clientcmd/api/v1/types.go, AuthInfo). Removes `tokenFile` and `token-file` from all users.
 * The client library ignores `tokenFile`. It reads the file that `token-file` names, without a size limit, even for
 * users that no request needs (@kubernetes/client-node 2.0.1, config_types.js, findToken). Throws usageError if the
 * file cannot be read.
 */
export async function withTokenFiles(kubeconfig: Json, file: string, context: string): Promise<Json> {
  if (!isObject(kubeconfig)) return kubeconfig;
  const chosen = listOf(kubeconfig["contexts"]).find((one) => textAt(one, ["name"]) === context);
  const userName = textAt(chosen ?? {}, ["context", "user"]);
  const { users } = kubeconfig;
  if (!Array.isArray(users)) return kubeconfig;
  const folder = dirname(resolve(file));
  const read = users.map(async (one: Json) =>
    isObject(one) && isObject(one["user"]) ? await withToken(one, one["user"], { folder, userName }) : one,
  );
  return { ...kubeconfig, users: await Promise.all(read) };
}

async function withToken(
  entry: JsonObject,
  given: JsonObject,
  { folder, userName }: { readonly folder: string; readonly userName: string },
): Promise<JsonObject> {
  const { tokenFile } = given;
  const kept = Object.entries(given).filter(([key]) => key !== "tokenFile" && key !== "token-file");
  const user: JsonObject = Object.fromEntries(kept);
  if (typeof tokenFile !== "string" || entry["name"] !== userName) return { ...entry, user };
  const token = await readInput(resolve(folder, tokenFile), { what: "token file", maxBytes: 1024 * 1024 });
  return { ...entry, user: { ...user, token: token.trim() } };
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((one: Json) => isObject(one)) : [];
}

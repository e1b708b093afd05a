import type { JsonObject } from "../../base/json.ts";
import { docker } from "./docker.ts";

/**
 * The file by which a kind node image installs kind's default network (sigs.k8s.io/kind,
 * images/base/files/kind/manifests).
 */
const kindsOwn = "default-cni.yaml";

/**
 * Returns the `networking` settings that a node image needs: none if the image contains kind's default network. An
 * image with another network needs the default disabled, and a separate pod subnet. Throws HarnessError if the image
 * does not exist.
 */
export async function nodeNetwork(
  image: string,
  { runId, signal }: { readonly runId: string; readonly signal: AbortSignal },
): Promise<JsonObject> {
  const look = "ls /kind/manifests; cat /etc/cni/net.d/*.conflist 2>/dev/null; true";
  const args = ["run", "--rm", "--network", "none", "--label", `lokiproof.run-id=${runId}`];
  const seen = await docker([...args, "--entrypoint", "/bin/sh", image, "-c", look], {
    doing: `looking into ${image}`,
    runId,
    signal,
  });
  if (seen.includes(kindsOwn)) return {};
  const podSubnet = /"subnet"\s*:\s*"([\d./]+)"/.exec(seen)?.[1];
  return { disableDefaultCNI: true, ...(podSubnet === undefined ? {} : { podSubnet }) };
}

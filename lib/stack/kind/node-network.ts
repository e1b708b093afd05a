import type { JsonObject } from "../../base/json.ts";
import { docker } from "./docker.ts";

/** Where kind's node images keep the network that kind installs (sigs.k8s.io/kind, images/base/files/kind/manifests). */
const kindsOwn = "default-cni.yaml";

/**
 * What a node image asks of a cluster's `networking`: nothing, unless it comes without kind's own network, as one with
 * its own does. Throws HarnessError where there is no such image.
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

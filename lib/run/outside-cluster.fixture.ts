import { once } from "node:events";
import { createServer } from "node:net";
import { execa } from "execa";
import { type JsonObject, layer } from "../base/json.ts";
import type { BypassValues } from "../stack/kind/kind-work.ts";

/**
 * Listens at an address of this machine that pods of a kind cluster reach, and returns it: "172.17.0.1:41234". The
 * machine is outside of the cluster, and no packet leaves it. The listener answers nothing. It ends with the test.
 */
export async function listenOutside(): Promise<string> {
  const format = "{{range .IPAM.Config}}{{.Gateway}}{{end}}";
  const { stdout: host } = await execa("docker", ["network", "inspect", "bridge", "--format", format]);
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.unref();
    socket.resume();
  });
  server.listen(0, host);
  await once(server, "listening");
  server.unref();
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`expected a port of ${host}`);
  return `${host}:${address.port}`;
}

/**
 * Values as production has them, which the allow-list would have dropped: the members look for further members at an
 * address outside of the cluster. Everything else works, because they have joined before they look there.
 */
export async function seedOutside(): Promise<BypassValues> {
  const memberlist: JsonObject = { rejoin_seed_nodes: [await listenOutside()], rejoin_interval: "5s" };
  return (values) => layer(values, { loki: { structuredConfig: { memberlist } } });
}

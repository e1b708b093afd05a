import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";

/** A cluster as somebody else's: made by plain kind, with nothing of lokiproof's in it. For e2e tests. */
export interface BareCluster extends AsyncDisposable {
  /** For the test's own files; removed with the cluster. */
  readonly dir: string;
  readonly kubeconfig: string;
  readonly context: string;
  /** Runs a program with the cluster's kubeconfig in its environment; what it printed. */
  call(program: string, args: readonly string[], input?: string): Promise<string>;
  /** Brings an image archive onto the node. */
  load(archive: string): Promise<void>;
  /**
   * Every object of a namespace, or of the cluster itself where none is given, "Pod loki-ingester-0 UID"; what a cluster
   * makes by itself all the time is left out.
   */
  objects(namespace?: string): Promise<readonly string[]>;
}

/** What `eval "$(lab env)"` says. */
export interface Lab {
  readonly node: string;
  readonly images: string;
  readonly charts: string;
}

/** Needs LAB_NODE_IMAGE, LAB_IMAGES and LAB_CHARTS in the environment. */
export function lab(): Lab {
  return { node: given("LAB_NODE_IMAGE"), images: given("LAB_IMAGES"), charts: given("LAB_CHARTS") };
}

function given(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== "") return value;
  throw new Error(`${name} is not set: expected the environment of a lab that has kind, images and charts`);
}

/** Needs kind, kubectl and docker on PATH, and the lab. `ports` lead from the node's to loopback ones. */
export async function bareCluster(
  prefix: string,
  ports: Readonly<Record<number, number>> = {},
): Promise<BareCluster> {
  const { node } = lab();
  const name = `${prefix}-${process.pid.toString(36)}`;
  const dir = await mkdtemp(join(tmpdir(), `lokiproof-${prefix}-`));
  const kubeconfig = join(dir, "kubeconfig");
  await using made = new AsyncDisposableStack();
  made.defer(() => rm(dir, { recursive: true, force: true }));
  const env = { KIND_EXPERIMENTAL_DOCKER_NETWORK: name, KUBECONFIG: kubeconfig };
  const call: BareCluster["call"] = async (program, args, input) =>
    (await execa(program, [...args], { env, ...(input === undefined ? { stdin: "ignore" } : { input }) }))
      .stdout;
  await writeFile(join(dir, "kind.yaml"), kindConfig(ports));
  made.defer(async () => {
    await call("docker", ["network", "rm", name]).catch(() => undefined);
  });
  const masquerade = ["-o", "com.docker.network.bridge.enable_ip_masquerade=true"];
  await call("docker", ["network", "create", ...masquerade, name]);
  made.defer(async () => {
    await call("kind", ["delete", "cluster", "--name", name]);
  });
  const config = ["--config", join(dir, "kind.yaml"), "--image", node];
  await call("kind", ["create", "cluster", "--name", name, ...config, "--wait", "120s"]);
  const own = made.move();
  return {
    dir,
    kubeconfig,
    context: `kind-${name}`,
    call,
    load: async (archive) => {
      await call("kind", ["load", "image-archive", archive, "--name", name]);
    },
    objects: (namespace) => objectsOf(call, namespace),
    [Symbol.asyncDispose]: () => own.disposeAsync(),
  };
}

/** Loopback ports lead to the NodePorts; the lab's node image brings its own network. */
function kindConfig(ports: Readonly<Record<number, number>>): string {
  const mappings = Object.entries(ports).map(([containerPort, hostPort]) => ({
    containerPort: Number(containerPort),
    hostPort,
    listenAddress: "127.0.0.1",
  }));
  return stringify({
    kind: "Cluster",
    apiVersion: "kind.x-k8s.io/v1alpha4",
    networking: { disableDefaultCNI: true, podSubnet: "10.245.0.0/16" },
    nodes: [{ role: "control-plane", extraPortMappings: mappings }],
  });
}

const passing = /^(events|leases|componentstatuses)\b|metrics/;

async function objectsOf(
  call: BareCluster["call"],
  namespace: string | undefined,
): Promise<readonly string[]> {
  const namespaced = `--namespaced=${namespace !== undefined}`;
  const kinds = await call("kubectl", ["api-resources", namespaced, "--verbs=list", "-o", "name"]);
  const lasting = kinds.split("\n").filter((kind) => kind !== "" && !passing.test(kind));
  const columns = "custom-columns=KIND:.kind,NAME:.metadata.name,UID:.metadata.uid";
  const where = namespace === undefined ? [] : ["-n", namespace];
  const shown = ["get", lasting.join(","), "-o", columns, "--no-headers"];
  const lists = await call("kubectl", [...where, ...shown]);
  const lines = lists.split("\n").filter((line) => line !== "");
  return lines.map((line) => line.replaceAll(/\s+/g, " ").trim()).sort();
}

/** A port of loopback that nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

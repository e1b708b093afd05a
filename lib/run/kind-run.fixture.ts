import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

const command = join(import.meta.dirname, "..", "..", "bin", "lokiproof");

/**
 * Where `eval "$(lab env)"` says how, a cluster of its node image, archives and chart; elsewhere kind's own, and pulls.
 */
export function kindFlags(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const charts = env["LAB_CHARTS"];
  const given = [
    ["--node-image", env["LAB_NODE_IMAGE"]],
    ["--images", env["LAB_IMAGES"]],
    ["--chart", charts === undefined ? undefined : join(charts, "loki-6.55.0")],
  ] as const;
  return ["--stack", "kind", ...given.flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]))];
}

export interface Ended {
  readonly exitCode: number | undefined;
  /** What it printed, both streams. */
  readonly all: string;
}

export interface Started {
  readonly pid: number | undefined;
  readonly ended: Promise<Ended>;
  kill(how: "SIGKILL" | "SIGINT"): void;
}

/** Folders of a test's own, so that it judges what it started and nothing else. */
export interface KindSandbox extends AsyncDisposable {
  readonly reports: string;
  /** A folder for files that a test passes to lokiproof. */
  readonly given: string;
  /** A user's kubeconfig: nobody may write to it. */
  readonly kubeconfig: string;
  /** lokiproof as a user starts it, with these folders. */
  start(args: readonly string[]): Started;
  /** Every file under the folder of runs; empty when nothing is left of any. */
  leftFiles(): Promise<readonly string[]>;
}

export async function kindSandbox(): Promise<KindSandbox> {
  const folder = await mkdtemp(join(tmpdir(), "lokiproof-e2e-"));
  const state = join(folder, "state");
  const kubeconfig = join(folder, "kubeconfig");
  await writeFile(kubeconfig, "# a user's own\n");
  const env = { NO_COLOR: "1", XDG_STATE_HOME: state, KUBECONFIG: kubeconfig };
  return {
    reports: join(folder, "reports"),
    given: join(folder, "given"),
    kubeconfig,
    start: (args) => {
      const child = execa(command, [...args], { env, all: true, reject: false });
      return {
        pid: child.pid,
        ended: child.then(({ exitCode, all }) => ({ exitCode, all })),
        kill: (how) => child.kill(how),
      };
    },
    leftFiles: async () => {
      const runs = join(state, "lokiproof", "runs");
      return await readdir(runs, { recursive: true }).catch(() => []);
    },
    [Symbol.asyncDispose]: async () => {
      // Sweep leaves what a run that failed here was told to keep.
      await execa(command, ["down", "--all"], { env, reject: false });
      await execa(command, ["sweep"], { env, reject: false });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** All that the container engine has, a line each with its id: equal before and after means that nothing was touched. */
export async function engineContents(): Promise<readonly string[]> {
  const lists = await Promise.all([
    execa("docker", ["ps", "-a", "--no-trunc", "--format", "container {{.ID}} {{.Names}} {{.State}}"]),
    execa("docker", ["network", "ls", "--no-trunc", "--format", "network {{.ID}} {{.Name}}"]),
    execa("docker", ["volume", "ls", "--format", "volume {{.Name}}"]),
  ]);
  return lists.flatMap(({ stdout }) => stdout.split("\n").filter((line) => line !== "")).sort();
}

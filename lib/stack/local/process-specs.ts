import { join } from "node:path";
import type { MinioCredentials } from "../../s3/minio-admin.ts";
import type { RunPaths } from "../run-paths.ts";
import type { ProcessSpec } from "../spawned.ts";
import type { StackState } from "./stack-state.ts";
import type { LokiProcess } from "./topology.ts";

/**
 * Returns how MinIO is started. Like the other process specs, it is derived from the stack's state, so that a later
 * lokiproof can start the process again.
 */
export function minioSpec(state: StackState, paths: RunPaths): ProcessSpec {
  const { root } = state.credentials;
  const dir = join(paths.data, "minio");
  return {
    name: "minio",
    program: state.programs.minio,
    args: ["server", "--quiet", "--address", `127.0.0.1:${state.topology.minioPort}`, dir],
    env: {
      HOME: paths.data,
      MINIO_ROOT_USER: root.accessKeyId,
      MINIO_ROOT_PASSWORD: root.secretAccessKey,
      MINIO_BROWSER: "off",
      MINIO_UPDATE: "off",
    },
    logPath: join(paths.logs, "minio.log"),
    cwd: dir,
  };
}

export function nginxSpec(state: StackState, paths: RunPaths): ProcessSpec {
  const dir = join(paths.data, "nginx");
  return {
    name: "gateway",
    program: state.programs.nginx,
    args: ["-p", dir, "-c", join(paths.configs, "gateway.conf"), "-e", join(paths.logs, "gateway.log")],
    env: {},
    logPath: join(paths.logs, "gateway.log"),
    cwd: dir,
  };
}

export function lokiSpec(loki: LokiProcess, state: StackState, paths: RunPaths): ProcessSpec {
  return {
    name: loki.name,
    program: state.programs.loki,
    args: [`-target=${loki.target}`, `-config.file=${configPath(loki, paths)}`],
    env: { HOME: dataDir(loki, paths), ...awsEnvironment(state.credentials.loki, paths) },
    logPath: logPath(loki, paths),
    cwd: dataDir(loki, paths),
  };
}

export function configPath(loki: { readonly name: string }, paths: RunPaths): string {
  return join(paths.configs, `${loki.name}.yaml`);
}

export function dataDir(loki: { readonly name: string }, paths: RunPaths): string {
  return join(paths.data, loki.name);
}

export function logPath(process: { readonly name: string }, paths: RunPaths): string {
  return join(paths.logs, `${process.name}.log`);
}

/**
 * Returns Loki's AWS environment. Loki's AWS client finds only these credentials: no profile and no instance role of
 * this machine.
 */
function awsEnvironment(user: MinioCredentials, paths: RunPaths): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: user.accessKeyId,
    AWS_SECRET_ACCESS_KEY: user.secretAccessKey,
    AWS_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: join(paths.data, "no-aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(paths.data, "no-aws-credentials"),
  };
}

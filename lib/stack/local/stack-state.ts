import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { describeError, HarnessError } from "../../base/errors.ts";
import { plan } from "../../scenario/plan.ts";
import { components } from "../component.ts";

const credentials = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
const processRef = z.object({ pid: z.int(), startTime: z.string() });
const loki = z.object({
  name: z.string(),
  target: z.enum([...components, "all"]),
  index: z.int(),
  httpPort: z.int(),
  grpcPort: z.int(),
  gossipPort: z.int(),
});

/**
 * All there is to know of a local stack: enough to find it again from another lokiproof. Written to stack.json, which
 * only its owner may read, for the credentials are in it.
 */
export const stackState = z.object({
  version: z.literal(1),
  plan,
  programs: z.object({ loki: z.string(), minio: z.string(), nginx: z.string() }),
  versions: z.object({ minio: z.string(), nginx: z.string() }),
  topology: z.object({
    gatewayPort: z.int(),
    minioPort: z.int(),
    lokis: z.array(loki),
    storeReader: loki,
  }),
  /** MinIO's administrator, Loki's user (the article's four actions), lokiproof's own (reads). */
  credentials: z.object({ root: credentials, loki: credentials, reader: credentials }),
  /** By name; what was stopped on purpose has none. */
  processes: z.record(z.string(), processRef),
});
export type StackState = z.infer<typeof stackState>;

/** New random credentials of one run. */
export function newCredentials(): StackState["credentials"] {
  return { root: randomUser("root"), loki: randomUser("loki"), reader: randomUser("reader") };
}

function randomUser(name: string): z.infer<typeof credentials> {
  return {
    accessKeyId: `${name}-${randomBytes(6).toString("hex")}`,
    secretAccessKey: randomBytes(20).toString("hex"),
  };
}

/** Whole or not at all: a reader never sees half of it. */
export function writeState(path: string, state: StackState): void {
  writeFileSync(`${path}.new`, JSON.stringify(state, null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Throws HarnessError with the file and what is wrong with it. */
export function readState(path: string): StackState {
  try {
    return stackState.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw new HarnessError(`${path} is not the state of a stack: ${describeError(cause)}`, {
      code: "STACK_UNREADABLE",
      hint: "lokiproof sweep",
      cause,
    });
  }
}

import { parentPort, workerData } from "node:worker_threads";
import type { ParseJob } from "./parse-yaml.ts";
import { parse } from "./parse-yaml.ts";

/** Parses one YAML text in a worker thread. */
const { text, dialect }: ParseJob = workerData;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node is no window
parentPort?.postMessage(parse(text, dialect));

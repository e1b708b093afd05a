import { parentPort, workerData } from "node:worker_threads";
import { parse } from "./parse-yaml.ts";
import type { YamlDialect } from "./yaml-dialect.ts";

/** One parse in a thread of its own. */
const { text, dialect } = workerData as { readonly text: string; readonly dialect: YamlDialect };
parentPort?.postMessage(parse(text, dialect));

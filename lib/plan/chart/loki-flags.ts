import type { Json } from "../../base/json.ts";
import { leaf, list } from "./value-shape.ts";

const number = /^\d{1,15}(\.\d{1,9})?$/;
const time = /^(\d{1,9}(\.\d{1,9})?(ms|s|m|h|d))+$/;
const size = /^\d{1,15}([KMGT]?B)?$/;
const onOff = /^(true|false)$/;

/**
 * Loki flags that are known to be harmless, with the form of their values (Loki's configuration reference, 3.7.8, "CLI
 * flag:"). A flag overrides Loki's config file (cmd/loki/main.go). Flags that name an address, file or receiver are not
 * listed, because they could connect Loki to something outside the stack.
 */
const harmlessFlags: Readonly<Record<string, RegExp>> = {
  "log.level": /^(debug|info|warn|error)$/,
  "log.format": /^(logfmt|json)$/,
  "querier.max-concurrent": number,
  "querier.query-ingesters-within": time,
  "querier.tail-max-duration": time,
  "querier.extra-query-delay": time,
  "ingester.chunk-target-size": number,
  "ingester.chunks-block-size": number,
  "ingester.chunks-idle-period": time,
  "ingester.chunks-retain-period": time,
  "ingester.max-chunk-age": time,
  "ingester.concurrent-flushes": number,
  "ingester.flush-check-period": time,
  "ingester.flush-op-timeout": time,
  "ingester.flush-on-shutdown": onOff,
  "ingester.wal-enabled": onOff,
  "ingester.wal-replay-memory-ceiling": size,
  "ingester.checkpoint-duration": time,
  "ingester.sync-period": time,
  "ingester.sync-min-utilization": number,
  "compactor.compaction-interval": time,
  "compactor.retention-delete-delay": time,
  "compactor.retention-delete-worker-count": number,
  "compactor.max-compaction-parallelism": number,
  "server.graceful-shutdown-timeout": time,
  "server.grpc-max-concurrent-streams": number,
  "server.grpc-max-recv-msg-size-bytes": number,
  "server.grpc-max-send-msg-size-bytes": number,
  "server.http-idle-timeout": time,
  "server.http-read-timeout": time,
  "server.http-write-timeout": time,
  // Only an in-memory ring is accepted, because no other process shares it.
  "compactor.ring.store": /^inmemory$/,
};

const written = /^--?([a-z][\w.-]*)=([^]*)$/;

/**
 * The accepted Loki flags in the chart's `extraArgs`. Each flag is a separate setting, so leaving one out does not
 * affect the others.
 */
export const lokiFlags = list(
  leaf("a flag of Loki that is known to be harmless, as -name=value", isHarmlessFlag),
);

/** Returns true for a Loki flag that is known to be harmless and whose value has the right form. */
export function isHarmlessFlag(flag: Json): boolean {
  const [, name = "", value = ""] = typeof flag === "string" ? (written.exec(flag) ?? []) : [];
  return Object.hasOwn(harmlessFlags, name) && harmlessFlags[name]?.test(value) === true;
}

/** Returns why an entry of `extraArgs` is left out. The reason contains only the flag's name, never its value. */
export function whyFlagDropped(flag: Json): string {
  const name = typeof flag === "string" ? /^--?([a-z][\w.-]*)/.exec(flag)?.[1] : undefined;
  if (name === undefined) return "is not a flag of the form -name=value";
  if (Object.hasOwn(harmlessFlags, name))
    return `-${name}: expected -${name}=VALUE, with a value of its type`;
  const family = families.find(([form]) => form.test(name));
  return `-${name} ${family?.[1] ?? "is not on the list of flags known to be harmless"}: a flag overrules Loki's config file`;
}

const families: readonly (readonly [RegExp, string])[] = [
  [/secret|passw|token|credential|access-key|account-key|sas|username|api-key/, "may hold a secret"],
  [/^(reporting|tracing|profiling|tracing-collector)\./, "sends data out of the stack"],
  [
    /addr|url|endpoint|host|join|interface|listen|\.ring\.|consul|etcd|memberlist|kafka/,
    "names an address or a ring",
  ],
  [/^config\.|file|path|dir|director|location/, "names a file, or changes how Loki reads its config"],
  [/^target$|auth/, "makes another Loki of it"],
];

import { appendFileSync, readFileSync } from "node:fs";
import { z } from "zod";

const processRef = { pid: z.int().positive(), startTime: z.string() };

/**
 * An entry about a resource of a run, written before the resource is made, so that `sweep` can remove what a killed
 * lokiproof left. A process has two entries: `spawning` before it starts, when only the mark in its environment can
 * identify it, and `spawned` after.
 */
export const journalEntry = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("owner"), ...processRef }),
  z.object({ kind: z.literal("spawning"), name: z.string() }),
  z.object({ kind: z.literal("spawned"), name: z.string(), ...processRef }),
  z.object({ kind: z.literal("docker-network"), name: z.string() }),
  z.object({ kind: z.literal("kind-cluster"), name: z.string() }),
  /**
   * A namespace in a cluster of the user's. `kubeconfig` is a file in the run's folder; `kindCluster` is set if the
   * cluster is a kind cluster.
   */
  z.object({
    kind: z.literal("namespace"),
    name: z.string(),
    kubeconfig: z.string(),
    context: z.string(),
    kindCluster: z.string().optional(),
  }),
  z.object({ kind: z.literal("kept") }),
]);
export type JournalEntry = z.infer<typeof journalEntry>;

export interface Journal {
  write(entry: JournalEntry): void;
}

/**
 * Returns a journal that appends to `path`, whose folder must exist. An entry is in the file when `write` returns.
 */
export function openJournal(path: string): Journal {
  return { write: (entry) => appendFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 }) };
}

/**
 * Returns the complete entries of a journal. A run that was killed while writing leaves half a line, which is
 * skipped.
 */
export function readJournal(path: string): readonly JournalEntry[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => parseEntry(line));
}

function parseEntry(line: string): JournalEntry[] {
  try {
    const parsed = journalEntry.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}

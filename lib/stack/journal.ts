import { appendFileSync, readFileSync } from "node:fs";
import { z } from "zod";

const processRef = { pid: z.int().positive(), startTime: z.string() };

/**
 * What a run made, written before it is made, so that `sweep` can take back what a killed lokiproof left. A process is
 * told twice: `spawning` before (its mark is all there is to find it by), `spawned` after.
 */
export const journalEntry = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("owner"), ...processRef }),
  z.object({ kind: z.literal("spawning"), name: z.string() }),
  z.object({ kind: z.literal("spawned"), name: z.string(), ...processRef }),
  z.object({ kind: z.literal("docker-network"), name: z.string() }),
  z.object({ kind: z.literal("kind-cluster"), name: z.string() }),
  /** In a cluster of the user's, by a kubeconfig that lies in the run's folder; of a kind cluster, its name. */
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

/** Appends to `path`, whose folder exists; an entry is in the file when `write` returns. */
export function openJournal(path: string): Journal {
  return { write: (entry) => appendFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 }) };
}

/** The entries that are whole: a run that was killed while it wrote leaves half a line, which says nothing. */
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

import { z } from "zod";
import type { GoSource } from "./pins.ts";

const moduleVersion = z.object({ Path: z.string(), Version: z.string().optional() });

/** What `go mod edit -json` says of a go.mod, as far as it matters here (`go help mod edit`). */
export const goModFile = z.object({
  Go: z.string(),
  Godebug: z.array(z.object({ Key: z.string(), Value: z.string() })).nullish(),
  Exclude: z.array(moduleVersion).nullish(),
  Replace: z.array(z.object({ Old: moduleVersion, New: moduleVersion })).nullish(),
});
export type GoModFile = z.infer<typeof goModFile>;

/**
 * The go.mod of a module that only requires the program's own. Go honours `replace`, `exclude` and `godebug` in the
 * main module alone, and `go install module@version` refuses a module that has a `replace`; so they are repeated here.
 * A `replace` by a local folder (Loki's ./pkg/push) cannot be followed from outside and is not needed for its main
 * packages: those come without a version.
 */
export function wrapperGoMod(source: GoSource, own: GoModFile): string {
  const lines = [
    "module lokiproof/tool",
    "",
    `go ${own.Go}`,
    "",
    `require ${source.module} ${source.version}`,
  ];
  for (const { Key, Value } of own.Godebug ?? []) lines.push(`godebug ${Key}=${Value}`);
  for (const excluded of own.Exclude ?? []) lines.push(`exclude ${spelled(excluded)}`);
  for (const { Old, New } of own.Replace ?? []) {
    if (New.Version !== undefined) lines.push(`replace ${spelled(Old)} => ${spelled(New)}`);
  }
  return `${lines.join("\n")}\n`;
}

function spelled(module: z.infer<typeof moduleVersion>): string {
  return module.Version === undefined ? module.Path : `${module.Path} ${module.Version}`;
}

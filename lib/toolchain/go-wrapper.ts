import { z } from "zod";
import type { GoSource } from "./pins.ts";

const moduleVersion = z.object({ Path: z.string(), Version: z.string().optional() });

/** The used parts of the output of `go mod edit -json` (`go help mod edit`). */
export const goModFile = z.object({
  Go: z.string(),
  Godebug: z.array(z.object({ Key: z.string(), Value: z.string() })).nullish(),
  Exclude: z.array(moduleVersion).nullish(),
  Replace: z.array(z.object({ Old: moduleVersion, New: moduleVersion })).nullish(),
});
export type GoModFile = z.infer<typeof goModFile>;

/**
 * Returns the go.mod of a wrapper module that only requires the program's module. The wrapper repeats the `replace`,
 * `exclude` and `godebug` lines of the program's go.mod, because Go honours them only in the main module. (`go install
 * module@version` rejects a module with a `replace`.) A `replace` by a local folder, which has no version (Loki's
 * ./pkg/push), cannot be followed from outside. Loki's main packages do not need it.
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

import { chmod, copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { requireGo, runGo } from "./go-command.ts";
import { goModFile, wrapperGoMod } from "./go-wrapper.ts";
import type { GoSource, Pin } from "./pins.ts";
import type { ToolContext } from "./tool-context.ts";

const sayEveryMs = 5_000;
/** The output of `go mod download -json` (`go help mod download`). */
const downloadedModule = z.object({ Dir: z.string(), GoMod: z.string() });

/**
 * Builds the program in the empty folder `workDir`; returns the path of the executable. The build starts from the
 * go.sum of the program's own module, so the dependencies are those that the program's authors verified.
 */
export async function goBuild(pin: Pin, workDir: string, context: ToolContext): Promise<string> {
  const what = `${pin.name} ${pin.version}`;
  const go = await requireGo(what, context);
  const command = { go, cwd: workDir, doing: `building ${what}` };
  context.progress.say(`${what}: fetching its Go module`);
  await writeWrapper(pin.source, command, context);
  const out = join(workDir, pin.name);
  using counter = buildCounter(what, context);
  await runGo({ ...command, args: buildArgs(pin.source, out), onLine: counter.onLine }, context);
  return out;
}

async function writeWrapper(
  source: GoSource,
  command: { readonly go: string; readonly cwd: string; readonly doing: string },
  context: ToolContext,
): Promise<void> {
  const args = ["mod", "download", "-json", `${source.module}@${source.version}`];
  const module = downloadedModule.parse(JSON.parse(await runGo({ ...command, args }, context)));
  const own = await runGo({ ...command, args: ["mod", "edit", "-json", module.GoMod] }, context);
  await writeFile(join(command.cwd, "go.mod"), wrapperGoMod(source, goModFile.parse(JSON.parse(own))));
  const goSum = join(command.cwd, "go.sum");
  await copyFile(join(module.Dir, "go.sum"), goSum);
  await chmod(goSum, 0o644); // files of the module cache are read-only, and go adds the module's own sum
}

/**
 * Returns the arguments of `go build`. `-mod=mod` lets go complete the wrapper's go.mod with the requirements of the
 * one module that it names.
 */
function buildArgs(source: GoSource, out: string): readonly string[] {
  const stamps = Object.entries(source.stamps).map(([name, value]) => `-X ${name}=${value}`);
  const ldflags = ["-s", "-w", ...stamps].join(" ");
  return ["build", "-mod=mod", "-v", "-trimpath", "-ldflags", ldflags, "-o", out, source.main];
}

interface BuildCounter extends Disposable {
  readonly onLine: (line: string) => void;
}

/**
 * Reports the progress of a build every few seconds. `go build -v` prints each package that it compiles and each module
 * that it downloads.
 */
function buildCounter(what: string, context: ToolContext): BuildCounter {
  const startMs = Date.now();
  let packages = 0;
  let modules = 0;
  const say = (): void => {
    const seconds = Math.round((Date.now() - startMs) / 1000);
    const fetched = modules === 0 ? "" : `${modules} modules fetched, `;
    context.progress.say(`building ${what}: ${fetched}${packages} packages compiled, ${seconds} s`);
  };
  say();
  const timer = setInterval(say, sayEveryMs);
  return {
    onLine: (line) => {
      if (line.startsWith("go: downloading ")) modules++;
      else if (!line.startsWith("go: ")) packages++;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

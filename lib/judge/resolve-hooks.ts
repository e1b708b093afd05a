import { registerHooks } from "node:module";
import { sep } from "node:path";
import { pathToFileURL } from "node:url";

const libUrl = new URL("../", import.meta.url);
const own = "lokiproof/";

/**
 * Lets suites anywhere on disk import `lokiproof/...` (this lib/) and lokiproof's dependencies, such as chai. A copied
 * suite must use the same modules as the judge, not those installed around the run folder.
 */
export function resolveFromHere(suitesDirs: readonly string[]): void {
  const folders = [...new Set(suitesDirs)].map((dir) => pathToFileURL(dir + sep).href);
  const isInside = (url: string | undefined): boolean => folders.some((folder) => url?.startsWith(folder));
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier.startsWith(own))
        return nextResolve(new URL(specifier.slice(own.length), libUrl).href, context);
      const fromSuite = isInside(context.parentURL);
      const bare = !/^(?:[./]|[a-z]+:)/.test(specifier);
      const resolved = nextResolve(
        specifier,
        fromSuite && bare ? { ...context, parentURL: import.meta.url } : context,
      );
      // A package.json above the run folder may say "commonjs", but suites are always ES modules.
      const isSuite = isInside(resolved.url) && resolved.url.endsWith(".ts");
      return isSuite ? { ...resolved, format: "module-typescript" } : resolved;
    },
  });
}

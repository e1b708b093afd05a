import { registerHooks } from "node:module";
import { sep } from "node:path";
import { pathToFileURL } from "node:url";

const libUrl = new URL("../", import.meta.url);
const own = "lokiproof/";

/**
 * Lets suites that lie anywhere on disk import `lokiproof/...` (our lib/) and what we depend on (chai above all): a
 * copied suite must use the very modules that the judge uses, not what happens to be installed around the run folder.
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
      // A package.json above the run folder may say "commonjs"; suites are modules wherever they lie.
      const isSuite = isInside(resolved.url) && resolved.url.endsWith(".ts");
      return isSuite ? { ...resolved, format: "module-typescript" } : resolved;
    },
  });
}

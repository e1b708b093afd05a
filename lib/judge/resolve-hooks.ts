import { registerHooks } from "node:module";
import { sep } from "node:path";
import { pathToFileURL } from "node:url";

const libUrl = new URL("../", import.meta.url);
const own = "lokiproof/";

/**
 * Lets suites that lie anywhere on disk import `lokiproof/...` (our lib/) and what we depend on (chai above all): a
 * copied suite must use the very modules that the judge uses, not what happens to be installed around the run folder.
 */
export function resolveFromHere(suitesDir: string): void {
  const inside = pathToFileURL(suitesDir + sep).href;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier.startsWith(own))
        return nextResolve(new URL(specifier.slice(own.length), libUrl).href, context);
      const fromSuite = context.parentURL?.startsWith(inside) === true;
      const bare = !/^(?:[./]|[a-z]+:)/.test(specifier);
      const resolved = nextResolve(
        specifier,
        fromSuite && bare ? { ...context, parentURL: import.meta.url } : context,
      );
      // A package.json above the run folder may say "commonjs"; suites are modules wherever they lie.
      const isSuite = resolved.url.startsWith(inside) && resolved.url.endsWith(".ts");
      return isSuite ? { ...resolved, format: "module-typescript" } : resolved;
    },
  });
}

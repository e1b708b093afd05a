import type { Push } from "./push.ts";

/**
 * The maximum number of streams that a cache holds, more than one tenant commonly has. With thousands of streams, a
 * virtual user meets almost every stream only once, so a larger cache would not help.
 */
const mostKept = 100;

/** Returns a function that caches the result of `work` for each stream, so that `work` does not run for every push. */
export function perStream<T>(work: (push: Push) => T): (push: Push) => T {
  const kept = new Map<string, T>();
  return (push) => {
    let one = kept.get(push.streamKey);
    if (one === undefined) {
      if (kept.size >= mostKept) kept.clear();
      one = work(push);
      kept.set(push.streamKey, one);
    }
    return one;
  };
}

import type { Push } from "./push.ts";

/** More streams than a virtual user commonly has; beyond them it begins anew. */
const mostKept = 1000;

/** What a stream's labels come to, worked out once in a while instead of for every push. */
export function perStream<T>(work: (labels: ReturnType<Push["labels"]>) => T): (push: Push) => T {
  const kept = new Map<string, T>();
  return ({ streamKey, labels }) => {
    let one = kept.get(streamKey);
    if (one === undefined) {
      if (kept.size >= mostKept) kept.clear();
      one = work(labels());
      kept.set(streamKey, one);
    }
    return one;
  };
}

import type { Push } from "./push.ts";

/** More streams than one tenant commonly has. Of thousands of streams each user meets nearly every one only once. */
const mostKept = 100;

/** What a stream comes to, worked out once in a while instead of for every push. */
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

import { textEncoder } from "./text.ts";

/** Loki's own JSON push format. */
export const json = textEncoder({
  path: "/loki/api/v1/push",
  before: (labels) => `{"streams":[{"stream":${JSON.stringify(labels)},"values":[`,
  after: "]}]}",
});

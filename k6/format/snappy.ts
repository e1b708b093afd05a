import { patcher } from "../../lib/load/bodies/patch-body.ts";
import type { ReadyFamily } from "../../lib/load/bodies/ready-body.ts";
import { utf8 } from "../../lib/load/bodies/utf8.ts";
import { labelString } from "../../lib/loki/label-string.ts";
import { bodyOf, openFamily } from "./open-bodies.ts";
import { perStream } from "./per-stream.ts";
import type { Encoder } from "./push.ts";

/** What agents send: a PushRequest in snappy's block format, ready-made but for a few bytes. */
export function snappy(family: ReadyFamily): Encoder {
  const bodies = openFamily(family, (ready) => {
    const bytes = new Uint8Array(open(ready.file, "b"));
    return { ready, bytes, patch: patcher(bytes, ready) };
  });
  const labelsOf = perStream((labels) => utf8(labelString(labels)));
  return (push) => {
    const one = bodyOf(bodies, push);
    const { id, seconds } = push;
    return {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types of k6 leave out what it takes
      body: one.patch({ labels: labelsOf(push), id, seconds }) as unknown as ArrayBuffer,
      path: "/loki/api/v1/push",
      contentType: "application/x-protobuf",
      lineBytes: one.ready.lineBytes,
      abandon: () => {
        one.bytes = one.bytes.slice();
        one.patch = patcher(one.bytes, one.ready);
      },
    };
  };
}

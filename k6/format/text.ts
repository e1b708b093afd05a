import { patchText } from "../../lib/traffic/bodies/patch-text.ts";
import type { ReadyFamily } from "../../lib/traffic/bodies/ready-body.ts";
import type { StreamLabels } from "../../lib/traffic/stream-labels.ts";
import { bodyOf, openFamily } from "./open-bodies.ts";
import { perStream } from "./per-stream.ts";
import type { Encoded, Encoder } from "./push.ts";

interface TextForm extends Pick<Encoded, "path"> {
  /** What a request has before its entries. */
  readonly before: (labels: StreamLabels) => string;
  readonly after: string;
}

/** An encoder of ready-made JSON texts. */
export function textEncoder({ path, before, after }: TextForm): (family: ReadyFamily) => Encoder {
  return (family) => {
    const bodies = openFamily(family, ({ file, lineBytes }) => ({ lineBytes, text: open(file) }));
    const beforeOf = perStream((push) => before(push.labels()));
    return (push) => {
      const { lineBytes, text } = bodyOf(bodies, push);
      const { id, seconds } = push;
      const body = patchText(text, { id, seconds, before: beforeOf(push), after });
      return { body, path, contentType: "application/json", lineBytes, abandon: () => undefined };
    };
  };
}

import { b64decode, b64encode } from "k6/encoding";
import { labelString } from "../../lib/loki/label-string.ts";
import { headOf, patcher } from "../../lib/traffic/bodies/patch-body.ts";
import type { ReadyBody, ReadyFamily } from "../../lib/traffic/bodies/ready-body.ts";
import { bodyOf, openFamily } from "./open-bodies.ts";
import { perStream } from "./per-stream.ts";
import type { Encoder, Push } from "./push.ts";

/** What agents send: a PushRequest in snappy's block format, ready-made but for a few bytes. */
export function snappy(family: ReadyFamily): Encoder {
  const labelsOf = perStream((push) => utf8(labelString(push.labels())));
  const bodies = openFamily(family, (ready) => {
    const bytes = new Uint8Array(open(ready.file, "b"));
    return new PatchedBody(ready, { bytes, labelsOf });
  });
  return (push) => {
    const one = bodyOf(bodies, push);
    return {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types of k6 leave out what it takes
      body: one.patch(push) as unknown as ArrayBuffer,
      path: "/loki/api/v1/push",
      contentType: "application/x-protobuf",
      lineBytes: one.ready.lineBytes,
      abandon: () => one.abandon(),
    };
  };
}

/** k6 has no TextEncoder, and its interpreter takes long over characters: base64 is made and undone in Go. */
function utf8(text: string): Uint8Array {
  return new Uint8Array(b64decode(b64encode(text)));
}

/** One virtual user's copy of a body; what patching it needs is made when it is first used. */
class PatchedBody {
  readonly ready: ReadyBody;
  readonly #headOf: (push: Push) => Uint8Array;
  #bytes: Uint8Array;
  #patch: ReturnType<typeof patcher> | undefined;

  constructor(
    ready: ReadyBody,
    own: { readonly bytes: Uint8Array; readonly labelsOf: (push: Push) => Uint8Array },
  ) {
    this.ready = ready;
    this.#bytes = own.bytes;
    this.#headOf = perStream((push) => headOf(ready, own.labelsOf(push)));
  }

  patch(push: Push): Uint8Array {
    this.#patch ??= patcher(this.#bytes, this.ready);
    return this.#patch({ head: this.#headOf(push), id: push.id, seconds: push.seconds });
  }

  abandon(): void {
    this.#bytes = this.#bytes.slice();
    this.#patch = undefined;
  }
}

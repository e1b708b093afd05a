import { b64decode, b64encode } from "k6/encoding";
import { type File, SeekMode } from "k6/experimental/fs";
import { patcher } from "../../lib/traffic/bodies/patch-body.ts";
import type { ReadyBody, ReadyFamily } from "../../lib/traffic/bodies/ready-body.ts";
import { perStream } from "./per-stream.ts";
import type { Encoded, Encoder, Push } from "./push.ts";
import type { WireFormat } from "./wire-formats.ts";

/** One virtual user's memory for a body. */
interface BodyCopy {
  readonly bytes: Uint8Array;
  readonly patch: ReturnType<typeof patcher>;
}

/**
 * Encodes pushes from the ready-made bodies of a family, for one virtual user. All virtual users of a k6 share the bytes
 * of the file; each copies one body at a time, into memory that it takes when it first sends one: copies of every body
 * in every virtual user made k6 collect garbage all the time.
 */
export class BodyEncoder implements Encoder {
  readonly path: Encoder["path"];
  readonly contentType: Encoder["contentType"];
  readonly compression?: "gzip";
  readonly #file: File;
  readonly #family: ReadyFamily;
  readonly #format: WireFormat;
  readonly #labelTextOf: (push: Push) => Uint8Array;
  #copy: BodyCopy | undefined;
  /** The body that `#copy` holds. */
  #held: ReadyBody | undefined;

  constructor(format: WireFormat, family: ReadyFamily, file: File) {
    this.path = format.path;
    this.contentType = format.contentType;
    if (format.compression !== undefined) this.compression = format.compression;
    this.#file = file;
    this.#family = family;
    this.#format = format;
    this.#labelTextOf = perStream((push) => utf8(format.labelText(push.labels())));
  }

  async encode(push: Push): Promise<Encoded> {
    const ready = this.#family.bodies[push.lineFormat][push.variant];
    if (ready === undefined)
      throw new Error(`no ready-made body of ${push.lineFormat} lines, variant ${push.variant}`);
    if (this.#held !== ready) await this.#read(ready);
    const body = this.#patch(push, ready);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types of k6 leave out what it takes
    return { body: body as unknown as ArrayBuffer, lineBytes: ready.lineBytes };
  }

  abandon(): void {
    this.#copy = undefined;
    this.#held = undefined;
  }

  #patch(push: Push, ready: ReadyBody): Uint8Array {
    const { head, second } = this.#format;
    const patch = {
      head: head(this.#labelTextOf(push), ready),
      id: push.id,
      second: second(push.seconds),
      sizeBytes: ready.sizeBytes,
    };
    return this.#ownCopy().patch(patch);
  }

  /** k6 reads as many bytes as the array has room for, the next bodies' too (js/modules/k6/experimental/fs, 1.8.1). */
  async #read(ready: ReadyBody): Promise<void> {
    this.#held = undefined;
    await this.#file.seek(ready.from, SeekMode.Start);
    const read = await this.#file.read(this.#ownCopy().bytes);
    if (read < ready.sizeBytes) throw new Error(`${this.#family.file} ends within the body at ${ready.from}`);
    this.#held = ready;
  }

  #ownCopy(): BodyCopy {
    if (this.#copy === undefined) {
      const bytes = new Uint8Array(this.#family.largestBytes);
      this.#copy = { bytes, patch: patcher(bytes, this.#family.places) };
    }
    return this.#copy;
  }
}

/** k6 has no TextEncoder, and its interpreter takes long over characters: base64 is made and undone in Go. */
function utf8(text: string): Uint8Array {
  return new Uint8Array(b64decode(b64encode(text)));
}

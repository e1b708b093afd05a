import { b64decode, b64encode } from "k6/encoding";
import { type File, SeekMode } from "k6/experimental/fs";
import { patcher } from "../../lib/traffic/bodies/patch-body.ts";
import type { ReadyBody, ReadyFamily } from "../../lib/traffic/bodies/ready-body.ts";
import { perStream } from "./per-stream.ts";
import type { Encoded, Encoder, Push } from "./push.ts";
import type { WireFormat } from "./wire-formats.ts";

/** One virtual user's copy of a prebuilt push body, and the function that patches the copy. */
interface BodyCopy {
  readonly bytes: Uint8Array;
  readonly patch: ReturnType<typeof patcher>;
}

/**
 * The maximum size in bytes of a family of prebuilt push bodies that each virtual user copies completely, with one
 * read.
 */
const maxOwnFamilyBytes = 256_000;

/**
 * Encodes pushes from the prebuilt bodies of a family, for one virtual user. All virtual users of a k6 process share
 * the bytes of the family's file. Each virtual user copies one body at a time into its own memory, which is allocated
 * at its first push. When every virtual user kept copies of all large bodies, k6 collected garbage all the time.
 */
export class BodyEncoder implements Encoder {
  readonly path: Encoder["path"];
  readonly contentType: Encoder["contentType"];
  readonly compression?: "gzip";
  readonly #file: File;
  readonly #family: ReadyFamily;
  readonly #format: WireFormat;
  readonly #labelTextOf: (push: Push) => Uint8Array;
  #ownFamily: Uint8Array | undefined;
  #copy: BodyCopy | undefined;
  /** The prebuilt push body that `#copy` currently contains. */
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

  load(push: Push): Promise<void> | undefined {
    const ready = this.#bodyOf(push);
    if (this.#held === ready) return undefined;
    if (this.#ownFamily === undefined) return this.#read(ready);
    this.#copyOf(ready, this.#ownFamily);
    return undefined;
  }

  encode(push: Push): Encoded {
    const ready = this.#bodyOf(push);
    const { head, second } = this.#format;
    const body = this.#ownCopy().patch({
      head: head(this.#labelTextOf(push), ready),
      id: push.id,
      second: second(push.seconds),
      sizeBytes: ready.sizeBytes,
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types of k6 leave out what it takes
    return { body: body as unknown as ArrayBuffer, lineBytes: ready.lineBytes };
  }

  abandon(): void {
    this.#copy = undefined;
    this.#held = undefined;
  }

  #bodyOf({ lineFormat, variant }: Push): ReadyBody {
    const ready = this.#family.bodies[lineFormat][variant];
    if (ready === undefined) throw new Error(`no ready-made body of ${lineFormat} lines, variant ${variant}`);
    return ready;
  }

  async #read(ready: ReadyBody): Promise<void> {
    const { sizeBytes } = this.#family;
    if (sizeBytes <= maxOwnFamilyBytes) {
      const bytes = new Uint8Array(sizeBytes);
      await this.#fill(bytes, sizeBytes);
      this.#ownFamily = bytes;
      this.#copyOf(ready, bytes);
    } else {
      this.#held = undefined;
      await this.#file.seek(ready.from, SeekMode.Start);
      await this.#fill(this.#ownCopy().bytes, ready.sizeBytes);
      this.#held = ready;
    }
  }

  /**
   * Fills the array from the file of prebuilt bodies. k6 reads as many bytes as the array holds, including those of the
   * next bodies (js/modules/k6/experimental/fs, 1.8.1).
   */
  async #fill(bytes: Uint8Array, leastBytes: number): Promise<void> {
    const read = await this.#file.read(bytes);
    if (read < leastBytes) throw new Error(`${this.#family.file} ends before its last body`);
  }

  #copyOf(ready: ReadyBody, family: Uint8Array): void {
    this.#ownCopy().bytes.set(family.subarray(ready.from, ready.from + ready.sizeBytes));
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

/**
 * Encodes text as UTF-8 by way of base64. k6 has no TextEncoder, and its interpreter is slow at single characters, but
 * k6 converts base64 in Go.
 */
function utf8(text: string): Uint8Array {
  return new Uint8Array(b64decode(b64encode(text)));
}

/** The length in bytes of the push id in a line: 16 hexadecimal digits. */
export const idBytes = 16;

/**
 * Writes log lines into a buffer piece by piece. Joining and encoding strings would take several times as long. A piece
 * that does not fit into `bytes` is lost.
 */
export class LinePen {
  readonly bytes: Buffer;
  /** The position in the buffer where the next piece goes. */
  at = 0;
  /** The position in the buffer where the push id of the last line goes. */
  idAt = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  put(piece: Buffer): void {
    const { bytes, at } = this;
    const { length } = piece;
    for (let i = 0; i < length; i++) bytes[at + i] = piece[i] ?? 0;
    this.at = at + length;
  }

  /** Copies a long piece into the buffer. */
  copy(source: Buffer, from: number, length: number): void {
    source.copy(this.bytes, this.at, from, from + length);
    this.at += length;
  }

  /** Writes a whole number below 2^31 in decimal digits. */
  number(value: number): void {
    const end = this.at + digitsOf(value);
    let rest = value;
    for (let at = end - 1; at >= this.at; at--) {
      const tens = (rest / 10) | 0;
      this.bytes[at] = 48 + rest - tens * 10;
      rest = tens;
    }
    this.at = end;
  }

  /** Reserves the bytes for the push id. */
  id(): void {
    this.idAt = this.at;
    this.at += idBytes;
  }
}

export function digitsOf(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  return digits;
}

/** Encodes an ASCII text. */
export function ascii(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

export const nothing = ascii("");

import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { HarnessError } from "../base/errors.ts";

/** The scheme byte for PBKDF2 + AES-256-GCM, one of three schemes that MinIO accepts (madmin-go v3 encrypt.go). */
const pbkdf2AesGcm = 0x02;
const pbkdf2Rounds = 8192;
const saltBytes = 32;
const nonceBytes = 8;
const tagBytes = 16;
/**
 * The fragment size, 16 KiB, into which sio-go v0.3.1 splits the plaintext. Admin requests here always fit one
 * fragment.
 */
const maxPlainBytes = 16 * 1024;
const lastFragment = 0x80;

/**
 * Encrypts the body of an admin request for MinIO's server: salt (32) | scheme (1) | nonce (8) | ciphertext. The key is
 * derived from the caller's secret key. Throws HarnessError if the body exceeds 16 KiB.
 */
export function encryptForMinio(secretKey: string, plain: Uint8Array): Buffer {
  if (plain.length > maxPlainBytes) {
    throw new HarnessError(
      `a MinIO admin request of ${plain.length} bytes; expected at most ${maxPlainBytes}`,
      {
        code: "MINIO_BODY_TOO_LARGE",
      },
    );
  }
  const salt = randomBytes(saltBytes);
  const nonce = randomBytes(nonceBytes);
  const key = keyOf(secretKey, salt);
  const cipher = createCipheriv("aes-256-gcm", key, fragmentNonce(nonce, 1));
  cipher.setAAD(associatedData(key, nonce));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return Buffer.concat([salt, Buffer.of(pbkdf2AesGcm), nonce, sealed]);
}

/** Decrypts a body that encryptForMinio encrypted. Throws HarnessError if another key or scheme was used. */
export function decryptFromMinio(secretKey: string, body: Uint8Array): Buffer {
  const headerBytes = saltBytes + 1 + nonceBytes;
  if (body.length < headerBytes + tagBytes || body[saltBytes] !== pbkdf2AesGcm) {
    throw new HarnessError(
      "MinIO's admin API answered in an encryption that lokiproof cannot read (expected PBKDF2 and AES-GCM)",
      {
        code: "MINIO_BODY_UNREADABLE",
      },
    );
  }
  const nonce = Buffer.from(body.subarray(saltBytes + 1, headerBytes));
  const key = keyOf(secretKey, body.subarray(0, saltBytes));
  const decipher = createDecipheriv("aes-256-gcm", key, fragmentNonce(nonce, 1));
  decipher.setAAD(associatedData(key, nonce));
  decipher.setAuthTag(body.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(body.subarray(headerBytes, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new HarnessError("a body of MinIO's admin API does not fit the key", {
      code: "MINIO_BODY_UNREADABLE",
      cause,
    });
  }
}

function keyOf(secretKey: string, salt: Uint8Array): Buffer {
  return pbkdf2Sync(secretKey, salt, pbkdf2Rounds, 32, "sha256");
}

/** Returns sio-go's nonce of fragment `sequence`: the stream's nonce followed by a little-endian counter. */
function fragmentNonce(nonce: Uint8Array, sequence: number): Buffer {
  const counter = Buffer.alloc(4);
  counter.writeUInt32LE(sequence);
  return Buffer.concat([nonce, counter]);
}

/**
 * Returns the additional data for fragment 1 as the final fragment: the "last" flag byte, then the tag of an empty
 * fragment 0 (sio-go writer.go).
 */
function associatedData(key: Uint8Array, nonce: Uint8Array): Buffer {
  const empty = createCipheriv("aes-256-gcm", key, fragmentNonce(nonce, 0));
  empty.final();
  return Buffer.concat([Buffer.of(lastFragment), empty.getAuthTag()]);
}

import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { HarnessError } from "../base/errors.ts";

/** The scheme byte of PBKDF2 + AES-256-GCM, one of three that MinIO accepts (madmin-go v3 encrypt.go). */
const pbkdf2AesGcm = 0x02;
const pbkdf2Rounds = 8192;
const saltBytes = 32;
const nonceBytes = 8;
const tagBytes = 16;
/** sio-go v0.3.1 cuts the plaintext into fragments of 16 KiB; what is sent here always fits the last fragment. */
const maxPlainBytes = 16 * 1024;
const lastFragment = 0x80;

/**
 * Encrypts the body of an admin request as MinIO's server expects it: salt (32) | scheme (1) | nonce (8) | ciphertext,
 * keyed by the caller's secret key. Up to 16 KiB, else HarnessError.
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

/** The opposite of encryptForMinio; throws HarnessError when it was made by another key or scheme. */
export function decryptFromMinio(secretKey: string, body: Uint8Array): Buffer {
  const headerBytes = saltBytes + 1 + nonceBytes;
  if (body.length < headerBytes + tagBytes || body[saltBytes] !== pbkdf2AesGcm) {
    throw new HarnessError("not a PBKDF2/AES-GCM body of MinIO's admin API", {
      code: "MINIO_BODY_UNREADABLE",
    });
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

/** sio-go's nonce of fragment `sequence`: the stream's nonce and a little-endian counter. */
function fragmentNonce(nonce: Uint8Array, sequence: number): Buffer {
  const counter = Buffer.alloc(4);
  counter.writeUInt32LE(sequence);
  return Buffer.concat([nonce, counter]);
}

/** Authenticates fragment 1 as the last: a flag, and the tag of an empty fragment 0 (sio-go writer.go). */
function associatedData(key: Uint8Array, nonce: Uint8Array): Buffer {
  const empty = createCipheriv("aes-256-gcm", key, fragmentNonce(nonce, 0));
  empty.final();
  return Buffer.concat([Buffer.of(lastFragment), empty.getAuthTag()]);
}

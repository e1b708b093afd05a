import { expect } from "chai";
import * as fc from "fast-check";
import { HarnessError } from "../base/errors.ts";
import { decryptFromMinio, encryptForMinio } from "./minio-encryption.ts";

describe("MinIO's admin encryption", () => {
  it("gives back what was encrypted, for any key and body", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.uint8Array({ maxLength: 2000 }), (key, plain) => {
        expect(decryptFromMinio(key, encryptForMinio(key, plain))).to.deep.equal(Buffer.from(plain));
      }),
      { numRuns: 20 },
    );
  });

  it("has the layout salt 32, scheme 2, nonce 8, ciphertext and tag", () => {
    const body = encryptForMinio("a secret key", Buffer.from("abc"));
    expect(body[32]).to.equal(2);
    expect(body).to.have.length(32 + 1 + 8 + 3 + 16);
  });

  it("refuses another key, a changed byte and another scheme", () => {
    const body = encryptForMinio("a secret key", Buffer.from("abc"));
    expect(() => decryptFromMinio("another key!", body)).to.throw(HarnessError, "does not fit the key");
    for (const at of [0, 35, 42]) {
      const changed = Buffer.from(body);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => decryptFromMinio("a secret key", changed)).to.throw(HarnessError, "does not fit the key");
    }
    const argon = Buffer.from(body);
    argon[32] = 0;
    expect(() => decryptFromMinio("a secret key", argon)).to.throw(
      HarnessError,
      "expected PBKDF2 and AES-GCM",
    );
  });

  it("refuses a body that would need a second fragment", () => {
    expect(() => encryptForMinio("a secret key", Buffer.alloc(16 * 1024 + 1))).to.throw(
      HarnessError,
      "16385",
    );
  });
});

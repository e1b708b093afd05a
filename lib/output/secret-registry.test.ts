import { expect } from "chai";
import * as fc from "fast-check";
import { formsOf } from "./secret-forms.ts";
import { SecretRegistry } from "./secret-registry.ts";

const secretText = fc.string({ unit: "grapheme", minLength: 8, maxLength: 60 });

describe("secrets that were registered", () => {
  it("are gone from any text, in every form that they are written in", () => {
    fc.assert(
      fc.property(secretText, fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(secret.trim().length >= 8 && !/^(\*+|-----(BEGIN|END).*)$/u.test(secret.trim()));
        const registry = new SecretRegistry();
        registry.add(secret);
        for (const form of formsOf(secret.trim())) {
          expect(registry.mask(`${before}${form}${after}`), form).not.to.include(form);
        }
      }),
    );
  });

  it("are gone from base64 of a text that they are part of, wherever they begin in it", () => {
    for (const before of ["", "u", "us", "use"]) {
      const registry = new SecretRegistry();
      registry.add("correct-horse-7");
      const encoded = Buffer.from(`${before}:correct-horse-7 and more`).toString("base64");
      const left = Buffer.from(registry.mask(encoded).replaceAll("*", ""), "base64").toString("utf8");
      expect(left, encoded).not.to.include("horse");
    }
  });

  const found: readonly (readonly [string, unknown, string])[] = [
    ["authorization", "Bearer tok3n-of-somebody", "tok3n-of-somebody"],
    ["anything", "Basic dXNlcjpwYXNzd29yZDE=", "dXNlcjpwYXNzd29yZDE="],
    ["anything", "Basic dXNlcjpwYXNzd29yZDE=", "user:password1"],
    ["connection_string", "AccountName=x;AccountKey=abcdef==", "abcdef"],
    ["anything", "AccountName=x;AccountKey=abcdef==", "abcdef"],
    ["service_account", '{"private_key":"abcdefgh"}', "abcdefgh"],
    ["password", 7_777_771, "7777771"],
    ["secret", { value: "plainword" }, "plainword"],
    ["credentials", [{ v: "plainword" }], "plainword"],
    ["headers", { "X-Scope": "plainword" }, "plainword"],
    ["alertmanager_url", "https://u:plainword@am:9093", "plainword"],
    ["url", "https://h/p?sig=plainword&x=1", "plainword"],
    ["url", "h:80,redis://u:plainword@h", "plainword"],
    ["url", "https://u:pl%40inword@h", "pl@inword"],
    ["webhook", "https://hooks.example/services/T0/B0/abcDEF123456", "abcDEF123456"],
    ["dsn", "user:plainword@tcp(db:3306)/x", "plainword"],
    ["pem", "-----BEGIN PRIVATE KEY-----\nQUJDREVG\n-----END PRIVATE KEY-----", "QUJDREVG"],
    ["foo", "glsa_AbCdEf0123456789", "glsa_AbCdEf0123456789"],
    ["foo", "a1b2c3d4e5f60718", "a1b2c3d4e5f60718"],
  ];
  for (const [key, value, secret] of found) {
    it(`are found in ${key}: ${JSON.stringify(value)}`, () => {
      const registry = new SecretRegistry();
      registry.addFrom(key, value);
      expect(registry.mask(`got ${secret} there`)).to.equal("got *** there");
    });
  }

  it("are not the words, numbers and addresses that every report holds", () => {
    const registry = new SecretRegistry();
    const config = {
      auth_enabled: true,
      password: "loki",
      server: { http_listen_port: 3100, http_listen_address: "0.0.0.0", log_level: "info" },
      max_streams_per_user: 100_000,
      memberlist: { join_members: ["loki-memberlist.loki.svc.cluster.local:7946"] },
      common: {
        path_prefix: "/var/loki",
        compactor_address: "http://loki-compactor:3100",
        region: "us-east-1",
      },
      schema: { from: "2024-01-01", since: "2024-01-01T00:00:00Z", store: "boltdb-shipper", period: "24h" },
    };
    registry.addFrom("", config);
    const text = JSON.stringify(config);
    expect(registry.mask(text)).to.equal(text);
  });

  it("stay readable where lokiproof itself uses the word", () => {
    const registry = new SecretRegistry();
    registry.addFrom("password", "payments");
    expect(registry.mask("tenant payments")).to.equal("tenant ***");
    registry.keepReadable(["payments"]);
    expect(registry.mask("tenant payments")).to.equal("tenant payments");
  });

  it("are not replaced inside of longer words if they are short", () => {
    const registry = new SecretRegistry();
    registry.add("letter");
    expect(registry.mask("letters, a letter, newsletter")).to.equal("letters, a ***, newsletter");
  });
});

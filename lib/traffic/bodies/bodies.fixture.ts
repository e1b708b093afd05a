import * as fc from "fast-check";
import type { PushEntry } from "../../loki/push-stream.ts";
import type { LineGeometry } from "../line-geometry.ts";
import { variantOf } from "../line-geometry.ts";
import { lineFormatOf, type StreamKey } from "../line-id.ts";
import { lineSource } from "../lines.ts";
import type { BodyEncoding, BodySpec } from "./body-spec.ts";
import { type BodyPatch, patcher } from "./patch-body.ts";
import { prepareBody } from "./prepare-body.ts";
import type { ReadyBody } from "./ready-body.ts";

const geometry = fc.record({
  lineBytes: fc.integer({ min: 60, max: 1500 }),
  linesPerPush: fc.integer({ min: 1, max: 1200 }),
});
const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/);
const labels = fc.dictionary(name, fc.string({ unit: "grapheme", maxLength: 80 }), {
  minKeys: 1,
  maxKeys: 6,
  noNullPrototype: true,
});
const push = fc.record({
  labels,
  push: fc.nat({ max: 2 ** 32 - 1 }),
  /** Generates timestamps in seconds with ten digits, which JSON bodies require; snappy bodies accept more. */
  seconds: fc.integer({ min: 1e9, max: 1e10 - 1 }),
});
const key = fc.record({
  seed: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  tenant: fc.string({ minLength: 1 }),
  stream: fc.nat({ max: 200_000 }),
});

/** Generates pushes of one stream, which reuse the same prebuilt bodies one after another. */
export const streamPushes = fc.record({
  geometry,
  key,
  pushes: fc.array(push, { minLength: 1, maxLength: 4 }),
});

export const stepNs = 1000;

/** Returns the spec of the prebuilt body that push number `push` of a stream uses. */
export function specOf(
  encoding: BodyEncoding,
  key: StreamKey,
  at: { geometry: LineGeometry; push: number },
): BodySpec {
  const variant = variantOf(at.push, at.geometry);
  return { ...at.geometry, seed: key.seed, lineFormat: lineFormatOf(key.stream), variant, encoding, stepNs };
}

/** Returns the entries that a push must contain, computed without a body. */
export function entriesOf(
  key: StreamKey,
  geometry: LineGeometry,
  at: { readonly push: number; readonly seconds: number },
): readonly PushEntry[] {
  const { lineAt } = lineSource(key, geometry);
  return Array.from({ length: geometry.linesPerPush }, (_, i) => ({
    timestampNs: String(BigInt(at.seconds) * 1_000_000_000n + BigInt(i * stepNs)),
    line: lineAt(at.push * geometry.linesPerPush + i),
  }));
}

interface Patched {
  /** The part of the patched body that is sent. */
  readonly part: Buffer;
  readonly ready: Omit<ReadyBody, "from">;
}

/**
 * Returns a function that patches prebuilt bodies as k6 does: a push that reuses a body patches the bytes that the
 * previous push left.
 */
export function patchedBody(): (
  spec: BodySpec,
  patchOf: (ready: Omit<ReadyBody, "from">) => Omit<BodyPatch, "sizeBytes">,
) => Patched {
  const patchers = new Map<number, ReturnType<typeof patcher>>();
  return (spec, patchOf) => {
    const { bytes, ready, places } = prepareBody(spec);
    const patch = patchers.get(spec.variant) ?? patcher(bytes, places);
    patchers.set(spec.variant, patch);
    const part = patch({ ...patchOf(ready), sizeBytes: ready.sizeBytes });
    return { part: Buffer.from(part), ready };
  };
}

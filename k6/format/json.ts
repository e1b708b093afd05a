import { decimalNs, type Encoder } from "./push.ts";

/** Loki's own JSON push format. What repeats is quoted once a push: quoting every line would be half of the work. */
export const json: Encoder = ({ labels, firstSequence, lines, source, first, stepNs }) => {
  const variants = source.variants.map(({ head, tail }) => ({
    bytes: head.length + tail.length,
    head: `",${JSON.stringify(head).slice(0, -1)}`,
    tail: `${JSON.stringify(tail).slice(1)}]`,
  }));
  const values: string[] = [];
  let lineBytes = 0;
  for (let i = 0; i < lines; i++) {
    const sequence = firstSequence + i;
    const { bytes, head, tail } = variants[source.variantAt(sequence)] ?? outOfRange(sequence);
    const digits = String(sequence);
    lineBytes += bytes + digits.length;
    values.push(`["${decimalNs(first, i * stepNs)}${head}${digits}${tail}`);
  }
  const body = `{"streams":[{"stream":${JSON.stringify(labels)},"values":[${values.join(",")}]}]}`;
  return { body, contentType: "application/json", lineBytes };
};

function outOfRange(sequence: number): never {
  throw new Error(`sequence ${sequence} has no line`);
}

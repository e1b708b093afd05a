import { decimalNs, type Encoder } from "./push.ts";

/** Loki's own JSON push format. */
export const json: Encoder = ({ labels, firstSequence, lines, line, first, stepNs }) => {
  const values: string[] = [];
  let lineBytes = 0;
  for (let i = 0; i < lines; i++) {
    const text = line(firstSequence + i);
    lineBytes += text.length;
    values.push(`["${decimalNs(first, i * stepNs)}",${JSON.stringify(text)}]`);
  }
  const body = `{"streams":[{"stream":${JSON.stringify(labels)},"values":[${values.join(",")}]}]}`;
  return { body, contentType: "application/json", lineBytes };
};

import { decimalNs, type Encoder } from "./push.ts";

/** Loki's own JSON push format. */
export const json: Encoder = ({ labels, firstSequence, lines, source, first, stepNs }) => {
  const values: string[] = [];
  let lineBytes = 0;
  for (let i = 0; i < lines; i++) {
    const line = source.lineAt(firstSequence + i);
    lineBytes += line.length;
    values.push(`["${decimalNs(first, i * stepNs)}",${JSON.stringify(line)}]`);
  }
  const body = `{"streams":[{"stream":${JSON.stringify(labels)},"values":[${values.join(",")}]}]}`;
  return { body, contentType: "application/json", lineBytes };
};

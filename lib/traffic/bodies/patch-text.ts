import { idMark, secondMark } from "./text-marks.ts";

export interface TextPatch {
  /** 16 hexadecimal digits. */
  readonly id: string;
  /** Since the epoch. */
  readonly seconds: number;
  /** What the request has before and after its entries. */
  readonly before: string;
  readonly after: string;
}

/** Makes the text of a ready-made body a request. k6 splits and joins faster than it replaces. */
export function patchText(text: string, { id, seconds, before, after }: TextPatch): string {
  const entries = text.split(idMark).join(id).split(secondMark).join(String(seconds));
  return before + entries + after;
}

/** A sentence that a suite wants reports to show next to one of its checks. */
export interface Figure {
  readonly check: string;
  readonly text: string;
}

let current: string | undefined;
let noted: Figure[] = [];

/**
 * Sets the check that later figures (sentences for reports) belong to. Returns the figures noted since the last call.
 */
export function takeFigures(nextCheck: string | undefined): readonly Figure[] {
  const taken = noted;
  current = nextCheck;
  noted = [];
  return taken;
}

/** Notes a figure (a sentence for reports) for the running check. Outside of a check, the figure is dropped. */
export function noteFigure(text: string): void {
  if (current !== undefined) noted.push({ check: current, text });
}

/** A sentence that a suite wants shown beside one of its checks. */
export interface Figure {
  readonly check: string;
  readonly text: string;
}

let current: string | undefined;
let noted: Figure[] = [];

/** Names the check that the figures noted from now on belong to; returns those noted since the last call. */
export function takeFigures(nextCheck: string | undefined): readonly Figure[] {
  const taken = noted;
  current = nextCheck;
  noted = [];
  return taken;
}

/** Outside of a check there is nothing to show it beside: it is dropped. */
export function noteFigure(text: string): void {
  if (current !== undefined) noted.push({ check: current, text });
}

/** A figure of Loki's own, and what it may be, by the answers that Loki gave. */
export interface Reconciled {
  readonly what: string;
  readonly observed: number;
  readonly least: number;
  readonly most: number;
}

/** Those that do not fit, in words: "payments: lines received: expected 20, observed 18". */
export function unreconciled(figures: readonly Reconciled[]): readonly string[] {
  return figures
    .filter(({ observed, least, most }) => !(observed >= least && observed <= most))
    .map(({ what, observed, least, most }) => {
      const expected = least === most ? `${least}` : `${least} to ${most}`;
      return `${what}: expected ${expected}, observed ${observed}`;
    });
}

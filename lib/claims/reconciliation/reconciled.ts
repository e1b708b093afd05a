/** One of Loki's own counts, and the range in which Loki's answers require the count to be. */
export interface Reconciled {
  readonly what: string;
  readonly observed: number;
  readonly least: number;
  readonly most: number;
}

/** Describes the counts that are outside their range: "payments: lines received: expected 20, observed 18". */
export function unreconciled(figures: readonly Reconciled[]): readonly string[] {
  return figures
    .filter(({ observed, least, most }) => !(observed >= least && observed <= most))
    .map(({ what, observed, least, most }) => {
      const expected = least === most ? `${least}` : `${least} to ${most}`;
      return `${what}: expected ${expected}, observed ${observed}`;
    });
}

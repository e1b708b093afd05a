const suffixes: Readonly<Record<string, number>> = {
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** Returns the number of a Kubernetes quantity ("20Gi", "1500M", "1e9"), or undefined if the text is not a quantity. */
export function quantity(text: string): number | undefined {
  const [, amount, suffix] = /^(\d+(?:\.\d+)?(?:e\d+)?)(m|[kMGTP]|[KMGTP]i|)$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * (suffixes[suffix ?? ""] ?? Number.NaN);
}

/** What a case shows: parts that may interfere with each other, and what it leaves out. */
export type Varied = { readonly parts: readonly string[]; readonly without: readonly string[] };

const featuresOf = ({ parts, without }: Varied): string[] => [
  ...parts,
  ...without,
  ...parts.flatMap((one, n) => parts.slice(n + 1).map((other) => `${one} & ${other}`)),
];

/**
 * The indices of the cases that show the most together: each time the case that adds the most new parts, pairs of parts or omissions; of
 * several the first. A case that adds nothing is not chosen.
 */
export const mostVaried = (cases: readonly Varied[], most: number): number[] => {
  const features = cases.map(featuresOf);
  const seen = new Set<string>();
  const chosen: number[] = [];
  while (chosen.length < most) {
    const added = features.map((one) => one.filter((feature) => !seen.has(feature)).length);
    const best = added.indexOf(Math.max(0, ...added));
    if ((added[best] ?? 0) === 0) break;
    for (const feature of features[best] ?? []) seen.add(feature);
    chosen.push(best);
  }
  return chosen;
};

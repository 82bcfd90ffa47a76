/** Runs for which a strip has room at least: two runs are no wider than two of twenty. */
const leastSlots = 20;

/** How many empty slots stand before so many runs. */
export const emptyBefore = (runs: number): number => Math.max(0, leastSlots - runs);

/** The run under the pointer, by its index among those of a strip that fills an element. */
export const runUnder = (clientX: number, { left, width }: { readonly left: number; readonly width: number }, runs: number): number => {
  const empty = emptyBefore(runs);
  const slot = Math.floor(((clientX - left) / Math.max(width, 1)) * (runs + empty));
  return Math.min(runs - 1, Math.max(0, slot - empty));
};

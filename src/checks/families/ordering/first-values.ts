import { shown } from '../../../contract/schema/evaluate.ts';

/** Where a value stands among those that come first; all others have the place behind them. */
export const placeAmong = (value: unknown, values: readonly unknown[]): number => {
  const place = values.indexOf(value);
  return place < 0 ? values.length : place;
};

/** The first value that stands behind one of a later place, with its index; undefined where none does. */
export const misplacedIn = (
  seen: readonly unknown[],
  values: readonly unknown[],
): { readonly at: number; readonly told: string } | undefined => {
  const at = seen.findIndex((value, n) => n > 0 && placeAmong(value, values) < placeAmong(seen[n - 1], values));
  return at < 0 ? undefined : { at, told: `${shown(seen[at])} after ${shown(seen[at - 1])}` };
};

import { holdsDay } from '../../../contract/infer/times/shown-periods.ts';
import { dayMs, dayOf } from '../../kit/days.ts';

/** The weeks before now in which entries are made, and the most of them that are tried: so far apart that they are in months of their own, too. */
const weeks = Array.from({ length: 16 }, (_one, n) => 6 + 5 * n);
const most = 3;

/** A Wednesday lies in the middle of a week, wherever that begins. */
const wednesday = (now: number, weeksAgo: number): string => {
  const day = new Date(now).getUTCDay();
  return dayOf(now - weeksAgo * 7 * dayMs + (3 - day) * dayMs);
};

/**
 * Days of the past in whose week or month a list of such periods shows nothing, so that what comes about there is the run's.
 * @param items What the list shows.
 */
export const freeDays = (now: number, items: readonly unknown[]): readonly string[] =>
  weeks
    .map((ago) => wednesday(now, ago))
    .filter((day) => !items.some((item) => holdsDay(item, day)))
    .slice(0, most);

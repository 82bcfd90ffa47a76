import type { Target } from '../../model/target.ts';

/**
 * How long a thing that the run created may take: `created.listed` until its list shows it, `created.settled` until it
 * can be acted on, and until it is again as it was before. No documentation prints these, so they have a default; a
 * target may give its own under `durations`, in seconds.
 */
export const patiences = ['created.listed', 'created.settled'] as const;
export type Patience = (typeof patiences)[number];

const defaultMs = 60_000;

/** The longest wait in milliseconds: of a range its end. */
export const patienceMs = ({ durations }: Pick<Target, 'durations'>, name: Patience): number => {
  const seconds = [durations[name] ?? []].flat().at(-1);
  return seconds === undefined ? defaultMs : seconds * 1000;
};

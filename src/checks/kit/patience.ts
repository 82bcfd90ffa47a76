import type { Target } from '../../model/target.ts';

/**
 * How long a thing that the run created may take: `created.listed` until its list, or a read of it, shows it,
 * `created.settled` until it can be acted on, and until it is again as it was before; `action.through` until its list
 * shows the state in between after an action was accepted, `action.done` from then on until it shows the last one;
 * `updated.shown` until a read shows what an accepted update changed, and after an action on a thing that the operator names
 * until its list is compared; `removed.gone` until nothing shows what was removed,
 * and `removed.settled` for how long after that it is watched that it stays so, and that nothing else went with it;
 * `stream.listened` for how long the events of a stream are waited for, and `stream.open` for how long it must be open. No
 * documentation prints these, so they have a default; a target may give its own under `durations`, in seconds.
 */
export const patiences = [
  'created.listed',
  'created.settled',
  'action.through',
  'action.done',
  'updated.shown',
  'removed.gone',
  'removed.settled',
  'stream.listened',
  'stream.open',
] as const;
export type Patience = (typeof patiences)[number];

const minuteMs = 60_000;

const defaultMs: Readonly<Record<Patience, number>> = {
  'created.listed': minuteMs,
  'created.settled': 5 * minuteMs,
  'action.through': minuteMs,
  'action.done': 5 * minuteMs,
  'updated.shown': minuteMs / 2,
  'removed.gone': minuteMs,
  'removed.settled': minuteMs / 6,
  'stream.listened': minuteMs,
  'stream.open': minuteMs / 12,
};

/**
 * The longest wait in milliseconds: of a range its end. Where waiting for minutes is not allowed (`slow`), no default is
 * longer than one.
 */
export const patienceMs = ({ durations, allow }: Pick<Target, 'durations' | 'allow'>, name: Patience): number => {
  const seconds = [durations[name] ?? []].flat().at(-1);
  if (seconds !== undefined) return seconds * 1000;
  return allow.includes('slow') ? defaultMs[name] : Math.min(defaultMs[name], minuteMs);
};

/** What a target is waited for where nothing forbids it: by its own durations, else by the defaults. */
export const fullPatienceMs = ({ durations }: Pick<Target, 'durations'>, names: readonly Patience[]): number =>
  names.reduce((sum, name) => sum + patienceMs({ durations, allow: ['slow'] }, name), 0);

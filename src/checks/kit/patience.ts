import { minuteMs } from './days.ts';
import type { Target } from '../../model/target.ts';

/**
 * How long assay waits for a resource:
 * - `created.listed`: until its list, or a read of it, shows it;
 * - `created.settled`: until it can be acted on, and until it is again as it was before;
 * - `action.through`: after an action was accepted, until its list shows the state in between;
 * - `action.done`: from then on, until its list shows the last state;
 * - `updated.later`: between a creation and the first update, so that the moments of both differ although they are cut to whole seconds;
 * - `updated.shown`: until a read shows an accepted update; after an action on a fixture, until its list is compared;
 * - `removed.gone`: until nothing shows what was removed;
 * - `removed.settled`: from then on, to see that it stays gone and that nothing else went with it;
 * - `quota.rounded`: beyond the window or the moment after which a quota is back, as both are told in whole seconds;
 * - `stream.listened`: for the events of a stream;
 * - `stream.open`: the time for which a stream must stay open;
 * - `webhook.delivered`: for the first delivery of an event;
 * - `webhook.followed`: for all attempts to deliver one event; for the first two repetitions the run waits in any case.
 *
 * No documentation prints these, so they have defaults; a target may give its own under `durations`, in seconds.
 */
export const patiences = [
  'created.listed',
  'created.settled',
  'action.through',
  'action.done',
  'updated.later',
  'updated.shown',
  'removed.gone',
  'removed.settled',
  'quota.rounded',
  'stream.listened',
  'stream.open',
  'webhook.delivered',
  'webhook.followed',
] as const;
export type Patience = (typeof patiences)[number];

const defaultMs: Readonly<Record<Patience, number>> = {
  'created.listed': minuteMs,
  'created.settled': 5 * minuteMs,
  'action.through': minuteMs,
  'action.done': 5 * minuteMs,
  'updated.later': minuteMs / 20,
  'updated.shown': minuteMs / 2,
  'removed.gone': minuteMs,
  'removed.settled': minuteMs / 6,
  'quota.rounded': minuteMs / 30,
  'stream.listened': minuteMs,
  'stream.open': minuteMs / 12,
  'webhook.delivered': minuteMs,
  'webhook.followed': minuteMs,
};

/** The longest default for a resource type that is only inferred: there may be many, and nothing says that their service is slow. */
const presumedMs: Readonly<Partial<Record<Patience, number>>> = { 'created.settled': minuteMs / 8, 'removed.settled': minuteMs / 30 };
const presumedLongestMs = minuteMs / 4;

/** The same with the permission to wait for minutes: one type must not take the time of all others. */
const presumedSlowMs: Readonly<Partial<Record<Patience, number>>> = { 'created.settled': minuteMs / 2 };

/**
 * The longest wait in milliseconds: of a range its end. Without the permission to wait for minutes (`slow`), no default is
 * longer than one minute, and for a resource type that is only inferred none is longer than 15 s: 7.5 s until what is refused as busy must be
 * possible, which is mostly refused for good there, and 2 s to see that what was removed stays away. With it, that first wait is 30 s for such a type.
 */
export const patienceMs = (
  { durations, allow }: Pick<Target, 'durations' | 'allow'>,
  name: Patience,
  { presumed }: { readonly presumed?: object } = {},
): number => {
  const seconds = [durations[name] ?? []].flat().at(-1);
  if (seconds !== undefined) return seconds * 1000;
  if (allow.includes('slow')) return Math.min(defaultMs[name], (presumed && presumedSlowMs[name]) ?? defaultMs[name]);
  if (presumed === undefined) return Math.min(defaultMs[name], minuteMs);
  return Math.min(defaultMs[name], presumedMs[name] ?? presumedLongestMs);
};

/** The sum of the waits in milliseconds with the permission `slow`: the target's own durations, else the defaults. */
export const fullPatienceMs = ({ durations }: Pick<Target, 'durations'>, names: readonly Patience[]): number =>
  names.reduce((sum, name) => sum + patienceMs({ durations, allow: ['slow'] }, name), 0);

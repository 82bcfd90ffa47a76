import { createHash } from 'node:crypto';
import { isBeginning, shiftedBy, timeParts } from './spans.ts';

type Values = Readonly<Record<string, unknown>>;

const dayMs = 86_400_000;

/** A stretch of time by its first and its last day, in milliseconds of the first moment of each in UTC. One that `isOpen` goes on for as long as what lies in it needs. */
export type Window = { readonly fromMs: number; readonly toMs: number; readonly isOpen?: true };

/** So many times as long as what lies in it is an open window at least, that several find room beside each other. */
const roomy = 12;

/** The window that two members of a resource show; undefined where the begin is none. A resource without an end goes on for as long as the run needs. */
export const windowOf = (begin: unknown, end: unknown): Window | undefined => {
  const [from, to] = [begin, end].map((one) => timeParts(one)?.day);
  if (from === undefined) return undefined;
  const fromMs = Date.parse(from);
  const toMs = to === undefined ? fromMs + 28 * dayMs : Date.parse(to);
  if (toMs < fromMs) return undefined;
  return to === undefined ? { fromMs, toMs, isOpen: true } : { fromMs, toMs };
};

/**
 * A body whose times lie in a window. All of them are moved by the same number of whole days, so that the time of the day and what lies between them stay; to a day that
 * depends on the body, as two of them may not be at one time, and to none at the edge of the window, because its bounds may be in another time zone. Undefined where they lie in it already, or are longer
 * than it.
 * @param members Names of the members that are moved.
 */
export const intoWindow = (value: Values, members: readonly string[], { fromMs, toMs: end, isOpen }: Window): Values | undefined => {
  const days = members.flatMap((name) => {
    const day = timeParts(value[name])?.day;
    return day === undefined ? [] : [[name, Date.parse(day)] as const];
  });
  const begins = days.filter(([name]) => isBeginning(name)).map(([, ms]) => ms);
  const all = days.map(([, ms]) => ms);
  const first = begins.length > 0 ? Math.min(...begins) : Math.min(...all);
  const last = Math.max(first, ...all);
  const toMs = isOpen ? Math.max(end, fromMs + roomy * (last - first)) : end;
  if (days.length === 0 || (first >= fromMs && last <= toMs)) return undefined;
  const isWide = toMs - fromMs >= last - first + 2 * dayMs;
  const [least, most] = isWide ? [fromMs + dayMs, toMs - dayMs] : [fromMs, toMs];
  const room = Math.round((most - least - (last - first)) / dayMs) + 1;
  if (room < 1) return undefined;
  const drawn = Number.parseInt(createHash('sha256').update(JSON.stringify(days)).digest('hex').slice(0, 8), 16);
  const by = Math.round((least - first) / dayMs) + (drawn % room);
  return { ...value, ...Object.fromEntries(days.map(([name]) => [name, shiftedBy(String(value[name]), by)])) };
};

/** A body whose span holds a window from its first to its last day; undefined where it does already, or is none. */
export const aroundWindow = (value: Values, [begin, end]: readonly string[], { fromMs, toMs }: Window): Values | undefined => {
  if (begin === undefined || end === undefined) return undefined;
  const [first, last] = [begin, end].map((name) => timeParts(value[name])?.day);
  if (first === undefined || last === undefined) return undefined;
  const [early, late] = [Date.parse(first), Date.parse(last)];
  if (early <= fromMs && late >= toMs) return undefined;
  const by = (ms: number, to: number): number => Math.round((to - ms) / dayMs);
  return {
    ...value,
    [begin]: shiftedBy(String(value[begin]), Math.min(0, by(early, fromMs))),
    [end]: shiftedBy(String(value[end]), Math.max(0, by(late, toMs))),
  };
};

import { shiftedBy, timeParts } from './spans.ts';

type Values = Readonly<Record<string, unknown>>;

const dayMs = 86_400_000;

/** Times are brought forward by whole years of weeks, so that those of several bodies stay apart, and on their days of the week. */
const step = 52 * 7;

const dayOf = (value: unknown): number => Date.parse(timeParts(value)?.day ?? '');

/**
 * A body whose times lie before a day, all of them moved by the same number of days: by years where they still lie ahead then, else to the day before it. Undefined where they lie before it
 * already, or nothing is left ahead.
 * @param members Names of the members that are moved.
 * @param nowMs The moment of the request in milliseconds since 1970.
 */
export const beforeEnd = (value: Values, members: readonly string[], end: unknown, nowMs: number): Values | undefined => {
  const days = members.flatMap((name) => (Number.isNaN(dayOf(value[name])) ? [] : [[name, dayOf(value[name])] as const]));
  const [first, last] = [Math.min(...days.map(([, ms]) => ms)), Math.max(...days.map(([, ms]) => ms))];
  const until = dayOf(end) - dayMs;
  if (days.length === 0 || Number.isNaN(until) || last <= until) return undefined;
  const least = Math.ceil((last - until) / dayMs);
  const back = [Math.ceil(least / step) * step, least].find((by) => first - by * dayMs > nowMs + dayMs);
  if (back === undefined) return undefined;
  return { ...value, ...Object.fromEntries(days.map(([name]) => [name, shiftedBy(String(value[name]), -back)])) };
};

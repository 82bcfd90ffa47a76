import { isObject } from '../../pointer.ts';
import { spanNames } from '../span-names.ts';
import { wordsOf } from '../words.ts';

/** The first and the last day of a period. */
export type Period = readonly [first: string, last: string];

const dayMs = 24 * 3_600_000;

/** The week of ISO 8601 that a day is in: `2026-W07`. */
export const weekOf = (day: string): string => {
  const at = Date.parse(`${day}T00:00:00Z`);
  const weekday = (new Date(at).getUTCDay() + 6) % 7;
  // The Thursday of a week is in the year that the week is counted in.
  const thursday = at + (3 - weekday) * dayMs;
  const year = new Date(thursday).getUTCFullYear();
  const number = 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * dayMs));
  return `${year}-W${String(number).padStart(2, '0')}`;
};

/** How a period is written in one text: as a week or as a month. */
export type PeriodForm = 'week' | 'month';

/** How the one text of a member tells a period, by the name of the member; undefined where it is called after none. */
export const periodFormOf = (name: string): PeriodForm | undefined => {
  const last = wordsOf(name).at(-1);
  return last === 'week' || last === 'month' ? last : undefined;
};

/** The period that a day is in, as a text. */
export const periodOf = (form: PeriodForm, day: string): string => (form === 'week' ? weekOf(day) : day.slice(0, 7));

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value);

/** Is a day in the period that a thing shows: in its week or its month, or between its first and its last day. False where it shows no period. */
export const holdsDay = (thing: unknown, day: string): boolean => {
  if (!isObject(thing)) return false;
  const texts = Object.entries(thing).flatMap(([name, value]) => {
    const form = periodFormOf(name);
    const isText = typeof value === 'string' && (form === 'week' ? /^\d{4}-W\d\d$/u : /^\d{4}-\d\d$/u).test(value);
    return form !== undefined && isText ? [value === periodOf(form, day)] : [];
  });
  if (texts.length > 0) return texts.every(Boolean);
  const spans = spanNames(Object.keys(thing)).flatMap(([begin, end]): readonly Period[] => {
    const [first, last] = [thing[begin], thing[end]];
    return isDay(first) && isDay(last) ? [[first, last]] : [];
  });
  return spans.length > 0 && spans.every(([first, last]) => first <= day && day <= last);
};

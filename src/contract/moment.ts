import type { TimeForm } from './conventions.ts';
import { wholeNumber } from './message.ts';

/** The forms that Retry-After may have where the contract names none (RFC 9110 section 10.2.3). */
export const retryForms = ['seconds', 'http-date'] as const satisfies readonly TimeForm[];

/** Only moments from 2001 to 2286 count, so that a number of seconds from now is not taken for one since 1970. */
const isEpochSeconds = (value: number): boolean => value >= 1_000_000_000 && value <= 9_999_999_999;

/** A date with time and zone (RFC 3339 section 5.6). */
const dateTime = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

const monthForm = '(?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const timeForm = String.raw`(?<time>\d\d:\d\d:\d\d)`;
/** RFC 9110 section 5.6.7: the preferred form and the two obsolete ones that a recipient still accepts, all in UTC. */
const httpDates = [
  String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d\d) ${monthForm} (?<year>\d{4}) ${timeForm} GMT`,
  String.raw`(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d\d)-${monthForm}-(?<year>\d\d) ${timeForm} GMT`,
  String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${monthForm} (?<day>[ \d]\d) ${timeForm} (?<year>\d{4})`,
].map((form) => new RegExp(`^${form}$`));

/** A year of two digits is in this century, unless that is more than 50 years ahead (RFC 9110 section 5.6.7). */
const fullYear = (year: string, now: number): number => {
  if (year.length === 4) return Number(year);
  const today = new Date(now).getUTCFullYear();
  const near = today - (today % 100) + Number(year);
  return near > today + 50 ? near - 100 : near;
};

const httpDate = (text: string, now: number): number => {
  for (const form of httpDates) {
    const parts = form.exec(text)?.groups;
    if (parts) return Date.parse(`${parts['day']?.trim()} ${parts['month']} ${fullYear(parts['year'] ?? '', now)} ${parts['time']} GMT`);
  }
  return Number.NaN;
};

/**
 * Milliseconds from `now` (milliseconds since the epoch) to the moment that a text gives in a form; negative for the past. Undefined where
 * the text does not have that form.
 */
export const msAhead = (text: string, form: TimeForm, now: number): number | undefined => {
  const trimmed = text.trim();
  if (form === 'http-date' || form === 'date-time') {
    const date = dateTime.test(trimmed) ? Date.parse(trimmed) : Number.NaN;
    const at = form === 'date-time' ? date : httpDate(trimmed, now);
    return Number.isNaN(at) ? undefined : at - now;
  }
  const value = wholeNumber(trimmed);
  if (value === undefined) return undefined;
  switch (form) {
    case 'seconds':
      return value * 1000;
    case 'milliseconds':
      return value;
    case 'epoch-seconds':
      return isEpochSeconds(value) ? value * 1000 - now : undefined;
    case 'epoch-milliseconds':
      return isEpochSeconds(value / 1000) ? value - now : undefined;
  }
};

/** The reading of a text in each of the given forms that it has, in their order: for fields whose form is not documented. */
export const readingsAhead = (
  text: string,
  forms: TimeForm | readonly TimeForm[],
  now: number,
): { readonly form: TimeForm; readonly ms: number }[] =>
  [forms].flat().flatMap((form) => {
    const ms = msAhead(text, form, now);
    return ms === undefined ? [] : [{ form, ms }];
  });

/** The number of days in a month of a year; January is 1 (RFC 3339 section 5.7). */
export const daysIn = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};

/** Whether a text is a `full-date` of RFC 3339 section 5.6 that the Gregorian calendar has. */
export const isDate = (text: string): boolean => {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
};

/** A moment in milliseconds since the epoch, and whether its text has a time of day and a zone. */
export type Moment = { readonly ms: number; readonly hasTime: boolean; readonly hasZone: boolean };

/** ISO 8601 in its extended form, also with a blank in place of T, and with UTC or GMT in place of Z. */
const isoForm = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?: ?(Z|UTC|GMT)|([+-]\d\d)(?::?(\d\d))?)?)?$/i;

/** Reads a JSON value as a date, with or without a time; undefined for any other value. Without a zone it is read as UTC. */
export const readMoment = (value: unknown): Moment | undefined => {
  const [, day, time, utc, hours, minutes] = (typeof value === 'string' ? isoForm.exec(value) : null) ?? [];
  if (day === undefined || !isDate(day)) return undefined;
  const ms = Date.parse(`${day}T${time ?? '00:00'}${hours === undefined ? 'Z' : `${hours}:${minutes ?? '00'}`}`);
  return Number.isNaN(ms) ? undefined : { ms, hasTime: time !== undefined, hasZone: (utc ?? hours) !== undefined };
};

/** The moment in a value, in milliseconds since the epoch; undefined where it has no time of day or no zone. */
export const momentIn = (value: unknown): number | undefined => {
  const moment = readMoment(value);
  return moment?.hasTime && moment.hasZone ? moment.ms : undefined;
};

import type { TimeForm } from './conventions.ts';
import { wholeNumber } from './message.ts';

/** Forms of Retry-After, where no contract names one of them (RFC 9110 section 10.2.3). */
export const retryForms = ['seconds', 'http-date'] as const satisfies readonly TimeForm[];

/** Years before 2001 and after 2286 are no moment of today, so that a count from now is not taken for one from 1970. */
const isEpochSeconds = (value: number): boolean => value >= 1_000_000_000 && value <= 9_999_999_999;

/** A day with its time and zone (RFC 3339 section 5.6). */
const dateTime = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

const month = '(?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const time = String.raw`(?<time>\d\d:\d\d:\d\d)`;
/** RFC 9110 section 5.6.7: the form of today and the two that a recipient still reads, all of them in UTC. */
const httpDates = [
  String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d\d) ${month} (?<year>\d{4}) ${time} GMT`,
  String.raw`(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d\d)-${month}-(?<year>\d\d) ${time} GMT`,
  String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${month} (?<day>[ \d]\d) ${time} (?<year>\d{4})`,
].map((form) => new RegExp(`^${form}$`));

/** A year of two digits is of this century, unless that is more than 50 years ahead (RFC 9110 section 5.6.7). */
const fullYear = (year: string, now: number): number => {
  if (year.length === 4) return Number(year);
  const today = new Date(now).getUTCFullYear();
  const near = today - (today % 100) + Number(year);
  return near > today + 50 ? near - 100 : near;
};

const httpDate = (text: string, now: number): number => {
  const parts = httpDates.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  return parts
    ? Date.parse(`${parts['day']?.trim()} ${parts['month']} ${fullYear(parts['year'] ?? '', now)} ${parts['time']} GMT`)
    : Number.NaN;
};

/**
 * Milliseconds from `now` (since the epoch) to the moment that a text names, read in one form; undefined where it is
 * not written in that form. A moment that is over is negative.
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

/** Every reading of a text in the given forms, in their order: what remains unknown where the form is not printed. */
export const readingsAhead = (
  text: string,
  forms: TimeForm | readonly TimeForm[],
  now: number,
): { readonly form: TimeForm; readonly ms: number }[] =>
  [forms].flat().flatMap((form) => {
    const ms = msAhead(text, form, now);
    return ms === undefined ? [] : [{ form, ms }];
  });

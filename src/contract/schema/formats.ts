import { isDate } from '../moment.ts';
import { isObject } from '../pointer.ts';
import type { Schema } from '../model.ts';
import type { Ruling, Validate } from './validator.ts';

type Format = { readonly wanted: string; readonly matches: (text: string) => boolean };

const minutesADay = 24 * 60;

/** RFC 3339 section 5.6, `full-time`: second 60 only at the end of a day in UTC, as a leap second (section 5.7). */
const isTime = (text: string): boolean => {
  const parts = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(text);
  if (!parts) return false;
  const [hour = 0, minute = 0, second = 0] = parts.slice(1, 4).map(Number);
  const [offsetHour = 0, offsetMinute = 0] = parts.slice(5, 7).map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return false;
  const offset = (offsetHour * 60 + offsetMinute) * (parts[4] === '-' ? -1 : 1);
  const inUtc = (hour * 60 + minute - offset + 2 * minutesADay) % minutesADay;
  return second < 60 || inUtc === minutesADay - 1;
};

const isDateTime = (text: string): boolean => isDate(text.slice(0, 10)) && /^[Tt]/.test(text.slice(10)) && isTime(text.slice(11));

/** RFC 2673 section 3.2, `dotted-quad`: four decimal numbers up to 255 of at most three digits each. */
const isIpv4 = (text: string): boolean => /^(\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);

const formats: ReadonlyMap<string, Format> = new Map([
  ['date-time', { wanted: 'an existing date and time in the form of RFC 3339', matches: isDateTime }],
  ['date', { wanted: 'an existing day as YYYY-MM-DD', matches: isDate }],
  ['ipv4', { wanted: 'an IPv4 address: four numbers up to 255 with dots between', matches: isIpv4 }],
]);

const match: Ruling = { kind: 'match' };

/**
 * What the `format` of a schema node asserts. In JSON Schema 2020-12 (Validation, section 7.2.1) it is an annotation, and many documents
 * use it so; it is a requirement only where the node itself has the id of one. Undefined elsewhere, and for a format that is not in the
 * table. Like every format it applies only to texts.
 */
export const assertedFormat = (schema: Schema): Validate | undefined => {
  if (!isObject(schema) || typeof schema['format'] !== 'string' || schema['x-requirement'] === undefined) return undefined;
  const format = formats.get(schema['format']);
  if (!format) return undefined;
  const breach: Ruling = { kind: 'mismatch', mismatch: { keyword: 'format', instancePath: '', expected: format.wanted } };
  return (value) => (typeof value !== 'string' || format.matches(value) ? match : breach);
};

import type { Redactor } from './redactor.ts';

const redactMembers = (redactor: Redactor, value: object): object => {
  const members = Object.entries(value);
  const clean = members.map(([name, member]) => [redactor.text(name), redactAny(redactor, member)] as const);
  const isClean = clean.every(([name, member], at) => name === members[at]?.[0] && member === members[at]?.[1]);
  return isClean ? value : Object.fromEntries(clean);
};

const redactAny = (redactor: Redactor, value: unknown): unknown => {
  if (typeof value === 'string') return redactor.text(value);
  if (typeof value === 'number') {
    // A key of digits may come back as a number.
    const written = String(value);
    const clean = redactor.text(written);
    return clean === written ? value : clean;
  }
  if (Array.isArray(value)) {
    const clean = value.map((item: unknown) => redactAny(redactor, item));
    return clean.every((item, at) => item === value[at]) ? value : clean;
  }
  return typeof value === 'object' && value !== null ? redactMembers(redactor, value) : value;
};

/**
 * Plain data without secrets: in strings, member names and numbers. A number that gives a secret away becomes a string.
 * What holds none is given back as it is, everything else as a copy.
 */
export const redactValue = <T>(redactor: Redactor, value: T): T => redactAny(redactor, value) as T;

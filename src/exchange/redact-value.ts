import type { Redactor } from './redactor.ts';

type Mask = (text: string) => string;

const redactMembers = (redactor: Redactor, value: object, mask: Mask): object => {
  const members = Object.entries(value);
  const clean = members.map(([name, member]) => [redactor.text(name), redactAny(redactor, member, mask)] as const);
  const isClean = clean.every(([name, member], at) => name === members[at]?.[0] && member === members[at]?.[1]);
  return isClean ? value : Object.fromEntries(clean);
};

const redactAny = (redactor: Redactor, value: unknown, mask: Mask): unknown => {
  if (typeof value === 'string') return mask(value);
  if (typeof value === 'number') {
    // A key of digits may be returned as a number.
    const written = String(value);
    const clean = redactor.text(written);
    return clean === written ? value : clean;
  }
  if (Array.isArray(value)) {
    const clean = value.map((item: unknown) => redactAny(redactor, item, mask));
    return clean.every((item, at) => item === value[at]) ? value : clean;
  }
  return typeof value === 'object' && value !== null ? redactMembers(redactor, value, mask) : value;
};

/** A separate text without secrets; also a short secret is removed, where it is the whole text. */
export const redactWhole = (redactor: Redactor, text: string): string => {
  const clean = redactor.whole(text);
  return clean === text ? redactor.text(text) : clean;
};

/**
 * Data from the wire without secrets: in strings, member names and numbers. A number that reveals a secret becomes a string. A secret of
 * fewer than 8 characters is removed where it is a whole string, never from names or numbers. A value without secrets is returned as it is,
 * any other as a copy.
 */
export const redactValue = <T>(redactor: Redactor, value: T): T => redactAny(redactor, value, (text) => redactWhole(redactor, text)) as T;

/** The same for data of assay itself, in which a short secret may be an ordinary word: those are kept. */
export const redactOwn = <T>(redactor: Redactor, value: T): T => redactAny(redactor, value, redactor.text) as T;

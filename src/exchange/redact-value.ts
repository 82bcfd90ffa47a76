import type { Redactor } from './redactor.ts';

type Mask = (text: string) => string;

/** Most values have no secret: a list of members is made from the first one that is altered on. */
const redactMembers = (redactor: Redactor, value: object, mask: Mask): object => {
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(value);
  let clean: (readonly [string, unknown])[] | undefined;
  for (const [at, name] of names.entries()) {
    const cleanName = redactor.text(name);
    const member = members[name];
    const cleanMember = redactAny(redactor, member, mask);
    if (clean === undefined && (cleanName !== name || cleanMember !== member))
      clean = names.slice(0, at).map((before) => [before, members[before]]);
    clean?.push([cleanName, cleanMember]);
  }
  return clean === undefined ? value : Object.fromEntries(clean);
};

const redactItems = (redactor: Redactor, value: readonly unknown[], mask: Mask): readonly unknown[] => {
  let clean: unknown[] | undefined;
  for (const [at, item] of value.entries()) {
    const cleanItem = redactAny(redactor, item, mask);
    if (cleanItem !== item) clean ??= value.slice(0, at);
    clean?.push(cleanItem);
  }
  return clean ?? value;
};

const redactAny = (redactor: Redactor, value: unknown, mask: Mask): unknown => {
  if (typeof value === 'string') return mask(value);
  if (typeof value === 'number') {
    // A key of digits may be returned as a number.
    const written = String(value);
    const clean = redactor.text(written);
    return clean === written ? value : clean;
  }
  if (Array.isArray(value)) return redactItems(redactor, value, mask);
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

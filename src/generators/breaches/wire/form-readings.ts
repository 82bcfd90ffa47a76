import { isObject } from '../../../contract/pointer.ts';
import { formHindrance, type PlainForm } from '../../../contract/wire/plain-form.ts';
import { primitiveText } from '../../../contract/wire/primitive-text.ts';
import { readAsList, readAsOne, readsAsAbsent } from './readings.ts';
import { scalarReadings } from './scalar-readings.ts';

/** A member that a server reads as absent. */
const absent = Symbol('absent');

/** A value with a part put at a name, or without the part. */
const withPart = (value: Readonly<Record<string, unknown>>, name: string, part: unknown): unknown => {
  const { [name]: _instead, ...rest } = value;
  return part === absent ? rest : { ...rest, [name]: part };
};

/** What servers may read for one text. */
const readingsOfText = (text: string): readonly unknown[] => [
  ...scalarReadings(text),
  ...(readAsList([text]) ?? []),
  ...(readsAsAbsent([text]) ? [absent] : []),
];

/** What servers may read for several texts of one name; undefined where there is too much of it. */
const readingsOfTexts = (texts: readonly string[]): readonly unknown[] | undefined => {
  const lists = readAsList(texts);
  return lists && [...readAsOne(texts), ...lists, ...(readsAsAbsent(texts) ? [absent] : [])];
};

/** What servers may read for a part inside a member. OpenAPI defines no writing of a list or an object there: a server may not know its name. */
const readingsInside = (value: unknown): readonly unknown[] => {
  const text = primitiveText(value);
  return text === undefined ? [absent, JSON.stringify(value)] : readingsOfText(text);
};

/** What servers may read for a member; undefined where there is too much of it. */
const readingsOf = (value: unknown, isDeep: boolean): readonly unknown[] | undefined => {
  const text = primitiveText(value);
  // A server that looks for `name[…]` does not know the plain name.
  if (text !== undefined) return [...readingsOfText(text), ...(isDeep ? [absent] : [])];
  if (!isDeep && !Array.isArray(value)) return [JSON.stringify(value), absent];
  if (Array.isArray(value)) {
    const texts = value.map((one: unknown) => primitiveText(one) ?? JSON.stringify(one));
    const isFlat = value.every((one) => primitiveText(one) !== undefined);
    const read = readingsOfTexts(texts);
    return read && [...read, ...(isFlat ? [] : [absent])];
  }
  return Object.entries(value ?? {}).flatMap(([name, part]) =>
    readingsInside(part).map((one) => withPart(value as Readonly<Record<string, unknown>>, name, one)),
  );
};

/**
 * Is a value that breaks a schema in one part a breach when it is sent as a form. In a form each part is a text, which a server may read as a number, as true or false, or as
 * nothing: what is right in one of these readings is none, and what a form cannot say is none either.
 */
export const isBreachInForm = (value: unknown, form: PlainForm, mayBeRight: (value: unknown) => boolean): boolean => {
  if (!isObject(value) || formHindrance(value) !== undefined || mayBeRight(value)) return false;
  return Object.entries(value).every(([name, one]) => {
    const readings = readingsOf(one, form[name]?.style?.style === 'deepObject');
    return readings?.some((other) => mayBeRight(withPart(value, name, other))) === false;
  });
};

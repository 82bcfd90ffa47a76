import type { Schema } from '../../../model.ts';
import type { DocumentView } from '../convention.ts';
import { itemMembers } from '../item-members.ts';
import { inWords, isOnly, keywordOf } from '../paging-members.ts';

type Document = DocumentView['document'];

/** Values whose order is the same on every server. Texts are ordered by collations, which differ. */
export const isOrdered = (document: Document, schema: Schema): boolean =>
  isOnly(document, schema, 'integer') || isOnly(document, schema, 'number') || isMoment(document, schema);

/** Days and points in time. */
export const isMoment = (document: Document, schema: Schema): boolean =>
  isOnly(document, schema, 'string') && ['date', 'date-time'].includes(String(keywordOf(document, schema, 'format')));

/** Texts of digits alone, perhaps with a point and a sign: what is compared is no matter of collations. */
export const isOfDigits = (document: Document, schema: Schema): boolean => {
  const pattern = keywordOf(document, schema, 'pattern');
  const isOnlyDigits = typeof pattern === 'string' && /^\^[-+?*()[\]{}|\\.,\dd]+\$$/u.test(pattern);
  return isOnly(document, schema, 'string') && (isOnlyDigits || keywordOf(document, schema, 'format') === 'decimal');
};

/** Texts in any words, and numbers that are written as texts. Servers order words by collations, which differ, but not in plain letters. */
export const isText = (document: Document, schema: Schema): boolean =>
  isOnly(document, schema, 'string') &&
  ['enum', 'const'].every((one) => keywordOf(document, schema, one) === undefined) &&
  [undefined, 'email', 'decimal'].includes(keywordOf(document, schema, 'format') as undefined | string);

/**
 * Where an item shows what a name of an order means: the one member of that name, perhaps with `at` behind it, whose values every server orders alike.
 * @param isUsable Which values are.
 */
export const orderedBy = (document: Document, item: Schema, name: string, isUsable = isOrdered): string | undefined => {
  const words = inWords(name);
  const [member, ...others] = itemMembers(document, item).filter((one) => [words, `${words} at`].includes(one.words));
  return member === undefined || others.length > 0 || !isUsable(document, member.schema) ? undefined : member.at;
};

import { itemsOf, isType, membersOf } from '../../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import type { Contract, Schema } from '../../../../contract/model.ts';
import { isObject } from '../../../../contract/pointer.ts';
import type { BodyMember } from '../../../../generators/body-members.ts';
import { placeholdersIn } from '../../../../generators/placeholder.ts';
import { mayBeSent } from '../../../../generators/request-match.ts';
import { resolvedSchema } from '../../../../generators/resolved-schema.ts';
import { hiddenNames } from '../../../../generators/values/hidden.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';

type Document = Contract['document'];

/** Entries of a list that are sent: so many that what is lost by rounding each, or by rounding the sum alone, comes to a whole step. */
const mostEntries = 6;
const leastEntries = 2;

/** Numbers of two kinds of entries, with products and parts that are not whole: quantities, amounts as numbers and as texts, and percents. */
const quantities = [3, 7, 2, 5, 1];
const amounts = [10.05, 3.33, 0.15, 1003, 333];
const amountTexts = ['10.05', '3.33', '0.15', '10.1', '3.3'];
const percents = [7, 19, 33, 5, 10, 7.5];

const isPercent = (name: string): boolean => wordsOf(name).some((word) => ['percent', 'percentage', 'rate', 'bps'].includes(word));
const isQuantity = (name: string): boolean => wordsOf(name).some((word) => ['quantity', 'qty', 'count', 'pieces', 'units'].includes(word));

/** A number for a member of the n-th kind of entry; undefined where it takes none of those, or is none. */
const numberFor = (document: Document, name: string, schema: Schema, kind: number): unknown => {
  const resolved = resolvedSchema(document, schema);
  const listed: unknown = isObject(resolved) ? resolved['enum'] : undefined;
  if (Array.isArray(listed)) {
    const numbers = listed.filter((one) => typeof one === 'number' && one !== 0);
    return numbers.length === 0 ? undefined : (numbers[numbers.length - 1 - (kind % numbers.length)] as unknown);
  }
  const given: readonly unknown[] = isPercent(name) ? percents : isQuantity(name) ? quantities : [...amounts, ...amountTexts];
  const fits = (some: readonly unknown[]): readonly unknown[] => some.filter((one) => mayBeSent(document, schema, one));
  const [usual, small] = [fits(given), fits(quantities)];
  const fitting = usual.length > 0 ? usual : small;
  return fitting[kind % Math.max(1, fitting.length)];
};

const isNumeric = (document: Document, schema: Schema): boolean =>
  isType(document, schema, 'integer') ||
  isType(document, schema, 'number') ||
  (isType(document, schema, 'string') && !mayBeSent(document, schema, 'ct') && amountTexts.some((one) => mayBeSent(document, schema, one)));

/** Does an entry name something: twice the same may not be on one list. */
const namesSomething = (entry: Resource): boolean =>
  Object.entries(entry).some(
    ([name, value]) =>
      (typeof value === 'string' && placeholdersIn(value).length > 0) ||
      ['id', 'ids', 'uuid', 'code', 'sku'].includes(wordsOf(name).at(-1) ?? ''),
  );

/** So many entries show a sum of their only number. */
const fewEntries = 3;

/** @param isDerivedFrom Another number is described to be derived from those of the list, so that one in each entry is enough. */
const entriesOf = (document: Document, member: BodyMember, first: Resource, isDerivedFrom: boolean): readonly Resource[] | undefined => {
  const item = itemsOf(document, member.schema);
  if (item === undefined || namesSomething(first)) return undefined;
  const hidden = hiddenNames(document, 'request', item);
  const inner = [...membersOf(document, item)].filter(([name, schema]) => !hidden.has(name) && isNumeric(document, schema));
  const isSingle = inner.length === 1 && isDerivedFrom;
  if (inner.length < 2 && !isSingle) return undefined;
  const resolved = resolvedSchema(document, member.schema);
  const limit = isObject(resolved) && typeof resolved['maxItems'] === 'number' ? resolved['maxItems'] : mostEntries;
  const entries = Array.from({ length: Math.min(limit, isSingle ? fewEntries : mostEntries) }, (_, n) => {
    // The number of the first entry may be a certain one.
    if (isSingle && n === 0) return first;
    const numbers = inner.flatMap(([name, schema]) => {
      const value = numberFor(document, name, schema, n % 2);
      return value === undefined ? [] : [[name, value] as const];
    });
    return { ...first, ...Object.fromEntries(numbers) };
  });
  return entries.length >= leastEntries && mayBeSent(document, member.schema, entries) ? entries : undefined;
};

/**
 * The lists of a body whose entries have several numbers, with entries that show whether each of them is rounded; empty where it has none.
 * @param derivedFrom The lists of which a single number in each entry is enough, because another number is derived from them.
 */
export const severalEntries = (
  document: Document,
  members: readonly BodyMember[],
  base: Resource,
  derivedFrom: ReadonlySet<string> = new Set(),
): Resource =>
  Object.fromEntries(
    members.flatMap((member) => {
      const list = base[member.name];
      const first: unknown = Array.isArray(list) ? list[0] : undefined;
      const entries = isObject(first) ? entriesOf(document, member, first, derivedFrom.has(member.name)) : undefined;
      return entries === undefined ? [] : [[member.name, entries] as const];
    }),
  );

/** Small numbers, by which a product differs from each of its factors. */
const factors = [2, 3, 4, 5];

/** Whole numbers beside such lists that a derived number takes in as well, each with a value by which it counts. */
export const factorsBeside = (document: Document, members: readonly BodyMember[], derivedFrom: ReadonlySet<string>): Resource =>
  Object.fromEntries(
    members.flatMap(({ name, schema }) => {
      const value =
        derivedFrom.has(name) && isType(document, schema, 'integer') ? factors.find((one) => mayBeSent(document, schema, one)) : undefined;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

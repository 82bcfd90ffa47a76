import { type DescribedList, describedLists } from '../../contract/infer/conventions/collection.ts';
import { itemMembers } from '../../contract/infer/conventions/item-members.ts';
import { isOnly, optionalQuery, textOf } from '../../contract/infer/conventions/paging-members.ts';
import { orderNames } from '../../contract/infer/conventions/ordering/sort-parameter.ts';
import { descriptionsIn, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { mayBeSent } from '../../generators/request-match.ts';

/** Names of what is counted, weighed or paid. */
const measures =
  /\b(?:amounts?|totals?|subtotals?|sums?|prices?|costs?|fees?|balances?|charges?|deposits?|budgets?|salary|wages?|taxe?s?|discounts?|fares?|rents?|revenues?|quantity|quantities|weights?|lengths?|widths?|heights?|depths?|volumes?|areas?|distances?|hours|lit(?:re|er)s|kilograms|grams|kg|km|percent(?:age)?|rates?|scores?|ratings?)\b/iu;

/** Descriptions by which a text is a number. */
const saysNumber = /\bdecimals?\b|\bamounts? of (?:money|currency)\b|\bas a number\b|\bmonetary\b|\bmoney\b/iu;

/** Words by which digits with points are no numbers. */
const isNoNumber =
  /\b(?:versions?|releases?|codes?|ids?|identifiers?|phone|account|skus?|references?|ip|address(?:es)?|sections?|chapters?|dotted)\b/iu;

/** Words by which a list compares numbers as texts on purpose. */
const comparesTexts =
  /\b(?:sort(?:s|ed|ing)?|order(?:s|ed|ing)?|compare[sd]?)\b[^.;]*\b(?:as (?:a )?(?:plain )?(?:texts?|strings?)|alphabetical(?:ly)?|lexicographic(?:al|ally)?|character by character|by characters?)\b/iu;

/** The same, denied: "Sorted by the amount, not as a text". */
const deniesTexts =
  /\b(?:not|never|rather than|instead of)\b[^.;]*\b(?:texts?|strings?|alphabetical(?:ly)?|lexicographic(?:al|ally)?|character)/iu;

/** Words by which a list compares numbers whatever else an item shows. */
const comparesNumbers =
  /\b(?:sort(?:s|ed|ing)?|order(?:s|ed|ing)?|compare[sd]?)\b[^.;]*\b(?:as (?:plain )?(?:amounts?|numbers?|decimals?)|numerically)\b/iu;

const isCompared = (text: string): boolean => comparesTexts.test(text) && !deniesTexts.test(text);

/** Texts of which a schema of numbers takes some, and such of which it takes none. */
const someNumbers = ['7', '7.5', '7.25', '7.125', '12', '12.50', '12.500', '12.5000'] as const;
const noNumbers = ['', 'a', 'ab', '7a', 'a7', '7.5.2', '1-2', '1/2', '7:30', 'EUR 7.50', 'ct-abc'] as const;

/**
 * Does a schema take texts that are decimal numbers, and nothing else: a price such as `"12.50"`. Digits that are no number, such as a version, are none.
 * @param name The name of the member that has the schema.
 */
export const isNumberText = ({ document }: Pick<Contract, 'document'>, name: string, schema: Schema): boolean => {
  if (!isOnly(document, schema, 'string')) return false;
  const said = descriptionsIn(document, schema).join(' ');
  const words = wordsOf(name).join(' ');
  if (isNoNumber.test(words) || isNoNumber.test(said) || isCompared(said)) return false;
  const isFormatted = partsOf(document, schema).some(({ format }) => format === 'decimal');
  const isClosed =
    someNumbers.some((one) => mayBeSent(document, schema, one)) && !noNumbers.some((one) => mayBeSent(document, schema, one));
  return isFormatted || (isClosed && (measures.test(words) || saysNumber.test(said)));
};

const saidOf = ({ document }: Contract, { location }: Operation): string => saidIn(valueAt(document, nodeOf(location))).join(' ');

/** Do the words of a list, or of the parameters of its order, say that it compares its numbers as numbers, whatever unit an item shows beside them. */
export const comparesAsNumbers = (contract: Contract, { key }: Operation): boolean => {
  const { document, operations } = contract;
  const list = describedLists({ document, operations }).find(({ operation }) => operation.key === key);
  return list !== undefined && [...orderTexts(contract, list), saidOf(contract, list.operation)].some((text) => comparesNumbers.test(text));
};

const orderTexts = ({ document }: Contract, { operation }: DescribedList): readonly string[] =>
  optionalQuery(document, operation)
    .filter(({ name }) => orderNames.has(wordsOf(name).join(' ')))
    .map((one) => textOf(document, one));

const known = new WeakMap<Contract, Map<string, ReadonlySet<string>>>();

const numberTextsOf = (contract: Contract, { key }: Operation): ReadonlySet<string> => {
  const { document, operations } = contract;
  const list = describedLists({ document, operations }).find(({ operation }) => operation.key === key);
  if (!list) return new Set();
  if ([...orderTexts(contract, list), saidOf(contract, list.operation)].some(isCompared)) return new Set();
  const found = itemMembers(document, list.item).filter(({ words, schema }) => isNumberText(contract, words, schema));
  return new Set(found.map(({ at }) => at));
};

/** Where the items of a list show numbers that are written as texts, as JSON pointers. */
export const numberTexts = (contract: Contract, operation: Operation): ReadonlySet<string> => {
  const all = known.get(contract) ?? new Map<string, ReadonlySet<string>>();
  known.set(contract, all);
  const found = all.get(operation.key) ?? numberTextsOf(contract, operation);
  all.set(operation.key, found);
  return found;
};

/** The number that a text is; undefined for other values. */
export const numberIn = (value: unknown): number | undefined =>
  typeof value === 'string' && /^[+-]?\d+(?:\.\d+)?$/u.test(value) ? Number(value) : undefined;

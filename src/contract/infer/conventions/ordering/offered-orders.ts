import type { Parameter, Schema } from '../../../model.ts';
import type { OfferedOrder } from '../../../x-assay/lists.ts';
import { type DescribedList, describedLists } from '../collection.ts';
import type { DocumentView, Inference, Suggestion } from '../convention.ts';
import { itemMembers } from '../item-members.ts';
import { inWords, optionalQuery } from '../paging-members.ts';
import { sentencesOf } from '../../sentences.ts';
import { type FirstValues, firstValuesIn } from './first-values.ts';
import { creationIn } from './moments.ts';
import { isOfDigits, isOrdered, isText, orderedBy } from './order-values.ts';
import {
  directionNames,
  directions,
  hasSigns,
  isExplained,
  listedTexts,
  orderNames,
  orderText,
  parsedOrder,
  toldTexts,
} from './sort-parameter.ts';

type Document = DocumentView['document'];

const isOrderedAt = (document: Document, item: Schema, by: string): boolean =>
  itemMembers(document, item).some(({ at, schema }) => at === by && (isOrdered(document, schema) || isOfDigits(document, schema)));

/** The values of the parameter beside a sort that gives the direction, by direction; undefined where there is none, or where two could. */
const directionsBeside = (document: Document, parameters: readonly Parameter[], sort: Parameter) => {
  const found = parameters
    .filter((one) => one !== sort && directionNames.has(inWords(one.name)))
    .map(({ name, ...one }) => ({
      name,
      values: listedTexts(document, { name, ...one }).flatMap((value) => {
        const direction = directions[value.toLowerCase()];
        return direction === undefined ? [] : [{ value, direction }];
      }),
    }));
  const [beside, ...others] = found;
  const isWhole = beside !== undefined && new Set(beside.values.map(({ direction }) => direction)).size === 2;
  return isWhole && others.length === 0 ? beside : undefined;
};

/** The orders that one listed value asks for: by its own sign or word, by a parameter beside it, or ascending where values are listed with `-` too. */
const ordersFor = (
  text: string,
  by: string,
  direction: 'ascending' | 'descending' | undefined,
  {
    sort,
    texts,
    beside,
  }: { readonly sort: Parameter; readonly texts: readonly string[]; readonly beside: ReturnType<typeof directionsBeside> },
): readonly OfferedOrder[] => {
  if (direction !== undefined) return [{ query: { [sort.name]: text }, by, direction }];
  if (beside !== undefined)
    return beside.values.map((one) => ({ query: { [sort.name]: text, [beside.name]: one.value }, by, direction: one.direction }));
  return hasSigns(texts) ? [{ query: { [sort.name]: text }, by, direction: 'ascending' }] : [];
};

/**
 * The values that the text of a sort puts at the beginning for a key that names one listed member: "`priority` puts urgent tickets first". The other direction of the key, and a
 * parameter beside it for the direction, leave open what the sentence is about.
 */
const firstValuesOf = (document: Document, item: Schema, sort: Parameter, text: string): FirstValues | undefined => {
  if (!/^\w+$/u.test(text)) return undefined;
  const member = itemMembers(document, item).filter(({ words }) => words === inWords(text));
  const about = sentencesOf(orderText(document, sort)).filter((sentence) =>
    new RegExp(String.raw`(?<![\w-])${text}(?![\w-])`, 'u').test(sentence),
  );
  return member.length === 1 ? firstValuesIn(document, about.join(' '), member) : undefined;
};

/** Names of orders by age. */
const ageOrders: Readonly<Record<string, 'ascending' | 'descending'>> = {
  newest: 'descending',
  latest: 'descending',
  recent: 'descending',
  oldest: 'ascending',
};

const offeredBy = (document: Document, { operation, item }: DescribedList): readonly Suggestion[] => {
  const parameters = optionalQuery(document, operation);
  const sorts = parameters.filter(({ name }) => orderNames.has(inWords(name)));
  // A parameter called "order" gives the direction where another one gives the member.
  const sort = sorts.find((one) => toldTexts(document, one).some((text) => directions[text.toLowerCase()] === undefined));
  if (sort === undefined || isExplained.test(orderText(document, sort))) return [];
  const texts = toldTexts(document, sort);
  const beside = directionsBeside(document, parameters, sort);
  const orders = texts.flatMap((text): readonly OfferedOrder[] => {
    const first = firstValuesOf(document, item, sort, text);
    if (first) return [{ query: { [sort.name]: text }, by: first.at, values: first.values }];
    const age = ageOrders[text.toLowerCase()];
    const created = age === undefined ? undefined : creationIn(document, item);
    if (age !== undefined && created !== undefined) return [{ query: { [sort.name]: text }, by: created, direction: age }];
    const read = parsedOrder(text);
    const by = read && orderedBy(document, item, read.name, (...one) => isOrdered(...one) || isText(...one));
    return by === undefined ? [] : ordersFor(text, by, read?.direction, { sort, texts, beside });
  });
  // An order by words is judged only beside one by another member.
  const isPlain = ({ by, values }: OfferedOrder): boolean => values !== undefined || isOrderedAt(document, item, by);
  if (new Set(orders.map(({ by }) => by)).size < 2 && !orders.some(isPlain)) return [];
  return [
    {
      operation,
      word: ['ordering', 'offered'],
      value: { orders },
      why: `The parameter "${sort.name}" lists orders by ${[...new Set(orders.map(({ by }) => by))].join(', ')} of an item.`,
    },
  ];
};

/** `ordering.offered`: where a parameter of the order lists its values, those that name a member of the items and a direction. */
export const inferOfferedOrders: Inference = (view) => describedLists(view).flatMap((list) => offeredBy(view.document, list));

import type { Parameter, Schema } from '../../../model.ts';
import type { OfferedOrder } from '../../../x-assay/lists.ts';
import { type DescribedList, describedLists } from '../collection.ts';
import type { DocumentView, Inference, Suggestion } from '../convention.ts';
import { itemMembers } from '../item-members.ts';
import { inWords, optionalQuery } from '../paging-members.ts';
import { sentencesOf } from '../../sentences.ts';
import { singular } from '../../singular.ts';
import { wordsOf } from '../../words.ts';
import { firstValuesOf } from './first-by-key.ts';
import { creationIn } from './moments.ts';
import { blankToldIn } from './sentences.ts';
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

/** Words of a figure that is made of several values: a sort by the rating may be by what items show as the average rating. */
const figures = ['average', 'avg', 'mean', 'overall'];

/** The one member of an item that is such a figure of what an order is called by. A server may weigh what it is made of before it compares. */
const figureOf = (document: Document, item: Schema, name: string): string | undefined => {
  const found = itemMembers(document, item).filter(({ words }) => figures.some((one) => words === `${one} ${inWords(name)}`));
  const [member, ...others] = found;
  return member === undefined || others.length > 0 || !isOrdered(document, member.schema) ? undefined : member.at;
};

/** "In either direction", "always": whichever end comes first. */
const isWhicheverWay =
  /\b(?:either|both|any|each|every|whatever|whichever|all) (?:the )?(?:directions?|orders?|ways?|cases?)\b|\b(?:always|regardless|whatever the|independent)\b/iu;

const noValue = /\b(?:without|with no|that have no|having no|nulls?\b|empty|missing|no value)[^.;,]*/iu;

/** Does what a sentence says of items without a value speak of a member: by a word of its name, or of any value. */
const isAboutBlank = (sentence: string, at: string): boolean => {
  const [clause] = noValue.exec(sentence) ?? [];
  if (clause === undefined) return false;
  const words = new Set(wordsOf(clause).map(singular));
  const own = inWords(at.split('/').at(-1) ?? '').split(' ');
  const telling = own.filter((word) => !figures.includes(word) && !['at', 'on', 'of', 'date', 'time', 'value', 'id'].includes(word));
  const isAny = /\bnulls?\b|\b(?:empty|missing|no|any|such an?) values?\b|\bwithout (?:an? |the |that |such an? )?value\b/iu.test(clause);
  return isAny || (telling.length > 0 && telling.every((word) => words.has(singular(word))));
};

/**
 * Where items without a value stand in one of the orders, as the text of the sort says: "those without a due day come last, in either direction". Where it does not speak of
 * both directions, the downward order is left open.
 */
const blankOf = (
  said: readonly string[],
  { at, text, direction }: { readonly at: string; readonly text: string; readonly direction: 'ascending' | 'descending' | undefined },
): 'first' | 'last' | undefined => {
  const about = said.filter((sentence) => isAboutBlank(sentence, at));
  const [sentence, ...others] = about;
  if (sentence === undefined || others.length > 0 || /\b(?:may|might|can|could|unless|except|if|not)\b/iu.test(sentence)) return undefined;
  const isNamed = sentence.includes(`\`${text}\``);
  const isOpen = !isNamed && !isWhicheverWay.test(sentence) && (direction === 'descending' || /`[-+]\w+`/u.test(sentence));
  return isOpen ? undefined : blankToldIn(sentence);
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
  const said = sentencesOf(orderText(document, sort));
  const withBlank = (one: OfferedOrder, text: string): OfferedOrder => {
    const blank = blankOf(said, { at: one.by, text, direction: one.direction });
    return blank === undefined ? one : { ...one, blank };
  };
  const orders = texts.flatMap((text): readonly OfferedOrder[] => {
    const first = firstValuesOf(document, item, { said, texts }, text);
    if (first) return [{ query: { [sort.name]: text }, by: first.at, values: first.values }];
    const age = ageOrders[text.toLowerCase()];
    const created = age === undefined ? undefined : creationIn(document, item);
    if (age !== undefined && created !== undefined) return [{ query: { [sort.name]: text }, by: created, direction: age }];
    const read = parsedOrder(text);
    const by = read && orderedBy(document, item, read.name, (...one) => isOrdered(...one) || isText(...one));
    if (by !== undefined) return ordersFor(text, by, read?.direction, { sort, texts, beside }).map((one) => withBlank(one, text));
    const figure = read && figureOf(document, item, read.name);
    if (figure === undefined) return [];
    // How a figure is compared is left open; where items without one stand, the text says.
    return ordersFor(text, figure, read?.direction, { sort, texts, beside }).flatMap((one) => {
      const { direction: _direction, ...told } = withBlank(one, text);
      return told.blank === undefined ? [] : [told];
    });
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

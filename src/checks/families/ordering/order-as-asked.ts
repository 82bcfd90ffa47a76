import type { OfferedOrder } from '../../../contract/x-assay/lists.ts';
import { ignoresLetterCase } from '../../../contract/infer/letter-case.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import { isDate, momentIn } from '../../../contract/moment.ts';
import { below, isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, type Subject, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { isBlank, misplacedBlank } from './blanks.ts';
import { misplacedIn, placeAmong } from './first-values.ts';
import { isBefore } from './plain-letters.ts';
import { firstPage } from '../../scenarios/paging/traversal.ts';
import { largestPage, lists, pageItems } from '../../subjects/collection.ts';
import { comparesAsNumbers, numberIn, numberTexts } from '../../subjects/number-texts.ts';

/** A list with orders that a read can ask for, where its items show numbers that are written as texts, and the parameters by whose words the case of letters does not count. */
type Sortable = Collection &
  Subject & {
    readonly orders: readonly OfferedOrder[];
    readonly numbers: ReadonlySet<string>;
    /** The document says that it compares them as numbers, whatever unit is beside them. */
    readonly isPlain: boolean;
    readonly caseless: ReadonlySet<string>;
  };

/** The parameters of a read of which the document says that texts are compared without the case of their letters. */
const caselessOf = ({ document }: Contract, { parameters }: Operation): ReadonlySet<string> =>
  new Set(
    parameters.flatMap(({ name, location }) => {
      const node = valueAt(document, nodeOf(location));
      const said = isObject(node) && typeof node['description'] === 'string' ? sentencesOf(node['description']) : [];
      return said.some((sentence) => ignoresLetterCase(sentence) && !/\b(?:unless|except|may|if|when)\b/iu.test(sentence)) ? [name] : [];
    }),
  );

const sortable = (contract: Contract): Sortable[] =>
  lists(contract).flatMap((list) => {
    const orders = list.operation.conventions.ordering?.offered?.orders ?? [];
    return orders.length === 0
      ? []
      : [
          {
            ...list,
            orders,
            numbers: numberTexts(contract, list.operation),
            isPlain: comparesAsNumbers(contract, list.operation),
            caseless: caselessOf(contract, list.operation),
          },
        ];
  });

/** Most orders of one list that are asked for. */
const mostOrders = 8;

type Asked = { readonly order: OfferedOrder; readonly page: Exchange };

const queryOf = ({ query }: OfferedOrder): string =>
  Object.entries(query)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** A value that every server puts in the same order: a number, a moment or a day. Texts are ordered by collations, which differ. */
const ranked = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value) && isDate(value) ? Date.parse(value) : momentIn(value);
};

export const orderAsAsked = defineProbe<Sortable, readonly Asked[]>({
  id: 'ordering/order-as-asked',
  title: 'A list comes in the order that was asked for',
  why: 'Clients show the first page as the newest or the cheapest; in another order they show something else.',
  fix: 'Sort the whole list by the asked member, as a number or a time and not as a text, before it is cut into pages.',
  reads: 'ordering.offered',
  // What the run has created by then may be the first that shows more than one order.
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: sortable,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ orders }) => ({ requests: Math.min(orders.length, mostOrders) + 2, creates: 0 }),
  async run({ orders, numbers: _numbers, isPlain: _isPlain, caseless: _caseless, ...collection }, session) {
    const list = await listInUse(session, collection);
    const asked: Asked[] = [];
    for (const order of orders.slice(0, mostOrders))
      asked.push({ order, page: await firstPage(session, list, [...Object.entries(order.query), ...largestPage(list)]) });
    return asked;
  },
  judge({ orders: _orders, numbers, isPlain, caseless, ...list }, asked) {
    const verdicts = [
      ...asked.map((one) => judgeOrder(list, one, { isNumber: numbers.has(one.order.by), isPlain })),
      ...asked.map((one) => judgeTexts(list, one, asked)),
      ...asked.filter(({ order }) => Object.keys(order.query).some((name) => caseless.has(name))).map((one) => judgeCase(list, one)),
    ];
    const broken = verdicts.find(({ kind }) => kind === 'unconfirmed');
    if (broken) return broken;
    const passed = verdicts.reduce((sum, one) => sum + (one.kind === 'pass' ? one.judged : 0), 0);
    return passed > 0 ? pass(passed) : (verdicts[0] ?? inconclusive('No order was asked for', []));
  },
});

/** Words in the name of a member that says what an amount is in. */
const measuring: ReadonlySet<string> = new Set(['currency', 'unit', 'units', 'uom']);

const currencies: ReadonlySet<string> = new Set(['currency']);

/**
 * What an amount is in, as the objects around its value show: its currency, or its unit. Those of different ones may be apart, or turned into each other, before they are
 * compared.
 */
const measureOf = (item: unknown, at: string, measures: ReadonlySet<string>): string => {
  const around = tokensOf(at).map((_token, n, all) => valueAt(item, below('', ...all.slice(0, n))));
  const found = around.flatMap((one) =>
    isObject(one) ? Object.entries(one).filter(([name]) => wordsOf(name).some((word) => measures.has(word))) : [],
  );
  return JSON.stringify(found);
};

/**
 * @param kind.isNumber Are the texts of the member numbers.
 * @param kind.isPlain Does the document say that they are compared as such, whatever unit is beside them.
 */
const judgeOrder = (
  list: Collection,
  { order, page }: Asked,
  { isNumber, isPlain }: { readonly isNumber: boolean; readonly isPlain: boolean },
): Verdict | Unconfirmed => {
  const items = pageItems(list, page);
  if (!items) return inconclusive(`${queryOf(order)} was answered ${outcomeOf(page)}`, [page]);
  if (order.values) return judgeFirst(items, order.values, { order, page });
  const all = items.map((item) => valueAt(item, order.by));
  const misplaced = misplacedBlank(all, order.blank);
  if (misplaced !== undefined) {
    const expected = `items without a value at ${order.by} ${order.blank ?? ''} for ${queryOf(order)}`;
    const actual = `${shown(all[misplaced] ?? null)} after ${shown(all[misplaced - 1] ?? null)}`;
    return unconfirmed(fail({ code: 'blank-misplaced', where: `item ${misplaced + 1}`, expected, actual }, [page]));
  }
  const isMixed = order.blank !== undefined && all.some(isBlank) && !all.every(isBlank);
  if (order.direction === undefined)
    return isMixed ? pass(1) : inconclusive(`No two items differ in having a value at ${order.by} for ${queryOf(order)}`, [page]);
  const before = new Map<string, unknown>();
  let judged = isMixed ? 1 : 0;
  for (const [n, item] of items.entries()) {
    const value = valueAt(item, order.by);
    const group = isNumber ? measureOf(item, order.by, isPlain ? currencies : measuring) : '';
    const last = before.get(group);
    before.set(group, value);
    const [one, other] = [last, value].map((each) => (isNumber ? numberIn(each) : undefined) ?? ranked(each));
    if (one === undefined || other === undefined) continue;
    if (order.direction === 'descending' ? other > one : other < one) {
      const expected = `${order.direction} ${isNumber ? 'numbers' : 'values'} at ${order.by} for ${queryOf(order)}`;
      const actual = `${shown(value)} after ${shown(last)}`;
      return unconfirmed(fail({ code: 'order-not-as-asked', where: `item ${n + 1}`, expected, actual }, [page]));
    }
    if (one !== other) judged += 1;
  }
  return judged > 0 ? pass(judged) : inconclusive(`No two items differ at ${order.by} for ${queryOf(order)}`, [page]);
};

/** Judges an order by which some values stand at the beginning. */
const judgeFirst = (
  items: readonly unknown[],
  values: NonNullable<OfferedOrder['values']>,
  { order, page }: Asked,
): Verdict | Unconfirmed => {
  const shownThere = items.map((item) => valueAt(item, order.by)).filter((value) => value !== undefined && value !== null);
  const wrong = misplacedIn(shownThere, values);
  if (wrong) {
    const expected = `${values.map(shown).join(', then ')} at ${order.by} before all others for ${queryOf(order)}`;
    return unconfirmed(
      fail({ code: 'order-not-as-asked', where: `item ${wrong.at + 1} of those that show it`, expected, actual: wrong.told }, [page]),
    );
  }
  const isVaried = new Set(shownThere.map((value) => placeAmong(value, values))).size > 1;
  return isVaried ? pass(shownThere.length) : inconclusive(`No two items differ at ${order.by} for ${queryOf(order)}`, [page]);
};

/** So many texts that begin with a small letter, and with a capital one, show an order by the case of letters. */
const leastOfCase = 2;

/** So many pairs of them that stand in the wrong order show that the case was looked at before the letter. */
const leastTurned = 3;

/**
 * Judges texts that are compared without the case of their letters: where all that begin with a capital stand on one side of all others although their letters do not, the
 * case was compared first. A single pair may be ordered by words that are not shown, such as without an article.
 */
const judgeCase = (list: Collection, { order, page }: Asked): Verdict | Unconfirmed => {
  const texts = (pageItems(list, page) ?? []).map((item) => valueAt(item, order.by)).filter((one) => typeof one === 'string');
  const told = (order.direction === 'descending' ? texts.toReversed() : texts).filter((text) => /^[a-z]/iu.test(text));
  const capitals = told.filter((text) => /^[A-Z]/u.test(text));
  const small = told.filter((text) => /^[a-z]/u.test(text));
  if (capitals.length < leastOfCase || small.length < leastOfCase)
    return inconclusive(`Too few texts at ${order.by} begin with a small letter, or with a capital one`, [page]);
  const isApart = told.slice(0, capitals.length).every((text) => /^[A-Z]/u.test(text));
  const turned = capitals.flatMap((one) => small.filter((other) => other.charAt(0) < one.charAt(0).toLowerCase()));
  if (!isApart || turned.length < leastTurned) return pass(told.length);
  const expected = `texts at ${order.by} without regard to the case of their letters for ${queryOf(order)}`;
  const actual = `all ${capitals.length} that begin with a capital ${order.direction === 'descending' ? 'behind' : 'before'} all others`;
  return unconfirmed(fail({ code: 'case-told-apart', where: `query ${Object.keys(order.query).join(', ')}`, expected, actual }, [page]));
};

/** Fewest neighbours in the wrong order, and the part of all neighbours, from which texts are not in the order that was asked for. */
const leastWrong = 2;
const wrongPart = 0.25;
/** Fewest different texts that have an order at all. */
const leastTexts = 4;

/**
 * Judges an order by texts. A server may order them by other words than it shows, such as a family name; so an order counts as ignored only where many
 * neighbours are wrong in every collation, and the same items come in the same order for another member, or in the other direction, too.
 */
const judgeTexts = (list: Collection, { order, page }: Asked, asked: readonly Asked[]): Verdict | Unconfirmed => {
  if (order.values) return inconclusive(`${order.by} is no text for ${queryOf(order)}`, []);
  const texts = (pageItems(list, page) ?? []).map((item) => valueAt(item, order.by));
  const pairs = texts.slice(1).map((text, n) => {
    const before = texts[n];
    const isUp = typeof text === 'string' && typeof before === 'string' ? isBefore(before, text) : undefined;
    return isUp === undefined ? undefined : isUp === (order.direction === 'ascending');
  });
  const told = pairs.filter((pair) => pair !== undefined);
  const wrong = told.filter((pair) => !pair).length;
  const written = JSON.stringify(pageItems(list, page));
  const isOther = ({ by, direction }: OfferedOrder): boolean => by !== order.by || direction !== order.direction;
  const same = asked.find((other) => isOther(other.order) && JSON.stringify(pageItems(list, other.page)) === written);
  if (told.length === 0) return inconclusive(`No two items differ in plain letters at ${order.by} for ${queryOf(order)}`, [page]);
  // One order for both directions is wrong for one of them, whatever texts the server compares.
  const isTurned = same?.order.by === order.by && wrong > 0 && new Set(texts).size >= leastTexts;
  if (!isTurned && (wrong < leastWrong || wrong < told.length * wrongPart)) return pass(told.length);
  if (!same) return inconclusive(`The items are not in the order of the texts at ${order.by}; the server may compare others`, [page]);
  const expected = `${order.direction} texts at ${order.by} for ${queryOf(order)}`;
  const actual = `the same order as for ${queryOf(same.order)}`;
  return unconfirmed(
    fail({ code: 'order-without-effect', where: `query ${Object.keys(order.query).join(', ')}`, expected, actual }, [page, same.page]),
  );
};

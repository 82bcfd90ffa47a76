import { outcomeOf } from '../../../contract/message.ts';
import { isOnly, keywordOf } from '../../../contract/infer/conventions/paging-members.ts';
import type { Collection, Contract, Filter } from '../../../contract/model.ts';
import { momentIn } from '../../../contract/moment.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { largestPage } from '../../subjects/collection.ts';
import { wholeSeconds } from '../../kit/days.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { firstPages, itemsOfTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { listPrerequisites } from '../../subjects/filters.ts';
import { showsMore } from '../../subjects/shows-more.ts';

/** Two bounds, and the JSON pointer of the time in an item that both are about. */
type Range = { readonly at: string; readonly from: Filter; readonly to: Filter };

type BoundedList = Subject & { readonly collection: Collection; readonly range: Range };

/** A range around one item that has earlier and later ones beside it. */
type Chosen = { readonly item: unknown; readonly fromMs: number; readonly toMs: number };

type Result = { readonly whole: Traversal; readonly chosen: Chosen | undefined; readonly within: Traversal | undefined };

const mostPages = 5;
const secondMs = 1000;

export const withinRange = defineProbe<BoundedList, Result>({
  id: 'filtering/within-range',
  title: 'Two time bounds give the items between them, and no others',
  why: 'Clients ask for what happened in a time range. An item outside it misleads them, and one that is missing is never seen.',
  fix: 'Apply both bounds to the time that the item itself shows.',
  reads: 'filters',
  phase: 'read',
  exclusive: 'nothing',
  over: ({ collections, document }) =>
    collections.flatMap((collection) => {
      const range = rangeOf(document, collection);
      return range ? [at(collection.operation.location, { collection, range })] : [];
    }),
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 2 * mostPages, creates: 0 }),
  async run({ collection, range }, session) {
    const list = await listInUse(session, collection);
    const whole = await firstPages(session, list, largestPage(list), mostPages);
    const chosen = middleOf(list, range, whole);
    if (!chosen) return { whole, chosen, within: undefined };
    const text = ({ parameter }: Filter, ms: number): readonly [string, string] => [
      parameter.name,
      writtenAs(session.contract.document, parameter.schema, ms),
    ];
    const query = [text(range.from, chosen.fromMs), text(range.to, chosen.toMs), ...largestPage(list)];
    return { whole, chosen, within: await firstPages(session, list, query, mostPages) };
  },
  judge({ collection: list, range }, { whole, chosen, within }) {
    if (!chosen || !within) return inconclusive('No item has a time between those of two others', [whole.last]);
    const where = `query ${range.from.parameter.name} and ${range.to.parameter.name}`;
    if (within.pages.length === 0) return inconclusive(`The range was answered ${outcomeOf(within.last)}`, [within.last]);
    const items = itemsOfTraversal(list, within);
    const expected = `items from ${new Date(chosen.fromMs).toISOString()} to ${new Date(chosen.toMs).toISOString()}`;
    const moments = items.map((item) => momentIn(valueAt(item, range.at)));
    if (moments.includes(undefined)) return inconclusive(`An item shows no time at ${range.at}`, [within.last]);
    const outside = moments.find((ms) => ms !== undefined && (ms < chosen.fromMs - secondMs || ms > chosen.toMs + secondMs));
    if (outside !== undefined) {
      return fail({ code: 'item-outside', where, expected, actual: `one of ${new Date(outside).toISOString()}` }, [
        within.last,
        ...within.pages.slice(0, -1),
      ]);
    }
    if (items.some((item) => identityOf(list, item) === identityOf(list, chosen.item))) return pass(items.length);
    if (within.end === 'ended' && within.pages.some(showsMore))
      return inconclusive('The answer shows that more pages follow, but not how to read them', [within.last]);
    if (within.end !== 'ended') return inconclusive(`The range was not read to its end (${within.end})`, [within.last]);
    const finding = {
      code: 'item-within-missing',
      where,
      expected: `${expected}, with the one that the whole list shows`,
      actual: 'it is missing',
    };
    return unconfirmed(fail(finding, [within.last, ...whole.pages]));
  },
});

/** The range of a list, if it has one. Bounds by a day are too coarse for it. */
const rangeOf = (document: Contract['document'], { filters }: Collection): Range | undefined => {
  const fine = filters.filter(
    ({ parameter: { schema }, at: location }) =>
      location !== undefined && typeof schema === 'object' && keywordOf(document, schema, 'format') !== 'date',
  );
  for (const from of fine.filter(({ compare }) => compare === 'after')) {
    const to = fine.find((one) => one.compare === 'before' && one.at === from.at);
    if (to && from.at !== undefined) return { at: from.at, from, to };
  }
  return undefined;
};

/**
 * An item in the middle of the list by time, with others earlier and later than the range around it. The range begins and ends at whole
 * seconds, and the item is at neither end: "after" and "before" may or may not include the moment that they name.
 */
const middleOf = (list: Collection, range: Range, whole: Traversal): Chosen | undefined => {
  const timed = itemsOfTraversal(list, whole).flatMap((item) => {
    const ms = momentIn(valueAt(item, range.at));
    return ms === undefined ? [] : [{ item, ms }];
  });
  const candidates = timed
    .map(({ item, ms }) => ({ item, fromMs: (Math.ceil(ms / secondMs) - 1) * secondMs, toMs: (Math.floor(ms / secondMs) + 1) * secondMs }))
    .filter(({ fromMs, toMs }) => timed.some(({ ms }) => ms < fromMs - secondMs) && timed.some(({ ms }) => ms > toMs + secondMs));
  return candidates[Math.floor(candidates.length / 2)];
};

/** A number counts seconds since 1970; everything else is written as a date with its time (RFC 3339). */
const writtenAs = (document: Contract['document'], schema: Filter['parameter']['schema'], ms: number): string =>
  isOnly(document, schema, 'integer') || isOnly(document, schema, 'number') ? String(ms / secondMs) : wholeSeconds(ms);

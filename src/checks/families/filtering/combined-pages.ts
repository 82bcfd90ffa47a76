import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { itemKey, listAt, pageItems } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import {
  type BesideRead,
  filtersBeside,
  type FiltersBeside,
  hasFilterPairs,
  meets,
  queryOf,
  type Wanted,
} from '../../scenarios/filters/filters-beside.ts';
import type { Walk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';

type Judged = Verdict | Unconfirmed;

/** Refusals of the client, or of the moment, and not of filters. */
const aboutOthers: ReadonlySet<number> = new Set([401, 403, 408, 429]);

export const combinedPages = defineProbe<FiltersBeside>({
  id: 'filtering/combined-pages',
  title: 'Two filters give only items that meet both, page by page',
  why: 'A client narrows a list by two things at once and walks what is left; where one of them is dropped, it acts on others too.',
  fix: 'Keep only the items that meet every filter of the request, also on pages that are fetched by a cursor.',
  reads: 'filters',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => contract.collections.filter(hasFilterPairs).map(({ operation }) => operation.place),
  needs: (place, around) => needsFor(listAt(around.contract, place).operation, around),
  cost: () => ({ requests: 20, creates: 0 }),
  measure: (place, session) => session.measure(filtersBeside, { operation: listAt(session.contract, place).operation.key }),
  judge(place, { page, together }, { contract }) {
    const list = listAt(contract, place);
    if (together.length === 0) return inconclusive('No item shows values for two filters', [page]);
    const verdicts = together.flatMap((read): Judged[] => [
      judgeRead(list, read),
      ...(read.pages ? [judgePages(list, read.wanted, read.pages)] : []),
    ]);
    const broken = verdicts.find(({ kind }) => kind === 'fail' || kind === 'unconfirmed');
    if (broken) return broken;
    const open = together.map((read) => judgeRead(list, read)).find(({ kind }) => kind === 'inconclusive');
    if (open) return open;
    const isWalked = together.some(({ wanted, pages }) => pages && judgePages(list, wanted, pages).kind === 'pass');
    return isWalked
      ? pass(verdicts.length)
      : inconclusive('No two items share the values of two filters, so that no second page came by', [page]);
  },
});

const wordsOf = (wanted: Wanted): string =>
  queryOf(wanted)
    .map((pair) => pair.join('='))
    .join('&');

const judgeRead = (list: Collection, { wanted, exchange }: BesideRead): Judged => judgeItems(list, wanted, exchange) ?? pass(1);

/** What one answer shows by itself; undefined where it is as it ought to be. */
const judgeItems = (list: Collection, wanted: Wanted, exchange: Exchange): Judged | undefined => {
  const asked = wordsOf(wanted);
  const where = `query ${wanted.map(({ parameter }) => parameter).join(' and ')}`;
  const items = pageItems(list, exchange);
  const status = statusOf(exchange) ?? 0;
  if (!items) {
    if (status < 400 || status >= 500 || aboutOthers.has(status))
      return inconclusive(`${asked} was answered ${outcomeOf(exchange)}`, [exchange]);
    return fail({ code: 'filters-refused', where, expected: `a list for ${asked}`, actual: `status ${outcomeOf(exchange)}` }, [exchange]);
  }
  const wrong = items.find((item) => !wanted.every((one) => meets(item, one)));
  if (wrong === undefined) return undefined;
  const actual = `${itemKey(list, wrong) ?? 'an item'} does not`;
  return unconfirmed(fail({ code: 'other-item-listed', where, expected: `only items that meet ${asked}`, actual }, [exchange]));
};

/** The first two pages of one item each. */
const judgePages = (list: Collection, wanted: Wanted, { pages, last, end }: Walk): Judged => {
  const [first, second] = pages;
  if (!first || !second) {
    return (
      (end === 'not-a-page' ? judgeItems(list, wanted, last) : undefined) ?? inconclusive(`No second page of ${wordsOf(wanted)}`, [last])
    );
  }
  const wrong = judgeItems(list, wanted, first) ?? judgeItems(list, wanted, second);
  if (wrong) return wrong;
  const [one, other] = [pageItems(list, first) ?? [], pageItems(list, second) ?? []];
  const keys = [one[0], other[0]].map((item) => itemKey(list, item));
  if (one.length !== 1 || other.length !== 1 || keys.includes(undefined)) {
    return inconclusive(`The first two pages of ${wordsOf(wanted)} hold ${one.length} and ${other.length} items`, [second, first]);
  }
  if (keys[0] !== keys[1]) return pass(2);
  const finding = {
    code: 'item-again',
    where: 'the second page',
    expected: `another item that meets ${wordsOf(wanted)}`,
    actual: `${keys[0]} again`,
  };
  return unconfirmed(fail(finding, [second, first]));
};

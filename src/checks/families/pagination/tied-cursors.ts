import { evaluate } from '../../../contract/expression.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { refusesWhatWasAsked } from '../../kit/error-response.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { textsAt } from '../../scenarios/filters/filter-values.ts';
import { isCursor } from '../../scenarios/paging/follow-pages.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { firstPages, itemsOfTraversal } from '../../scenarios/paging/traversal.ts';
import { pageItems, pagesOf, type QueryPairs } from '../../subjects/collection.ts';
import { type TiedCursors, tiedCursors } from '../../subjects/tied-cursors.ts';

/** A query that gives a cursor, and another one that this cursor is sent with. */
type Pair = { readonly first: QueryPairs; readonly other: QueryPairs };

type Tried = {
  readonly first: Exchange;
  /** The other query without a cursor, which shows that the list can be asked so. */
  readonly plain: Exchange;
  /** The other query with the cursor of the first one. */
  readonly mixed: Exchange;
  readonly pair: Pair;
};

type Result = { readonly shown: Exchange; readonly tried: Tried | undefined };

/** Most queries of one list that are tried until one of them can be asked. */
const mostPairs = 3;

/** Pairs of queries that differ by a filter with a value that items show, which no filter is the same as, and by the order. */
const pairsOf = (session: Session, { asked, filters, operation }: TiedCursors, items: readonly unknown[]): readonly Pair[] => {
  const byFilter = filters.flatMap(({ parameter: { name, schema }, at, values }) => {
    const resolved = resolvedSchema(session.contract.document, schema);
    if (at === undefined || (isObject(resolved) && resolved['default'] !== undefined)) return [];
    const value = textsAt(items, at).find((text) => values === undefined || values.includes(text));
    return value === undefined ? [] : [{ first: [], other: [[name, value] as const] }];
  });
  const [one, ...others] = operation.conventions.ordering?.offered?.orders ?? [];
  const another = others.find(({ query }) => JSON.stringify(query) !== JSON.stringify(one?.query));
  const byOrder = one && another ? [{ first: Object.entries(one.query), other: Object.entries(another.query) }] : [];
  return [...(asked.includes('filters') ? byFilter : []), ...(asked.includes('order') ? byOrder : [])].slice(0, mostPairs);
};

const queryText = (query: QueryPairs): string => query.map(([name, value]) => `${name}=${value}`).join('&') || 'no filter';

export const cursorTied = defineProbe<TiedCursors, Result>({
  id: 'pagination/cursor-of-other-query-refused',
  title: 'A cursor is refused with other filters or another order, where the document says so',
  why: 'A client that changes a filter between two pages gets a part of one list and a part of another, and takes them for one.',
  fix: 'Keep the query in the cursor, or a digest of it, and compare it before the page is read.',
  phase: 'mutate',
  // A list shows a cursor when it has more than one item, which other checks have created by then.
  stage: 'looking-back',
  exclusive: 'collection',
  over: tiedCursors,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 5 + 3 * mostPairs, creates: 0 }),
  async run(subject, session) {
    const list = await offered(session, subject);
    const {
      cursor: { name },
      convention: { next },
    } = list.paging;
    const start = await firstPages(session, list, pagesOf(list, 1), 3);
    let result: Result = { shown: start.last, tried: undefined };
    for (const pair of pairsOf(session, subject, itemsOfTraversal(list, start))) {
      const base = usableRequest(session, list.operation, 'tied');
      const query = [...base.query, ...pagesOf(list, 1)];
      const first = await session.send({ ...base, query: [...query, ...pair.first] });
      const cursor = pageItems(list, first) && evaluate(next, first);
      if (!isCursor(cursor)) continue;
      const plain = await session.send({ ...base, query: [...query, ...pair.other] });
      const mixed = await session.send({ ...base, query: [...query, ...pair.other, [name, String(cursor)]], faults: ['cursor-made-up'] });
      result = { shown: first, tried: { first, plain, mixed, pair } };
      if (pageItems(list, plain)) return result;
    }
    return result;
  },
  judge(list, { shown, tried }) {
    if (!tried) return inconclusive('No page gave a cursor for a list that can be asked for something else', [shown]);
    const { first, plain, mixed, pair } = tried;
    const asked = queryText(pair.other);
    if (!pageItems(list, plain)) return inconclusive(`${asked} was answered ${outcomeOf(plain)} without a cursor`, [plain]);
    if (refusesWhatWasAsked(mixed)) return pass(1);
    if (!isSuccess(mixed)) return inconclusive(`${asked} with the cursor of another query was answered ${outcomeOf(mixed)}`, [mixed]);
    return unconfirmed(
      fail(
        {
          code: 'cursor-of-other-query-accepted',
          where: `query ${list.paging.cursor.name}`,
          expected: `a refusal of the cursor that ${queryText(pair.first)} gave, sent with ${asked}`,
          actual: `status ${outcomeOf(mixed)}`,
        },
        [mixed, first, plain],
      ),
    );
  },
});

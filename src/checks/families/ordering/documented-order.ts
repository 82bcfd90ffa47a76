import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { momentIn } from '../../../contract/moment.ts';
import { defineProbe, fail, inconclusive, pass, type Subject, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { creationAsSet } from '../../scenarios/lifecycle/creation-as-set.ts';
import { isBlank, misplacedBlank } from './blanks.ts';
import { misplacedIn, placeAmong } from './first-values.ts';
import { isBefore } from './plain-letters.ts';
import { listInUse, offeredStyles } from '../../scenarios/paging/offered-styles.ts';
import { countOf, itemsOfTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { numberIn, numberTexts } from '../../subjects/number-texts.ts';
import { lists, pageItems, pagesOf, type ReadableList, stylesOf } from '../../subjects/collection.ts';

/** The member that a list is sorted by, as a JSON pointer into an item, and how; where that is inferred, texts are compared in plain letters only. */
type Sorted = {
  readonly by: string;
  readonly direction: 'ascending' | 'descending' | undefined;
  /** The values that stand at the beginning, in their order, in place of a direction. */
  readonly values: readonly unknown[] | undefined;
  readonly isInferred: boolean;
  /** Are the texts there numbers, so that they are compared as such. */
  readonly isNumber: boolean;
  /** Where items without such a value stand; undefined where they may stand anywhere. */
  readonly blank: 'first' | 'last' | undefined;
};

type Result = readonly { readonly paging: string; readonly traversal: Traversal }[];

/** How many resources are created where the list shows too few different values, and how many milliseconds apart. */
const creations = 4;
const apartMs = 1100;

const leastItems = 3;
const mostPages = 60;

/** Lists that are sorted by a documented value in a documented direction. */
const sortedLists = (contract: Contract): (Collection & Subject & { readonly sorting: Sorted })[] =>
  lists(contract).flatMap((list) => {
    const { by, direction, values, blank, ...others } = list.operation.conventions.ordering ?? {};
    const isInferred = others['x-inferred'] === true;
    return by === undefined || (direction === undefined && values === undefined)
      ? []
      : [{ ...list, sorting: { by, direction, values, isInferred, isNumber: numberTexts(contract, list.operation).has(by), blank } }];
  });

export const documentedOrder = defineProbe({
  id: 'ordering/documented-order',
  title: 'The list is in the documented order, also from one page to the next',
  why: 'Clients stop reading at the first item that they know. In another order they miss what is new.',
  fix: 'Sort the whole list before it is cut into pages.',
  reads: 'ordering',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: sortedLists,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 30, creates: creations }),
  async run(list, session): Promise<Result> {
    const { by } = list.sorting;
    const ways = await offeredLists(session, list);
    const traversals = await traverseEach(session, ways, 'for the order');
    const seen = new Set(
      traversals.flatMap(({ traversal }) => itemsOfTraversal(list, traversal).map((item) => JSON.stringify(valueAt(item, by)))),
    );
    const isPlenty = seen.size > 1 && traversals.every(({ traversal }) => countOf(list, traversal) >= leastItems);
    if (isPlenty || !(await createSome(session, list))) return traversals;
    return traverseEach(session, ways, 'for the order, after creations');
  },
  judge(list, traversals) {
    const verdicts = traversals.map(({ paging, traversal }) => judgeTraversal(list, list.sorting, paging, traversal));
    return (
      verdicts.find(({ kind }) => kind === 'unconfirmed') ?? verdicts.find(({ kind }) => kind === 'inconclusive') ?? pass(verdicts.length)
    );
  },
});

/** The list by each way of paging that it offers. */
const offeredLists = async (session: Session, collection: Collection): Promise<readonly ReadableList[]> => {
  const styles = stylesOf(collection);
  if (styles.length < 2) return [await listInUse(session, collection)];
  const { offered } = await session.run(offeredStyles, { operation: collection.operation.key });
  return offered.length === 0 ? [await listInUse(session, collection)] : styles.filter(({ style }) => offered.includes(style));
};

/** Traverses the list in about five pages, so that the order from one page to the next is seen too. */
const traverseEach = async (session: Session, ways: readonly ReadableList[], turn: string): Promise<Result> => {
  const traversals: { paging: string; traversal: Traversal }[] = [];
  for (const list of ways) {
    const first = await traverseList(session, list, { query: [], pages: 1, turn });
    const size = Math.max(2, Math.ceil(countOf(list, first) / 5));
    const traversal = await traverseList(session, list, { query: pagesOf(list, size), pages: mostPages, turn });
    traversals.push({ paging: list.paging?.limit?.name ?? 'one page', traversal });
  }
  return traversals;
};

const createSome = async (session: Session, collection: Collection): Promise<boolean> => {
  const { contract, target } = session;
  const create = creatorOf(contract, collection);
  if (!create || !isAllowed(create, target)) return false;
  for (let turn = 1; turn <= creations; turn++) {
    const made = creationAsSet.run(session, { operation: create.key, settings: [], purpose: `order-${turn}` });
    if (isSkipped(await orSkipped(made))) return turn > 1;
    await session.pause(apartMs, 'the next resource is to be created at another moment');
  }
  return true;
};

/** What creates the items of a list, as declared or as inferred, by its list or by its path, where they can be removed again. */
const creatorOf = ({ resourceTypes, presumedResourceTypes }: Contract, { operation }: Collection): Operation | undefined =>
  [...resourceTypes, ...presumedResourceTypes].find(
    ({ collection, create, remove }) =>
      remove !== undefined && create !== undefined && (collection?.operation.key === operation.key || create.path === operation.path),
  )?.create;

const judgeTraversal = (
  collection: Collection,
  { by, direction, values, isInferred, isNumber, blank }: Sorted,
  paging: string,
  traversal: Traversal,
): Verdict | Unconfirmed => {
  const rows = traversal.pages.flatMap((page) => (pageItems(collection, page) ?? []).map((item) => ({ page, value: valueAt(item, by) })));
  if (rows.length < leastItems)
    return inconclusive(`The list holds only ${rows.length} items; at least ${leastItems} are needed`, [traversal.last]);
  const misplaced = misplacedBlank(
    rows.map(({ value }) => value),
    blank,
  );
  const after = misplaced === undefined ? undefined : rows[misplaced];
  if (misplaced !== undefined && after) {
    const finding = {
      code: 'blank-misplaced',
      where: `item ${misplaced + 1} by ${paging}`,
      expected: `items without a value at ${by} ${blank ?? ''}`,
    };
    return unconfirmed(
      fail({ ...finding, actual: `${JSON.stringify(after.value ?? null)} after ${JSON.stringify(rows[misplaced - 1]?.value ?? null)}` }, [
        after.page,
      ]),
    );
  }
  if (!isInferred && blank === undefined && rows.some(({ value }) => isBlank(value)))
    return inconclusive(`The values at ${by} cannot be compared`, [traversal.last]);
  const valued = rows.filter(({ value }) => !isBlank(value));
  if (values) return judgeFirst(valued, { by, values }, paging);
  for (const [n, { page, value }] of valued.entries()) {
    const before = valued[n - 1];
    if (!before) continue;
    const [one, other] = [before.value, value].map((each) => (isNumber ? numberIn(each) : undefined) ?? each);
    const step = isInferred ? compareWithCare(one, other) : compare(one, other);
    if (step === undefined) return inconclusive(`The values at ${by} cannot be compared`, [page]);
    if (direction === 'descending' ? step <= 0 : step >= 0) continue;
    const expected = `${direction} values at ${by}`;
    const actual = `${JSON.stringify(value)} after ${JSON.stringify(before.value)}`;
    const others: readonly Exchange[] = before.page === page ? [] : [before.page];
    return unconfirmed(fail({ code: 'other-order', where: `item ${n + 1} by ${paging}`, expected, actual }, [page, ...others]));
  }
  const isVaried = valued.some(({ value }) => compare(valued[0]?.value, value) !== 0);
  return isVaried ? pass(valued.length) : inconclusive(`All items show the same value at ${by}`, traversal.pages);
};

/** Judges a list in which some values stand at the beginning. */
const judgeFirst = (
  rows: readonly { readonly page: Exchange; readonly value: unknown }[],
  { by, values }: { readonly by: string; readonly values: readonly unknown[] },
  paging: string,
): Verdict | Unconfirmed => {
  const seen = rows.map(({ value }) => value);
  const wrong = misplacedIn(seen, values);
  const row = wrong && rows[wrong.at];
  if (wrong && row) {
    const expected = `${values.map((one) => JSON.stringify(one)).join(', then ')} at ${by} before all others`;
    const before = rows[wrong.at - 1]?.page;
    const others = before === undefined || before === row.page ? [] : [before];
    const finding = { code: 'other-order', where: `item ${wrong.at + 1} by ${paging}`, expected, actual: wrong.told };
    return unconfirmed(fail(finding, [row.page, ...others]));
  }
  const isVaried = new Set(seen.map((value) => placeAmong(value, values))).size > 1;
  return isVaried
    ? pass(seen.length)
    : inconclusive(
        `No two items differ at ${by}`,
        rows.slice(0, 1).map(({ page }) => page),
      );
};

/** When a moment or a day is; undefined for everything else. */
const rankOf = (value: unknown): number | undefined => {
  const isDay = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value) && !Number.isNaN(Date.parse(value));
  return isDay ? Date.parse(value) : momentIn(value);
};

/** Positive where the second value is greater; undefined where the two cannot be compared. Texts of moments are compared as moments. */
const compare = (before: unknown, after: unknown): number | undefined => {
  const [one, other] = [rankOf(before), rankOf(after)];
  if (one !== undefined && other !== undefined) return other - one;
  if (typeof before === 'number' && typeof after === 'number') return after - before;
  if (one !== undefined || other !== undefined || typeof before !== 'string' || typeof after !== 'string') return undefined;
  return before === after ? 0 : after > before ? 1 : -1;
};

/** The same, with 0 for texts that collations may put in either order. */
const compareWithCare = (before: unknown, after: unknown): number | undefined => {
  const step = compare(before, after);
  if (typeof before !== 'string' || typeof after !== 'string' || rankOf(before) !== undefined) return step;
  const isUp = isBefore(before, after);
  return isUp === undefined ? 0 : isUp ? 1 : -1;
};

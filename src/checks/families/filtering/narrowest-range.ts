import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { readMoment } from '../../../contract/moment.ts';
import type { Collection } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { firstPages, itemsOfTraversal, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { largestPage } from '../../subjects/collection.ts';
import { type FilterRange, filterRanges } from '../../subjects/filter-ranges.ts';
import { listPrerequisites } from '../../subjects/filters.ts';
import { among, nameOf } from '../../subjects/item-identity.ts';

/** A list with both bounds, the values that were sent, and how it ended. */
type Asked = { readonly from: string; readonly to: string; readonly found: Traversal };

type Result = {
  readonly whole: Traversal;
  readonly equal: (Asked & { readonly item: unknown }) | undefined;
  readonly turned: (Asked & { readonly between: readonly unknown[] }) | undefined;
  /** The whole list once more. */
  readonly after: Traversal | undefined;
};

const mostPages = 3;

/** Are two sets of items the same: a server that puts turned bounds right gives what lies between them. */
const isSameSet = (collection: Collection, one: readonly unknown[], other: readonly unknown[]): boolean =>
  other.every((item) => among(collection, one)(item) !== false) && one.every((item) => among(collection, other)(item) !== false);

/** Where a value lies, as a number: milliseconds since the epoch of a moment or a day. */
const placeOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return /^-?\d{1,12}(?:\.\d{1,6})?$/u.test(value) ? Number(value) : readMoment(value)?.ms;
};

const ask = async (session: Session, { collection: listed, from, to }: FilterRange, least: unknown, most: unknown): Promise<Asked> => {
  const collection = await listInUse(session, listed);
  const query = [[from.parameter.name, String(least)] as const, [to.parameter.name, String(most)] as const, ...largestPage(collection)];
  return { from: String(least), to: String(most), found: await firstPages(session, collection, query, mostPages) };
};

export const narrowestRange = defineProbe<FilterRange, Result>({
  id: 'filtering/narrowest-range',
  title: 'Two equal bounds find what lies on them alone, and a range that ends before it begins finds nothing',
  why: 'Who asks for one day gets nothing, or all days, where only one of two bounds is heeded or both leave themselves out.',
  fix: 'Apply both bounds to every item, each by itself, and refuse a range that ends before it begins or answer it with an empty list.',
  reads: 'filters',
  phase: 'read',
  exclusive: 'nothing',
  over: filterRanges,
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 2 * mostPages + 6, creates: 0 }),
  async run(subject, session) {
    const { collection: listed, at } = subject;
    const collection = await listInUse(session, listed);
    const whole = await referenceTraversal(session, collection, 'first');
    const placed = itemsOfTraversal(collection, whole)
      .flatMap((item) => {
        const value: unknown = valueAt(item, at);
        const place = placeOf(value);
        return place === undefined ? [] : [{ item, value, place }];
      })
      .toSorted((a, b) => a.place - b.place);
    const [least, greatest] = [placed[0], placed.at(-1)];
    if (!least || !greatest || least.place === greatest.place) return { whole, equal: undefined, turned: undefined, after: undefined };
    const middle = placed[Math.floor(placed.length / 2)] ?? least;
    const equal = { ...(await ask(session, subject, middle.value, middle.value)), item: middle.item };
    // Inner values, where there are some: a server that puts bounds right then leaves the outer ones out.
    const inner = placed.filter(({ place }) => place > least.place && place < greatest.place);
    const [low, high] = [inner[0] ?? least, inner.at(-1) ?? greatest];
    const [begin, end] = low.place === high.place ? [least, greatest] : [low, high];
    const between = placed.filter(({ place }) => place >= begin.place && place <= end.place).map(({ item }) => item);
    const turned = { ...(await ask(session, subject, end.value, begin.value)), between };
    return { whole, equal, turned, after: await referenceTraversal(session, collection, 'after a narrow range') };
  },
  judge({ collection, from, to, at, countBoth, refusesTurned }, { whole, equal, turned, after }) {
    const where = `query ${from.parameter.name} and ${to.parameter.name}`;
    if (!equal || !turned || !after) return inconclusive(`No two items show different values at ${at}`, [whole.last]);
    const asked = ({ from: least, to: most }: Asked): string => `${from.parameter.name}=${least} and ${to.parameter.name}=${most}`;
    let judged = 0;
    if (turned.found.pages.length > 0 && isSuccess(turned.found.last)) {
      const items = itemsOfTraversal(collection, turned.found);
      const [item] = items;
      // A server may put the bounds right.
      const isSwapped = !refusesTurned && items.length > 0 && isSameSet(collection, items, turned.between);
      if (!isSwapped) judged += 1;
      if (!isSwapped && (item !== undefined || refusesTurned)) {
        const expected = refusesTurned ? `a refusal of ${asked(turned)}, as the document says` : `no item for ${asked(turned)}`;
        const actual =
          item === undefined ? `status ${outcomeOf(turned.found.last)}` : `${nameOf(collection, item)}, with ${String(valueAt(item, at))}`;
        return unconfirmed(fail({ code: 'turned-range-served', where, expected, actual }, [turned.found.last, whole.last]));
      }
    } else if ([400, 422].includes(statusOf(turned.found.last) ?? 0)) judged += 1;
    if (equal.found.end === 'ended' && equal.found.pages.length > 0) {
      const items = itemsOfTraversal(collection, equal.found);
      const place = placeOf(equal.from);
      // A server may keep a finer moment than it shows.
      const beyond = items.find((item) => {
        const own = placeOf(valueAt(item, at));
        return own !== undefined && place !== undefined && Math.abs(own - place) > (typeof valueAt(item, at) === 'string' ? 1000 : 0);
      });
      judged += 1;
      const finding = { code: 'equal-bounds', where, expected: `only items with ${at} ${equal.from} for ${asked(equal)}` };
      if (beyond !== undefined)
        return unconfirmed(
          fail({ ...finding, actual: `${nameOf(collection, beyond)}, with ${String(valueAt(beyond, at))}` }, [
            equal.found.last,
            whole.last,
          ]),
        );
      const isStill = among(collection, itemsOfTraversal(collection, after))(equal.item) === true;
      if (countBoth && isStill && among(collection, items)(equal.item) === false)
        return unconfirmed(
          fail(
            {
              ...finding,
              expected: `the item with ${at} ${equal.from} for ${asked(equal)}`,
              actual: `${nameOf(collection, equal.item)} is missing`,
            },
            [equal.found.last, whole.last, after.last],
          ),
        );
    }
    return judged > 0 ? pass(judged) : inconclusive(`The ranges were answered ${outcomeOf(turned.found.last)}`, [turned.found.last]);
  },
});

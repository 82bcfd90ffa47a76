import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import {
  defineProbe,
  fail,
  inconclusive,
  pass,
  type ProbePrerequisite,
  type Surroundings,
  type Unconfirmed,
  unconfirmed,
} from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import {
  bulkBeside,
  type BulkBeside,
  bulkCreated,
  type BulkCreated,
  bulkOfEqual,
  bulkWithBreaches,
  type Entry,
  uniqueIn,
} from '../../scenarios/lifecycle/bulk-created.ts';
import { type BulkCreation, bulkCreations } from '../../subjects/bulk-creations.ts';
import { misplacedIn, resultCount, resultsIn, type Told, wrongCount } from '../../subjects/bulk-results.ts';
import { placeIn } from '../../subjects/round-trips.ts';
import { departuresIn, isMarkOfOne } from '../../subjects/shown-as-sent.ts';

const common = {
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  prerequisites: ({ operation, trip }: BulkCreation, around: Surroundings): readonly ProbePrerequisite[] => [
    ...prerequisitesFor(operation, around),
    ...prerequisitesFor(trip.create, around),
  ],
} as const;

/** Good entries of a bulk creation. */
const usual = 3;

const isRefused = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 400 && status < 500 && ![401, 403, 404, 405, 415, 429].includes(status);
};

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

export const bulkAllOrNothing = defineProbe<BulkCreation, BulkCreated>({
  ...common,
  id: 'lifecycle/bulk-all-or-nothing',
  title: 'Of a bulk creation that stores all entries or none, nothing is stored where one entry has a mistake',
  why: 'A client sends the corrected list again, and then has the good entries twice.',
  fix: 'Check every entry before the first one is stored, or store all of them in one transaction.',
  over: (contract: Contract) => bulkCreations(contract).filter(({ isAtomic }) => isAtomic),
  cost: () => ({ requests: 20, creates: 3 }),
  run: ({ operation }, session) => session.run(bulkCreated, { operation: operation.key, good: 2, isMixed: true }),
  judge({ list, required }, { entries, exchange, look, stored }) {
    if (!look || (!isRefused(exchange) && !isDone(exchange)))
      return inconclusive(`The bulk creation was answered ${outcomeOf(exchange)}, or the list cannot be read`, [look ?? exchange]);
    const where = `list ${list.operation.path}`;
    const expected = `none of ${entries.length} entries, because one leaves out "${required}"`;
    if (stored.length > 0) {
      const actual = `${stored.length} of them, after the answer ${outcomeOf(exchange)}`;
      return unconfirmed(fail({ code: 'bulk-half-stored', where, expected, actual }, [look, exchange]));
    }
    return isRefused(exchange) ? pass(1) : inconclusive(`Nothing was stored, and the answer was ${outcomeOf(exchange)}`, [exchange]);
  },
});

const judgeEntries = (bulk: BulkCreation, { entries, exchange, look, stored, ids }: BulkCreated): Verdict | Unconfirmed => {
  if (!look || !isDone(exchange))
    return inconclusive(`The bulk creation was answered ${outcomeOf(exchange)}, or the list cannot be read`, [look ?? exchange]);
  const told = resultsIn(bulk, exchange, entries.length);
  const isStored = ({ text }: Entry): boolean => stored.includes(text);
  const breach = (code: string, where: string, expected: string, actual: string): Unconfirmed =>
    unconfirmed(fail({ code, where, expected, actual }, [exchange, look]));
  const isAbout = (one: Told | undefined, { text }: Entry): boolean => {
    const id = ids.get(text);
    return one?.texts.some((shown) => shown === text || shown === id) === true;
  };
  for (const [n, entry] of entries.entries()) {
    const one = told?.[n];
    const where = `entry ${n + 1} of ${entries.length}`;
    const other = entries.find((another) => another.text !== entry.text && isAbout(one, another) && !isAbout(one, entry));
    if (other) return breach('bulk-other-entry', where, `what became of "${entry.text}"`, `what became of "${other.text}"`);
    const mistake = `because ${entry.words ?? `it leaves out "${bulk.required}"`}`;
    if (!entry.isGood && one?.is === 'done') return breach('bulk-mistake-told-done', where, `a failure, ${mistake}`, 'a success');
    if (one?.is === 'failed' && isStored(entry))
      return breach('bulk-failed-and-stored', where, 'no such item in the list, because it failed', 'an item');
    if (!entry.isGood && isStored(entry)) return breach('bulk-mistake-stored', where, `no such item in the list, ${mistake}`, 'an item');
    // A list that shows none of them may leave out what is new by its nature.
    if (
      stored.length > 0 &&
      entry.isGood &&
      one?.is !== 'failed' &&
      !isStored(entry) &&
      (one?.is === 'done' || entries.every(({ isGood }) => isGood))
    )
      return breach('bulk-entry-lost', where, 'an item in the list', 'none');
  }
  const shown = bulk.isEachTold ? resultCount(exchange) : undefined;
  if (shown !== undefined && shown !== entries.length)
    return breach('bulk-results-missing', 'results', `${entries.length}, one for each entry`, String(shown));
  const misplaced = told && misplacedIn(bulk, told);
  if (misplaced) {
    const where = `entry ${misplaced.entry + 1} of ${entries.length}`;
    return breach('bulk-other-place', where, `the place ${misplaced.wanted}`, String(misplaced.shown));
  }
  const good = entries.filter(({ isGood }) => isGood);
  // Only where what was stored is what ought to be, a number can be wrong about it.
  const count = good.every(isStored) ? wrongCount(exchange, stored.length, entries.length - stored.length) : undefined;
  if (count) return breach('bulk-count-wrong', `/${count.name}`, String(count.wanted), String(count.shown));
  return stored.length > 0 || told !== undefined ? pass(entries.length) : inconclusive('No entry was stored', [exchange, look]);
};

/** Where good entries are kept beside bad ones by the words of the document: what was lost because of the one with a mistake, once all were stored without it. */
const judgeKept = (bulk: BulkCreation, all: BulkCreated, { entries, exchange, look, stored }: BulkCreated): Unconfirmed | undefined => {
  const isUsual = isDone(all.exchange) && all.entries.every(({ text }) => all.stored.includes(text));
  if (!bulk.isGoodKept || !isUsual || !look || !(isRefused(exchange) || isDone(exchange))) return undefined;
  const lost = entries.findIndex(({ isGood, text }) => isGood && !stored.includes(text));
  if (lost < 0) return undefined;
  const finding = {
    code: 'bulk-good-lost',
    where: `entry ${lost + 1} of ${entries.length}`,
    expected: 'an item in the list, because only another entry has a mistake',
    actual: `none, after the answer ${outcomeOf(exchange)}`,
  };
  return unconfirmed(fail(finding, [exchange, look, all.exchange]));
};

export const bulkToldTruly = defineProbe<BulkCreation, { readonly all: BulkCreated; readonly mixed: BulkCreated | undefined }>({
  ...common,
  id: 'lifecycle/bulk-told-truly',
  title: 'A bulk creation stores what its answer says, entry by entry',
  why: 'A client sends again what failed, and trusts that the rest is there.',
  fix: 'Answer with what was done with each entry, in the order of the request, and count only that.',
  over: (contract: Contract) => bulkCreations(contract),
  cost: () => ({ requests: 40, creates: 6 }),
  async run({ operation, isByEntry }, session) {
    const all = await session.run(bulkCreated, { operation: operation.key, good: usual, isMixed: false });
    return {
      all,
      mixed:
        isByEntry && isDone(all.exchange)
          ? await session.run(bulkCreated, { operation: operation.key, good: 2, isMixed: true })
          : undefined,
    };
  },
  judge(bulk, { all, mixed }) {
    const first = judgeEntries(bulk, all);
    if (!mixed || (first.kind !== 'pass' && first.kind !== 'inconclusive')) return first;
    const second = judgeKept(bulk, all, mixed) ?? judgeEntries(bulk, mixed);
    return second.kind === 'inconclusive' ? first : second;
  },
});

export const bulkEqualRefused = defineProbe<BulkCreation, BulkCreated>({
  ...common,
  id: 'lifecycle/bulk-equal-refused',
  title: 'Of two equal entries of one bulk creation, the second one fails where the document says so',
  why: 'What no two resources may share is shared from then on, and nobody knows which of them a client means.',
  fix: 'Check each entry against what the ones before it have stored, not only against what was there before the request.',
  over: (contract: Contract) => bulkCreations(contract).filter((one) => one.isOnceEach && uniqueIn(contract, one).length > 0),
  cost: () => ({ requests: 20, creates: 3 }),
  run: ({ operation }, session) => session.run(bulkOfEqual, { operation: operation.key }),
  judge(bulk, made, { contract }) {
    const { entries, exchange, look, stored } = made;
    const [first, second] = entries;
    if (!first || !second || !look || (!isRefused(exchange) && !isDone(exchange)))
      return inconclusive(`The bulk creation was answered ${outcomeOf(exchange)}, or the list cannot be read`, [look ?? exchange]);
    const told = isDone(exchange) ? resultsIn(bulk, exchange, entries.length)?.[1] : undefined;
    const isStored = stored.includes(second.text);
    if ((isStored && stored.includes(first.text)) || told?.is === 'done') {
      const expected = `a failure, because the first one has the same ${uniqueIn(contract, bulk).join(' and ')}`;
      const finding = { code: 'bulk-equal-accepted', where: `entry 2 of ${entries.length}`, expected };
      return unconfirmed(fail({ ...finding, actual: isStored ? 'its list shows it' : 'a success' }, [exchange, look]));
    }
    return stored.includes(first.text) || (isRefused(exchange) && stored.length === 0)
      ? pass(1)
      : inconclusive('The first of the equal entries was not stored', [exchange, look]);
  },
});

export const bulkBreachesRefused = defineProbe<BulkCreation, BulkCreated>({
  ...common,
  id: 'lifecycle/bulk-breaches-refused',
  title: 'A bulk creation refuses the entries that the creation of one resource refuses',
  why: 'What one way in keeps out comes in by the other, and is shown to clients that were written by the document.',
  fix: 'Check each entry by the same rules as the body of a single creation.',
  over: (contract: Contract) => bulkCreations(contract),
  cost: () => ({ requests: 60, creates: 7 }),
  run: ({ operation }, session) => session.run(bulkWithBreaches, { operation: operation.key }),
  judge(bulk, { entries, exchange, look, stored }) {
    const told = isDone(exchange) ? resultsIn(bulk, exchange, entries.length) : undefined;
    const taken = entries.findIndex(
      ({ isGood, text }, n) => !isGood && (stored.includes(text) || (isDone(exchange) && told?.[n]?.is === 'done')),
    );
    const entry = entries[taken];
    if (entry) {
      const where = `entry ${taken + 1} of ${entries.length}`;
      const expected = `a failure, as ${bulk.trip.create.key} refused ${entry.words ?? 'it'}`;
      const actual = stored.includes(entry.text) ? 'its list shows it' : 'a success';
      return unconfirmed(fail({ code: 'bulk-breach-accepted', where, expected, actual }, [exchange, ...(look ? [look] : [])]));
    }
    const isSeen = look !== undefined && entries.some(({ isGood, text }) => isGood && stored.includes(text));
    // Where all are refused because of one, nothing shows which mistake was seen.
    return isDone(exchange) && (isSeen || told !== undefined)
      ? pass(entries.length - 1)
      : inconclusive(`The bulk creation was answered ${outcomeOf(exchange)}, and stored nothing`, [exchange]);
  },
});

export const bulkEntryKept = defineProbe<BulkCreation, BulkBeside>({
  ...common,
  id: 'lifecycle/bulk-entry-kept',
  title: 'A bulk creation keeps what the creation of one resource keeps',
  why: 'What was imported at once lacks what everybody entered one by one, and nobody looks at each of a thousand entries.',
  fix: 'Store each entry by the same code as the body of a single creation.',
  over: (contract: Contract) => bulkCreations(contract),
  cost: () => ({ requests: 30, creates: 4 }),
  run: ({ operation }, session) => session.run(bulkBeside, { operation: operation.key }),
  judge({ trip, entry, operation }, { kept, single, exchange, shown }, { contract }) {
    if (!exchange || shown.length === 0 || kept.length === 0) {
      const reason = exchange ? `${operation.key} was answered ${outcomeOf(exchange)}` : `${trip.create.key} shows nothing that it keeps`;
      return inconclusive(reason, exchange ? [exchange, single] : [single]);
    }
    const answered = placeIn(contract, trip.read ?? trip.create, trip.id)?.schema ?? true;
    for (const { body, resource, look } of shown) {
      const lost = departuresIn(contract, { asked: entry, answered }, body, resource).find(
        ({ member }) => kept.includes(member) && !isMarkOfOne(member),
      );
      if (!lost) continue;
      const expected = `${JSON.stringify(lost.sent)}, as ${trip.create.key} keeps it`;
      const actual = JSON.stringify(lost.shown) ?? 'nothing';
      return unconfirmed(
        fail({ code: 'bulk-member-lost', where: `/${lost.member} of an entry`, expected, actual }, [look, exchange, single]),
      );
    }
    return pass(shown.length);
  },
});

/** A run creates no more entries at once than this. */
const mostEntries = 50;

export const bulkLimitKept = defineProbe<BulkCreation & { readonly most: number }, BulkCreated>({
  ...common,
  id: 'lifecycle/bulk-limit-kept',
  title: 'A bulk creation with more entries than the document allows is refused, and nothing is stored',
  why: 'Clients split their lists by the documented limit; whoever sends more must hear of it, and not lose what is behind it.',
  fix: 'Count the entries before anything is stored, and refuse longer lists.',
  over: (contract: Contract) =>
    bulkCreations(contract).flatMap((one) => (one.most !== undefined && one.most <= mostEntries ? [{ ...one, most: one.most }] : [])),
  cost: ({ most }) => ({ requests: most + 20, creates: most + 1 }),
  run: ({ operation, most }, session) => session.run(bulkCreated, { operation: operation.key, good: most + 1, isMixed: false }),
  judge({ list, most }, { exchange, look, stored, entries }) {
    if (isRefused(exchange) && look && stored.length > 0) {
      const where = `list ${list.operation.path}`;
      const actual = `${stored.length} of them, after the answer ${outcomeOf(exchange)}`;
      return unconfirmed(
        fail({ code: 'bulk-refused-and-stored', where, expected: `none of ${entries.length} entries`, actual }, [look, exchange]),
      );
    }
    if (isRefused(exchange)) return pass(1);
    if (!isDone(exchange)) return inconclusive(`The bulk creation was answered ${outcomeOf(exchange)}`, [exchange]);
    const expected = `a refusal of ${entries.length} entries, because ${most} are the most`;
    return unconfirmed(fail({ code: 'bulk-limit-ignored', where: 'status', expected, actual: outcomeOf(exchange) }, [exchange]));
  },
});

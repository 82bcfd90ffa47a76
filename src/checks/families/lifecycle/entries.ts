import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { momentIn } from '../../../contract/moment.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { inOtherZone, minuteMs, wholeSeconds } from '../../kit/days.ts';
import { defineProbe, fail, inconclusive, pass, type Surroundings, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { findItem } from '../../scenarios/paging/find-item.ts';
import { adding, entriesAdded, entriesIn } from '../../scenarios/lifecycle/entries-added.ts';
import { listAt } from '../../subjects/collection.ts';
import {
  type AtomicEntries,
  atomicEntries,
  type FoundEntries,
  foundEntries,
  type OnceEntries,
  onceEntries,
} from '../../subjects/told-entries.ts';
import { type Departure, departuresIn } from '../../subjects/shown-as-sent.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

const common = {
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  prerequisites: ({ add, list }: FoundEntries, around: Surroundings) => [
    ...prerequisitesFor(add, around),
    ...prerequisitesFor(list, around),
  ],
  cost: () => ({ requests: 12, creates: 3 }),
} as const;

/** Looks into the list, and the pause between two of them: a service may store what it took a little later. */
const mostLooks = 4;
const pauseMs = 1000;

/** A list as it was read, on all its pages where that was possible. */
type Read = { readonly exchange: Exchange; readonly items: readonly Resource[]; readonly isWhole: boolean };

const readAll = async (session: Session, { list }: FoundEntries): Promise<Read> => {
  const items: Resource[] = [];
  const found = await findItem(session, listAt(session.contract, { operation: list.key }), (item) => {
    if (isObject(item)) items.push(item);
    return false;
  });
  return { exchange: found.exchange, items, isWhole: found.kind === 'absent' };
};

/** Reads a list until it shows what it should, or the time is up. */
const readUntil = async (session: Session, one: FoundEntries, isThere: (items: readonly Resource[]) => boolean): Promise<Read> => {
  let read = await readAll(session, one);
  for (let turn = 1; turn < mostLooks && !isThere(read.items); turn += 1) {
    await session.pause(pauseMs, 'the list is to show what was added');
    read = await readAll(session, one);
  }
  return read;
};

/** Moments that are cut to the second are still the same. */
const cutMs = 1000;

/** Is an item that of an entry: it shows the moments that the entry brought. */
const isOf = ({ moments }: FoundEntries, entry: Resource, item: Resource): boolean =>
  moments.every((name) => {
    const [sent, shown] = [momentIn(entry[name]), momentIn(item[name])];
    return entry[name] === undefined || (sent !== undefined && shown !== undefined && Math.abs(sent - shown) < cutMs);
  });

/** Words by which the result of an entry says that it was not stored. */
const notStored = /reject|refus|invalid|fail|error|skip|duplicat|ignor|conflict/iu;

const isStoredBy = (result: Resource): boolean =>
  !Object.entries(result).some(
    ([name, value]) =>
      (typeof value === 'string' && notStored.test(value)) ||
      (name === 'status' && typeof value === 'number' && value >= 400) ||
      (/error|reason/iu.test(name) && value !== null && value !== undefined && value !== ''),
  );

/** The entries of a request that its answer does not refuse; undefined where it tells of some, and not of which. */
const storedOf = (one: FoundEntries, exchange: Exchange): readonly Resource[] | undefined => {
  if (!isSuccess(exchange) || statusOf(exchange) === 202) return undefined;
  const sent = entriesIn(one, exchange.request);
  const body = jsonOf(exchange);
  const values: readonly unknown[] = isObject(body) ? Object.values(body) : [body];
  const results = values.find(
    (value): value is readonly Resource[] => Array.isArray(value) && value.length === sent.length && value.every(isObject),
  );
  if (results) return sent.filter((_, n) => isStoredBy(results[n] ?? {}));
  const isSomeRefused = isObject(body) && Object.entries(body).some(([name, value]) => notStored.test(name) && value !== 0);
  return isSomeRefused ? undefined : sent;
};

/** What the list shows of an entry that was stored: nothing, or other values than were sent. */
type Wrong = { readonly entry: Resource; readonly departure?: Departure };

const wrongIn = (session: Session, one: FoundEntries, entry: Resource, items: readonly Resource[]): Wrong | undefined => {
  const own = items.filter((item) => isOf(one, entry, item));
  const departures = own.map((item) =>
    departuresIn(session.contract, { asked: one.entry, answered: one.item }, entry, item).filter(({ member }) => one.same.includes(member)),
  );
  const [least] = departures.toSorted((a, b) => a.length - b.length);
  if (!least) return { entry };
  const [departure] = least;
  return departure && { entry, departure };
};

type Shown = {
  readonly additions: readonly Exchange[];
  readonly read?: Read;
  readonly stored: readonly Resource[];
  readonly wrong?: Wrong;
};

/** May a list show a span of time only: what it lacks lies before all that it shows, or behind it. */
const mayBeCut = (one: FoundEntries, stored: readonly Resource[], items: readonly Resource[]): boolean => {
  const [name = ''] = one.moments;
  const isShown = (entry: Resource): boolean => items.some((item) => isOf(one, entry, item));
  const momentsOf = (entries: readonly Resource[]): readonly number[] => entries.flatMap((entry) => momentIn(entry[name]) ?? []);
  const [shown, missing] = [momentsOf(stored.filter(isShown)), momentsOf(stored.filter((entry) => !isShown(entry)))];
  return Math.max(...missing) < Math.min(...shown) || Math.min(...missing) > Math.max(...shown);
};

export const entryIsShown = defineProbe<FoundEntries, Shown>({
  ...common,
  id: 'lifecycle/entry-shown',
  title: 'The list of what was measured, recorded or imported shows each entry that was accepted, as it was sent',
  why: 'An entry that was accepted and is not there is lost: nobody sends it again.',
  fix: 'Store every accepted entry with its own moment and values, and read the list from the same store.',
  over: foundEntries,
  async run(one, session) {
    const { additions = [] } = (await session.run(entriesAdded, { operation: one.list.key })) ?? {};
    const all = additions.flatMap((exchange) => storedOf(one, exchange) ?? []);
    const stored = all.filter((entry) => one.owner === undefined || entry[one.owner] === all[0]?.[one.owner]);
    if (stored.length === 0) return { additions, stored };
    const wrongOf = (items: readonly Resource[]) =>
      stored.map((entry) => wrongIn(session, one, entry, items)).find((wrong) => wrong !== undefined);
    const read = await readUntil(session, one, (items) => wrongOf(items) === undefined);
    const wrong = wrongOf(read.items);
    return { additions, read, stored, ...(wrong && { wrong }) };
  },
  judge(one, { additions, read, stored, wrong }) {
    const { add, list } = one;
    if (!read) return inconclusive(`${add.key} accepted no entries that could be looked for`, additions);
    if (!wrong) return pass(stored.length);
    const { entry, departure } = wrong;
    if (!read.isWhole) return inconclusive(`${list.key} was not read to its end: ${outcomeOf(read.exchange)}`, [read.exchange]);
    if (!departure && mayBeCut(one, stored, read.items))
      return inconclusive('The list may show a span of time only', [read.exchange, ...additions]);
    const finding = departure
      ? {
          code: 'entry-changed',
          where: `/${departure.member}`,
          expected: JSON.stringify(departure.sent),
          actual: JSON.stringify(departure.shown) ?? 'not there',
        }
      : {
          code: 'entry-missing',
          where: list.key,
          expected: `an item for ${JSON.stringify(entry).slice(0, 200)}`,
          actual: 'none with its moment',
        };
    return unconfirmed(fail(finding, [read.exchange, ...additions], { judged: stored.length, breaches: 1 }));
  },
});

/** The entry of an ordinary request, with a moment so many minutes ago. */
const entryAgo = (session: Session, one: FoundEntries, purpose: string, minutes: number): Resource => {
  const [entry = {}] = entriesIn(one, usableRequest(session, one.add, purpose));
  const moments = one.moments.map((name, n) => [name, wholeSeconds(session.now() - minutes * minuteMs + n * cutMs)] as const);
  return { ...entry, ...Object.fromEntries(moments) };
};

/** The same moment in another zone. */
const zonedMoment = (value: unknown): unknown => (typeof value === 'string' ? inOtherZone(value, 1) : value);

/** Minutes before now of entries that nothing else sends. */
const onceAgo = 3;
const atomicAgo = 7;

type Once = {
  readonly first: Exchange;
  readonly second?: Exchange;
  readonly read?: Read;
  /** The items with the moment of the entry, before and after the second one. */
  readonly before: number;
  readonly own: readonly Resource[];
};

export const entryKeptOnce = defineProbe<OnceEntries, Once>({
  ...common,
  id: 'lifecycle/entry-kept-once',
  title: 'Of two entries that the document takes for the same, the first one is kept, and the second one not stored',
  why: 'Senders repeat what they could not confirm. Entries that are stored twice make every sum and average wrong.',
  fix: 'Find the earlier entry by the key that the document names, moments as instants, within the batch as well, before an entry is stored.',
  over: onceEntries,
  async run(one, session) {
    const own = one.key === undefined ? {} : { [one.key]: session.fresh('entry-once') };
    const numbered = (value: number): Resource => (one.number === undefined ? {} : { [one.number]: value });
    const first = { ...entryAgo(session, one, 'entry-once', onceAgo), ...own, ...numbered(2) };
    const zoned = one.isInstant ? Object.fromEntries(one.moments.map((name) => [name, zonedMoment(first[name])])) : {};
    const stored = await session.send(adding(session, one, 'entry-once', [first]));
    const [entry = first] = entriesIn(one, stored.request);
    if ((storedOf(one, stored) ?? []).length === 0) return { first: stored, before: 0, own: [] };
    const ofEntry = (items: readonly Resource[]): readonly Resource[] => items.filter((item) => isOf(one, entry, item));
    const shown = await readUntil(session, one, (items) => ofEntry(items).length > 0);
    const before = ofEntry(shown.items).length;
    if (before === 0) return { first: stored, read: shown, before, own: [] };
    const second = await session.send(adding(session, one, 'entry-once', [{ ...first, ...zoned, ...numbered(3) }]));
    const read = await readUntil(session, one, (items) => ofEntry(items).length > before);
    return { first: stored, second, read, before, own: ofEntry(read.items) };
  },
  judge(one, { first, second, read, before, own }) {
    if (!second || !read) return inconclusive(`The first entry was not stored, or not shown: ${outcomeOf(first)}`, [first]);
    const proof: readonly [Exchange, ...Exchange[]] = [read.exchange, second, first];
    const kept = `"${one.sentence.slice(0, 200)}"`;
    if (own.length > before)
      return unconfirmed(
        fail(
          {
            code: 'entry-stored-twice',
            where: one.list.key,
            expected: `one entry, because the document says ${kept}`,
            actual: String(own.length),
          },
          proof,
          { judged: 1, breaches: 1 },
        ),
      );
    const { number } = one;
    if (number !== undefined && own.some((item) => item[number] === 3))
      return unconfirmed(
        fail({ code: 'entry-overwritten', where: `/${number}`, expected: `2, as in the first entry: ${kept}`, actual: '3' }, proof, {
          judged: 1,
          breaches: 1,
        }),
      );
    return own.length === before ? pass(1) : inconclusive('The list did not show the entry any more', proof);
  },
});

type Atomic = { readonly refused: Exchange; readonly read?: Read; readonly own: readonly Resource[] };

export const entriesAllOrNothing = defineProbe<AtomicEntries, Atomic>({
  ...common,
  id: 'lifecycle/entries-all-or-nothing',
  title: 'Where the document says that a batch with a mistake is refused as a whole, none of its entries is stored',
  why: 'A sender corrects the batch and sends it again. What was stored of it the first time is then there twice.',
  fix: 'Check every entry before the first one is stored, or store all of them in one transaction.',
  over: atomicEntries,
  async run(one, session) {
    const good = entryAgo(session, one, 'entry-atomic', atomicAgo);
    const { [one.required]: _left, ...broken } = entryAgo(session, one, 'entry-atomic', atomicAgo + 1);
    const asked = adding(session, one, 'entry-atomic', [good, broken]);
    const before = await readAll(session, one);
    const refused = await session.send({ ...asked, faults: ['member-missing'] });
    if (isSuccess(refused)) return { refused, own: [] };
    await session.pause(pauseMs, 'the list would show what was stored');
    const read = await readAll(session, one);
    const [entry = good] = entriesIn(one, refused.request);
    const [old, now] = [before, read].map(({ items }) => items.filter((item) => isOf(one, entry, item)));
    return { refused, read, own: (now?.length ?? 0) > (old?.length ?? 0) ? (now ?? []) : [] };
  },
  judge(one, { refused, read, own }) {
    const status = statusOf(refused) ?? 0;
    if (!read || ![400, 409, 422].includes(status))
      return inconclusive(`A batch with a mistake was answered ${outcomeOf(refused)}`, [refused]);
    if (own.length === 0) return read.isWhole ? pass(1) : inconclusive(`${one.list.key} was not read to its end`, [read.exchange]);
    const finding = {
      code: 'entry-of-refused-stored',
      where: one.list.key,
      expected: `nothing of a refused batch: "${one.sentence.slice(0, 200)}"`,
      actual: JSON.stringify(own[0]).slice(0, 200),
    };
    return unconfirmed(fail(finding, [read.exchange, refused], { judged: 1, breaches: 1 }));
  },
});

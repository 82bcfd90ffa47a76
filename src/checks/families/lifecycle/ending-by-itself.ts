import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import type { Look } from '../../scenarios/lifecycle/round-trip/results.ts';
import { listOf, make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { findItem } from '../../scenarios/paging/find-item.ts';
import { type EndingByItself, endingByItself } from '../../subjects/ending-by-itself.ts';
import { shownLengthMs } from '../../subjects/ends-as-asked.ts';
import { giversOf } from '../../subjects/given-back.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import { changedOnes, type Counted, countedAfter, readGiver } from './given-back.ts';

/** A service may look once a minute for what has ended: that is waited for where the run may take minutes, and a shorter time proves nothing. */
const sweepMs = 65_000;
const briefMs = 12_000;

/** How much longer than the time that a text names is waited, because a service may be busy. */
const graceMs = 10_000;

/** How long the end is waited for before it counts that it does not show. */
const patienceFor = ({ latestMs }: EndingByItself): number => (latestMs === undefined ? sweepMs : Math.max(briefMs, latestMs + graceMs));

/** The most by which what a service shows may last longer than it was asked for. */
const longerMs = 3000;

/** What lists that were asked for the former state show of what has ended. */
type Listed = { readonly asked: string; readonly shown: unknown; readonly parameter: string; readonly exchange: Exchange };

type Result = {
  readonly creation: Exchange;
  readonly first: Look | undefined;
  /** The last look; undefined where it is gone, or cannot be read. */
  readonly last: Look | undefined;
  readonly gone: Exchange | undefined;
  /** How long it was waited for, from its end on. */
  readonly waitedMs: number;
  readonly listed: readonly Listed[];
  readonly counted: readonly Counted[];
};

/** A look at it now. */
const looked = async (
  way: Way,
  creation: Exchange,
  id: string,
): Promise<{ readonly look: Look | undefined; readonly gone: Exchange | undefined }> => {
  const { session, trip } = way;
  if (!trip.read) return { look: await listOf(way, creation, id), gone: undefined };
  const exchange = await onItem(way, trip.read, creation, id);
  const resource = resourceIn(session.contract, trip.read, exchange, trip.id);
  const isGone = goneStatuses.includes(statusOf(exchange) ?? 0);
  return { look: resource && { word: 'read', exchange, resource }, gone: isGone ? exchange : undefined };
};

/** What the lists by its former state show of it: another state in the same answer is no matter of time. */
const listedAs = async (session: Session, { lists, trip, member }: EndingByItself, id: string, former: string, creation: Exchange) => {
  const found: Listed[] = [];
  for (const { list, filter } of lists) {
    const isIt = (item: unknown): boolean => isObject(item) && String(item[trip.id]) === id;
    const { pathValues } = creation.request;
    const one = await findItem(session, list, isIt, { pathValues, query: [[filter.parameter.name, former]] });
    const shown = one.kind === 'item' && isObject(one.item) ? one.item[member] : undefined;
    found.push({ asked: former, shown, parameter: filter.parameter.name, exchange: one.exchange });
  }
  return found;
};

const runIt = async (subject: EndingByItself, session: Session): Promise<Result> => {
  const { trip, end, length, member, givingBack } = subject;
  const { contract, target } = session;
  const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
  const made = (purpose: string) => make(way, purpose, (base) => ({ ...base, [end.length]: length }));
  const before = new Map<Parameters<typeof readGiver>[1], Exchange>();
  if (givingBack !== undefined) {
    // The first one shows what the body names: what is taken is then counted around a second one.
    const { exchange } = await made('ending-first');
    const givers = isSuccess(exchange) ? giversOf(contract, trip.create, exchange) : [];
    if (givers.length > 0) await session.pause(length * end.unitMs + longerMs, 'what was made is to expire');
    for (const giver of givers) before.set(giver, await readGiver(session, giver));
  }
  const { exchange: creation, id, looks } = await made('ending');
  const lastsMs = shownLengthMs(end, creation, jsonOf(creation));
  const first = looks.find(({ resource }) => typeof resource[member] === 'string');
  const none = { creation, first: undefined, last: undefined, gone: undefined, waitedMs: 0, listed: [], counted: [] };
  // A service may have a least length of its own.
  if (id === undefined || !first || lastsMs === undefined || lastsMs > length * end.unitMs + longerMs) return none;
  const own = giversOf(contract, trip.create, creation);
  const named = new Map([...before].filter(([giver]) => own.some((one) => one.type === giver.type && one.id === giver.id)));
  const taken = await changedOnes(session, named);
  await session.pause(Math.max(lastsMs, length * end.unitMs) + 1000, 'what was made is to expire');
  const began = session.now();
  const former = first.resource[member];
  let last: Look | undefined;
  let gone: Exchange | undefined;
  const patience = patienceFor(subject);
  const isPatient = subject.sentence !== undefined && (patience <= briefMs || target.allow.includes('slow'));
  const withinMs = isPatient ? patience : briefMs;
  await until(session, { withinMs, why: 'what has expired is to show it' }, async () => {
    ({ look: last, gone } = await looked(way, creation, id));
    return gone !== undefined || (last !== undefined && last.resource[member] !== former) ? true : undefined;
  });
  const waitedMs = session.now() - began;
  const hasEnded = last?.resource[member] === subject.ended;
  const listed = hasEnded ? await listedAs(session, subject, id, String(former), creation) : [];
  const counted = hasEnded && taken.length > 0 ? await countedAfter(session, trip, taken) : [];
  return { creation, first, last, gone, waitedMs, listed, counted };
};

export const endsByItself = defineProbe<EndingByItself, Result>({
  id: 'lifecycle/ends-by-itself',
  title: 'What ends after a time by itself has ended then, gives back what it took, and is listed so',
  why: 'Places that nobody bought stay held, and a list of what is in use shows what no longer is.',
  fix: 'Compare the end with the time of each request wherever the state counts: in reads, in filters, and in what is left.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...endingByItself(contract)],
  prerequisites: ({ trip }, around) => prerequisitesFor(trip.create, around),
  cost: ({ givingBack }) => ({ requests: 60, creates: givingBack === undefined ? 2 : 4 }),
  run: runIt,
  judge(subject, { creation, first, last, gone, waitedMs, listed, counted }) {
    const { member, ended, sentence, givingBack, end } = subject;
    if (!first) return inconclusive(`The creation was answered ${outcomeOf(creation)}, or shows another end`, [creation]);
    const former = first.resource[member];
    if (gone) return pass(1);
    if (!last) return inconclusive('It could not be read after its end', [creation]);
    const now = last.resource[member];
    if (now === former && former !== ended) {
      if (sentence === undefined || waitedMs < patienceFor(subject) - 5000)
        return inconclusive(`It is still "${String(former)}" ${Math.round(waitedMs / 1000)} s after its end`, [last.exchange, creation]);
      const expected = `"${ended}" ${Math.round(waitedMs / 1000)} s after "${end.member}": "${sentence}"`;
      return unconfirmed(fail({ code: 'not-ended', where: `/${member}`, expected, actual: `"${String(now)}"` }, [last.exchange, creation]));
    }
    if (now !== ended || former === ended) return inconclusive(`It is "${String(now)}" after its end`, [last.exchange, creation]);
    const wrong = listed.find(({ shown, asked }) => typeof shown === 'string' && shown !== asked);
    if (wrong) {
      const expected = `only what is "${wrong.asked}", as ${wrong.parameter}=${wrong.asked} asks for`;
      const finding = {
        code: 'listed-as-before',
        where: `query ${wrong.parameter}`,
        expected,
        actual: `one that has ended: "${String(wrong.shown)}"`,
      };
      return unconfirmed(fail(finding, [wrong.exchange, last.exchange, creation]));
    }
    const lost = counted.find(({ before, after, taken }) => after !== undefined && after !== before && after === taken);
    if (lost) {
      const finding = {
        code: 'not-given-back',
        where: `/${lost.name}`,
        expected: `${lost.before} at ${lost.giver.read.key}, as before the creation: "${givingBack ?? ''}"`,
        actual: `${lost.after}, as while it was taken`,
      };
      return unconfirmed(fail(finding, [last.exchange, creation, ...lost.reads]));
    }
    return pass(1 + counted.length);
  },
});

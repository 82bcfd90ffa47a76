import { isDeepStrictEqual } from 'node:util';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, Undecidable, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { isAllowed, prerequisitesFor, prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { otherValue } from '../../scenarios/lifecycle/round-trip/bodies.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { change as changed, type Living, make, onItem, readOf } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { type AuditLog, auditLogs, type Deed, idFilterOf } from '../../subjects/audit-logs.ts';
import { largestPage, pageItems, stylesOf } from '../../subjects/collection.ts';
import { isDistinctId } from '../../subjects/own-texts.ts';
import { mentions } from '../../subjects/shown-resource.ts';
import { reportsMore } from '../../subjects/shows-more.ts';

/** How many entries a log has for a resource, by what was done. */
type Counts = Readonly<Record<Deed, number>>;

type Entries = {
  readonly counts: Counts;
  readonly exchange: Exchange;
  /** All entries for the resource are among them: they were asked for by its id, or the answer has every entry. */
  readonly isWhole: boolean;
};

const countOf = ({ counts }: Pick<Entries, 'counts'>, deed: Deed): number => counts[deed] ?? 0;

type Result = {
  readonly done: Readonly<Partial<Record<Deed, Exchange>>>;
  readonly refused: Exchange | undefined;
  /** Before and after the refused change. */
  readonly before: Entries;
  readonly after: Entries | undefined;
  readonly last: Entries;
};

const plainDeeds: ReadonlySet<Deed> = new Set(['created', 'changed', 'removed']);

/** Longest wait in milliseconds until the log has an entry. */
const longestMs = 8000;
/** Milliseconds after which the log would have had an entry for a refused change, too. */
const settleMs = 1500;

const entriesOf = async ({ collection, filters, trip, member, values }: AuditLog, { session }: Living, id: string): Promise<Entries> => {
  const request = usableRequest(session, collection.operation, 'log');
  const [style] = stylesOf(collection);
  const size = style === undefined ? [] : largestPage(style);
  const byId = idFilterOf(session.contract, { filters });
  const filtered = byId && !byId.parameter.required ? [[byId.parameter.name, id] as const] : [];
  const read = (query: typeof request.query): Promise<Exchange> => session.send({ ...request, query: [...request.query, ...query] });
  let exchange = await read([...size, ...filtered]);
  const isFiltered = filtered.length > 0 && isSuccess(exchange) && (pageItems(collection, exchange) ?? []).length > 0;
  if (filtered.length > 0 && !isFiltered) exchange = await read(size);
  const all = pageItems(collection, exchange) ?? [];
  const asked = Number(size[0]?.[1] ?? Number.NaN);
  const isWhole = isFiltered || !(all.length >= asked || reportsMore(exchange, all.length, collection.pages.length > 0));
  // A number may be that of anything else in an entry.
  const isMeant = isFiltered || isDistinctId(id);
  const about = all.filter((one) => isMeant && isObject(one) && one[trip.id] !== id && mentions(one, id));
  const count = (deed: Deed): number => about.filter((one) => isObject(one) && values.get(String(one[member])) === deed).length;
  return { counts: Object.fromEntries([...values.values()].map((deed) => [deed, count(deed)])), exchange, isWhole };
};

/** Reads the log until it has entries for all that was done, or the time is over. */
const entriesWith = async (log: AuditLog, way: Living, deeds: readonly Deed[]): Promise<Entries> => {
  const { session, id, trip } = way;
  const withinMs = Math.min(patienceMs(session.target, 'created.listed', { presumed: trip }), longestMs);
  let entries = await entriesOf(log, way, id);
  const isThere = (): boolean => deeds.every((deed) => countOf(entries, deed) > 0);
  if (!isThere())
    await until(session, { withinMs, why: 'the log is to have an entry' }, async () => {
      entries = await entriesOf(log, way, id);
      return isThere() ? true : undefined;
    });
  return entries;
};

export const auditLogged = defineProbe<AuditLog, Result>({
  id: 'lifecycle/audit-logged',
  title: 'A log has an entry for each change of a resource, and none for a change that was refused',
  why: 'An auditor cannot tell who changed what, or accuses somebody of a change that never was.',
  fix: 'Write the entry in the transaction of the change, where it is known to succeed.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) => [...auditLogs(contract)],
  prerequisites: ({ trip, change, collection }, around) => [
    ...prerequisitesOnOwn(trip.create, change ? [change] : [], around),
    ...prerequisitesFor(collection.operation, around),
  ],
  cost: () => ({ requests: 40, creates: 1 }),
  async run(log, session) {
    const { trip, change } = log;
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const made = await make(way, 'logged', (base) => base);
    if (made.id === undefined) throw new Undecidable(`The creation was answered ${outcomeOf(made.exchange)}`, [made.exchange]);
    const living: Living = { ...way, creation: made.exchange, id: made.id };
    const shown = made.looks.at(-1)?.resource ?? {};
    const done: Partial<Record<Deed, Exchange>> = { created: made.exchange };
    const isTold = (deed: Deed): boolean => [...log.values.values()].includes(deed);
    const base = change !== undefined && change === trip.put ? made.body : {};
    const [member, value] =
      (change ? bodyMembers(session.contract, change) : [])
        .map((one) => [one, otherValue(living, one, shown[one.name], 'logged-change', shown)] as const)
        .find(([one, other]) => typeof other === 'string' && typeof shown[one.name] === 'string') ?? [];
    const sent = member === undefined || !change ? undefined : await changed(living, change, { ...base, [member.name]: value });
    if (sent && isSuccess(sent.exchange) && isTold('changed')) done['changed'] = sent.exchange;
    const before = await entriesWith(log, living, done['changed'] ? ['created', 'changed'] : ['created']);
    const isAsked = member !== undefined && done['changed'] !== undefined && countOf(before, 'changed') > 0;
    const refused =
      isAsked && change
        ? await onItem(living, change, living.creation, living.id, { ...base, [member.name]: { assay: [true] } }, ['body-wrong-type'])
        : undefined;
    if (refused) await session.pause(settleMs, 'a log may be written a moment later');
    const after = refused && (await entriesOf(log, living, living.id));
    for (const { operation } of log.actions) {
      const shownBefore = isAllowed(operation, session.target) ? await readOf(living, living.creation, living.id) : undefined;
      if (!shownBefore) continue;
      const acted = await onItem(living, operation, living.creation, living.id);
      const shownAfter = await readOf(living, living.creation, living.id);
      // What changes nothing needs no entry.
      const isDone = shownAfter && !isDeepStrictEqual(shownBefore.resource, shownAfter.resource);
      if (isSuccess(acted) && statusOf(acted) !== 202 && isDone) done[operation.key] = acted;
    }
    const removal = isTold('removed') ? trip.remove : undefined;
    const gone = removal && (await onItem(living, removal, living.creation, living.id));
    if (gone && isSuccess(gone) && statusOf(gone) !== 202) done['removed'] = gone;
    const later = Object.keys(done).filter((deed) => deed !== 'created' && deed !== 'changed');
    const last = later.length > 0 ? await entriesWith(log, living, later) : (after ?? before);
    return { done, refused, before, after, last };
  },
  judge({ trip, collection, sentence, leavesOutRefused }, { done, refused, before, after, last }) {
    if (!isSuccess(last.exchange)) return inconclusive(`The log was answered ${outcomeOf(last.exchange)}`, [last.exchange]);
    // A log may be written later than it was waited for at first.
    const most = (deed: Deed): number => Math.max(...[before, last, ...(after ? [after] : [])].map((one) => countOf(one, deed)));
    const deeds = Object.keys(done);
    const found = deeds.filter((deed) => most(deed) > 0);
    // Ids may be written in another way there, or the log may be of other resources.
    if (found.length === 0) return inconclusive('No entry of the log names the resource', [last.exchange]);
    const lacking = deeds.find((deed) => most(deed) === 0);
    const evidence = lacking && done[lacking];
    if (lacking && !last.isWhole) return inconclusive('The page of the log that was read does not show every entry', [last.exchange]);
    if (lacking && evidence) {
      const expected = `an entry in ${collection.operation.key} after ${evidence.request.operation ?? trip.create.key}: "${sentence.slice(0, 200)}"`;
      const finding = {
        code: `entry-missing-${plainDeeds.has(lacking) ? lacking : 'action'}`,
        where: 'list',
        expected,
        actual: `entries for ${found.join(' and ')} alone`,
      };
      return unconfirmed(fail(finding, [last.exchange, evidence]));
    }
    const isRefused = refused && [400, 422].includes(statusOf(refused) ?? 0);
    if (leavesOutRefused && isRefused && after && isSuccess(after.exchange) && countOf(after, 'changed') > countOf(before, 'changed')) {
      const finding = { code: 'refused-logged', where: 'list', expected: 'no entry for a change that was refused' };
      const actual = `${countOf(after, 'changed')} entries for changes instead of ${countOf(before, 'changed')}`;
      return unconfirmed(fail({ ...finding, actual }, [after.exchange, refused, before.exchange]));
    }
    return pass(found.length + (isRefused ? 1 : 0));
  },
});

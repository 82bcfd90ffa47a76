import { toldRoles } from '../../../contract/infer/roles/hidden.ts';
import { answerOf, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Operation } from '../../../contract/model.ts';
import { ownTexts } from '../../../contract/infer/own-texts.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { distinct } from '../../../model/json.ts';
import { type LesserName, lesserNames, type PlannedRequest } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import type { Sent } from '../../scenarios/lifecycle/round-trip/results.ts';
import { pageWith } from '../../scenarios/lifecycle/round-trip/pages.ts';
import { change, type Living, make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { idOfCaller } from '../../scenarios/credentials/ids-of-callers.ts';
import {
  byLesser,
  isOfRole,
  judgeLesser,
  lesserPrerequisite,
  namedBy,
  type OfCaller,
  type TriedByLesser,
} from '../../scenarios/credentials/lesser-callers.ts';
import { seenParent } from '../../scenarios/credentials/seen-parent.ts';
import { ifTried, type Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { broughtInto } from '../../scenarios/lifecycle/into-state.ts';
import { followTask } from '../../scenarios/lifecycle/followed-task.ts';
import { exportedLists } from '../../subjects/exports.ts';
import { type Task, tasks } from '../../subjects/tasks.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { type HiddenResource, hiddenResources, otherLists, readsBelow, securedSearches } from '../../subjects/hidden-resources.ts';
import { isDistinctId } from '../../subjects/own-texts.ts';
import { idText, mentions } from '../../subjects/shown-resource.ts';

/** A call that shows the resource with the key, and its answer to the other credential. */
type Pair = {
  readonly kind: 'read' | 'below' | 'list' | 'other list' | 'search' | 'export';
  readonly known: Exchange;
  readonly answer: Exchange;
};

type Result = { readonly sent: Sent; readonly isHidden: boolean; readonly pairs: readonly Pair[] };

/** Longest wait in milliseconds until a list or a search shows what was made. */
const longestMs = 5000;

/** Most lists, reads below the resource and searches that are tried. */
const mostReads = 8;

/** Who is not to see what is hidden: a credential of a role, or of another account or person, or nobody who is known. */
type Onlooker = LesserName | 'other' | 'nobody';

const as = (who: Onlooker): Pick<PlannedRequest, 'credential' | 'faults'> =>
  who === 'nobody'
    ? { credential: { kind: 'none' }, faults: ['credential-missing'] }
    : { credential: { kind: 'valid', name: who }, faults: ['credential-forbidden'] };

const sentAs = (session: Session, { request }: Exchange, who: Onlooker): Promise<Exchange> => session.send({ ...request, ...as(who) });

/** An id like another one, which nothing has. */
const otherThan = (id: string): string => {
  const last = id.at(-1) ?? '';
  const reversed = Array.from(id.slice(-6)).toReversed().join('');
  const changed = `${id.slice(0, -6)}${reversed}`;
  return changed === id ? `${id.slice(0, -1)}${/\d/u.test(last) ? (Number(last) + 1) % 10 : last === 'a' ? 'b' : 'a'}` : changed;
};

/** Does the credential get a success also where there is nothing: then one proves nothing. */
const isAnsweredAnyway = async (way: Living, operation: Operation, who: Onlooker): Promise<boolean> => {
  const session: Session = {
    ...way.session,
    send: (request) => way.session.send({ ...request, ...as(who), faults: ['unknown-id'] }),
  };
  const exchange = await ifTried(onItem({ ...way, session }, operation, way.creation, otherThan(way.id)));
  return exchange === undefined || isSuccess(exchange);
};

const showsIt = (kind: Pair['kind'], exchange: Exchange, { id, name }: { readonly id: string; readonly name: string }): boolean =>
  isSuccess(exchange) &&
  (kind === 'below' || (kind === 'other list' ? hasItem(jsonOf(exchange), name, id) : mentions(jsonOf(exchange), id)));

/** Is there an object with the id, and not only one that names it: a log may tell of what it does not show. */
const hasItem = (value: unknown, name: string, id: string, depth = 0): boolean =>
  depth < deepest &&
  (Array.isArray(value)
    ? value.some((one) => hasItem(one, name, id, depth + 1))
    : isObject(value) && (idText(value[name]) === id || Object.values(value).some((one) => hasItem(one, name, id, depth + 1))));

/** Lists stand at most so deep in an answer. */
const deepest = 4;

/** Names the creation of what is hidden, and the texts that it makes up. */
const purpose = 'unseen';

/** Texts that only one resource has: an id that is unlike a number, and what was made up for its creation. What it refers to, others may show too. */
const marksOf = (id: string, creation: Exchange): readonly string[] => [
  ...(isDistinctId(id) ? [id] : []),
  ...ownTexts(creation.request).filter((text) => text.includes(purpose)),
];

/** Has the file of an export a text that only the resource has: its id, or what its creation sent. */
const hasAny = (exchange: Exchange, marks: readonly string[]): boolean =>
  isSuccess(exchange) && marks.some((mark) => answerOf(exchange)?.text?.includes(mark) === true);

/** Does the other credential see what is hidden. */
const isSeen = ({ kind, answer }: Pair, made: Parameters<typeof showsIt>[2], marks: readonly string[]): boolean =>
  kind === 'export' ? hasAny(answer, marks) : showsIt(kind, answer, made);

/** Starts an export with a credential, and reads its file; undefined where it brings none. */
const exported = async (session: Session, task: Task, who: Onlooker | 'key'): Promise<Exchange | undefined> => {
  const asked: Session = {
    ...session,
    send: (request) => session.send(who === 'key' ? request : { ...request, ...as(who) }),
  };
  const { result, link } = await followTask(asked, task, await asked.send(usableRequest(asked, task.operation, `hidden-${who}`)));
  return result ?? link;
};

/** The files of exports that the document lets a run start, by both credentials. */
const exportPairs = async (session: Session, marks: readonly string[], who: Onlooker): Promise<readonly (Pair | undefined)[]> => {
  const pairs: (Pair | undefined)[] = [];
  for (const task of tasks(session.contract).slice(0, mostExports)) {
    if (!isAllowed(task.operation, session.target) || (task.result === undefined && task.links.length === 0)) continue;
    const known = await ifTried(exported(session, task, 'key'));
    if (!known || !hasAny(known, marks)) continue;
    const answer = await ifTried(exported(session, task, who));
    if (answer) pairs.push({ kind: 'export', known, answer });
  }
  for (const { operation } of exportedLists(session.contract).slice(0, mostExports)) {
    const known = await ifTried(session.send(usableRequest(session, operation, 'hidden')));
    if (known && hasAny(known, marks)) pairs.push({ kind: 'export', known, answer: await sentAs(session, known, who) });
  }
  return pairs;
};

/** Most exports that are asked for. */
const mostExports = 2;

/** Sends a read with the key until it shows the resource, then with the other credential. */
const pairOf = async (
  session: Session,
  made: { readonly id: string; readonly name: string },
  kind: Pair['kind'],
  read: () => Promise<Exchange>,
  { withinMs, who }: { readonly withinMs: number; readonly who: Onlooker },
): Promise<Pair | undefined> => {
  const known = await until(session, { withinMs, why: 'what was made is to be shown with the key' }, async () => {
    const exchange = await ifTried(read());
    return exchange && showsIt(kind, exchange, made) ? exchange : undefined;
  });
  if (!known) return undefined;
  let answer = await sentAs(session, known, who);
  // An index may follow a change a moment later.
  if (showsIt(kind, answer, made))
    await until(session, { withinMs, why: 'what is hidden may still be shown for a moment' }, async () => {
      answer = await sentAs(session, known, who);
      return showsIt(kind, answer, made) ? undefined : true;
    });
  return { kind, known, answer };
};

/** Creates a resource with the value that hides it, or changes it to have it, by a change or by actions. */
const makeHidden = async (
  session: Session,
  { trip, member, value, setBy }: HiddenResource,
  above: Way['pathValues'] | undefined,
): Promise<{ way: Way; sent: Sent; isHidden: boolean }> => {
  const way: Way = { session, trip, pathValues: above ?? (await parentValues(session, trip)) };
  const isShown = ({ looks }: Pick<Sent, 'looks'>): boolean => looks.at(-1)?.resource[member] === value;
  if (setBy?.key === trip.create.key) {
    const sent = await make(way, purpose, (base) => ({ ...base, [member]: value }));
    return { way, sent, isHidden: isShown(sent) };
  }
  const made = await make(way, purpose, (base) => base);
  if (made.id === undefined) return { way, sent: made, isHidden: false };
  if (setBy === undefined) {
    const trait = { state: String(value), member, value };
    return { way, sent: made, isHidden: await broughtInto(session, trip, trait, made.exchange, made.id) };
  }
  const changed = await change({ ...way, creation: made.exchange, id: made.id }, setBy, { [member]: value });
  return { way, sent: { ...made, looks: changed.looks }, isHidden: isShown(changed) };
};

/** Looks at what is hidden as a credential of the role does, wherever it may be shown. */
const lookAs = async (session: Session, hidden: HiddenResource, who: LesserName): Promise<Result> => {
  const { trip } = hidden;
  const above = await seenParent(session, trip, who);
  const { way, sent, isHidden } = await makeHidden(session, hidden, above === 'none' ? undefined : above);
  const { id } = sent;
  if (id === undefined || !isHidden) return { sent, isHidden, pairs: [] };
  // What is below something that the role does not see is not there for it, whatever the flag is.
  const isUnseen = above === 'none';
  const living: Living = { ...way, creation: sent.exchange, id };
  const own = { id, name: trip.id };
  const later = { withinMs: withinMsOf(session, hidden), who };
  const atOnce = { withinMs: 0, who };
  const { read } = trip;
  const pairs = await pairsOfReads(session, hidden, { living, id, who });
  for (const operation of otherLists(session.contract, hidden).slice(0, mostReads))
    pairs.push(await pairOf(session, own, 'other list', () => session.send(usableRequest(session, operation, 'hidden')), later));
  for (const operation of (read ? readsBelow(session.contract, trip) : []).slice(0, mostReads)) {
    const pair = await pairOf(session, own, 'below', () => onItem(living, operation, living.creation, id), atOnce);
    const isProof = pair && isSuccess(pair.answer) && !(await isAnsweredAnyway(living, operation, who));
    if (pair && (isProof || !isSuccess(pair.answer))) pairs.push(pair);
  }
  const texts = distinct(ownTexts(sent.exchange.request)).slice(0, 2);
  for (const { operation, parameter } of securedSearches(session.contract).slice(0, mostReads)) {
    for (const text of texts) {
      const request = (): Promise<Exchange> => {
        const base = usableRequest(session, operation, 'search');
        return session.send({ ...base, query: [...base.query.filter(([name]) => name !== parameter), [parameter, text]] });
      };
      pairs.push(await pairOf(session, own, 'search', request, text === texts[0] ? later : atOnce));
    }
  }
  pairs.push(...(await exportPairs(session, marksOf(id, sent.exchange), who)));
  const found = pairs.filter((one) => one !== undefined);
  const marks = marksOf(id, sent.exchange);
  return { sent, isHidden, pairs: isUnseen ? found.filter((one) => isSeen(one, own, marks)) : found };
};

const withinMsOf = (session: Session, { trip }: HiddenResource): number =>
  Math.min(patienceMs(session.target, 'created.listed', { presumed: trip }), longestMs);

/** The read of one, and the lists that it is in. */
const pairsOfReads = async (
  session: Session,
  hidden: HiddenResource,
  { living, id, who }: { readonly living: Living; readonly id: string; readonly who: Onlooker },
): Promise<(Pair | undefined)[]> => {
  const { trip } = hidden;
  const own = { id, name: trip.id };
  const isAsked = (operation: Operation): boolean => who !== 'nobody' || !operation.secured;
  const { read } = trip;
  const pairs =
    read && isAsked(read)
      ? [await pairOf(session, own, 'read', () => onItem(living, read, living.creation, id), { withinMs: 0, who })]
      : [];
  for (const list of trip.lists.filter(({ operation }) => isAsked(operation))) {
    const later = { withinMs: withinMsOf(session, hidden), who };
    pairs.push(await pairOf(session, own, 'list', () => pageWith(living, list, living.creation, id), later));
  }
  return pairs;
};

/** Is a credential certainly that of another person than the one who creates, and of a role with less than all rights that is not among those who see it as well. */
const isStranger = async (session: Session, { trip, kept }: HiddenResource, who: LesserName): Promise<boolean> => {
  const { lesser, full } = toldRoles(session.contract.document);
  if (kept?.roles === undefined || !session.target.credentials.includes(who)) return false;
  const without = new Set([...lesser].filter((role) => kept.roles?.has(role) !== true));
  const isOfOther = full.size + lesser.size === 0 || (await isOfRole(session, who, without));
  const maker = session.callerOf?.(trip.create.key) ?? 'key';
  const [own, theirs] = [await session.run(idOfCaller, { name: maker }), await session.run(idOfCaller, { name: who })];
  return isOfOther && own !== undefined && theirs !== undefined && own !== theirs;
};

/** Who is neither the maker nor of a role that sees it as well; another account may have staff of all accounts, where the sentence names a role. */
const strangers = async (session: Session, hidden: HiddenResource): Promise<readonly Onlooker[]> => {
  const { trip, kept } = hidden;
  const isOpen = [...(trip.read ? [trip.read] : []), ...trip.lists.map(({ operation }) => operation)].some(({ secured }) => !secured);
  const maker = session.callerOf?.(trip.create.key) ?? 'key';
  const isOther = kept?.roles?.size === 0 && maker === 'key' && session.target.credentials.includes('other');
  const found: Onlooker[] = [...(isOpen ? (['nobody'] as const) : []), ...(isOther ? (['other'] as const) : [])];
  for (const who of lesserNames) if (await isStranger(session, hidden, who)) found.push(who);
  return found;
};

/** Looks at what is kept to whoever made it, as everybody does who certainly is a stranger. */
const lookAsStrangers = async (session: Session, hidden: HiddenResource): Promise<TriedByLesser<Result, Onlooker>> => {
  const all = await strangers(session, hidden);
  if (all.length === 0) throw new NotTried('not-applicable', 'No credential is known to be that of somebody who may not see it');
  const { way, sent, isHidden } = await makeHidden(session, hidden, undefined);
  const { id } = sent;
  const tried: OfCaller<Result, Onlooker>[] = [];
  for (const who of all) {
    const found =
      id === undefined || !isHidden
        ? []
        : await pairsOfReads(session, hidden, { living: { ...way, creation: sent.exchange, id }, id, who });
    tried.push({ who, result: { sent, isHidden, pairs: found.filter((one) => one !== undefined) } });
  }
  return { tried, reasons: [] };
};

const judgeOnlooker = (
  { trip, member, value, sentence }: HiddenResource,
  { who, result }: OfCaller<Result, Onlooker>,
): Verdict | Unconfirmed => {
  const { sent, isHidden, pairs } = result;
  if (sent.id === undefined || !isHidden)
    return inconclusive(`${trip.create.key} was answered ${outcomeOf(sent.exchange)}, and no ${member} "${String(value)}" is shown`, [
      sent.exchange,
    ]);
  const { id } = sent;
  const marks = marksOf(id, sent.exchange);
  const seen = pairs.find((one) => isSeen(one, { id, name: trip.id }, marks));
  if (seen) {
    const { operation } = seen.answer.request;
    const whom = who === 'nobody' ? 'nobody who is known' : who === 'other' ? 'another account' : 'this role';
    const finding = {
      code: 'hidden-resource-shown',
      where: ['list', 'other list', 'search', 'export'].includes(seen.kind) ? 'list' : 'status',
      expected: `nothing of a resource with ${member} "${String(value)}" for ${whom}: "${sentence}"`,
      actual: `${operation ?? 'the read'} was answered ${outcomeOf(seen.answer)}${seen.kind === 'below' ? '' : ` and shows "${id}"`}`,
    };
    return unconfirmed(fail(finding, [seen.answer, seen.known, sent.exchange]));
  }
  // A list that is refused as a whole says nothing of what it would leave out.
  const hidden = pairs.filter(
    ({ kind, answer }) => isSuccess(answer) || (kind !== 'list' && [401, 403, 404, 410].includes(statusOf(answer) ?? 0)),
  );
  return hidden.length > 0 ? pass(hidden.length) : inconclusive('No read showed the resource with the key', [sent.exchange]);
};

export const hiddenResourceAbsent = defineProbe<HiddenResource, TriedByLesser<Result, Onlooker>>({
  id: 'auth/hidden-resource-absent',
  title: 'A resource that the document hides from a role or from strangers is not there for them',
  why: 'What is kept from some people is found by them in a list, in a search, or by its address.',
  fix: 'Put the rule into the one query that all reads use, also those of lists, searches and what is below the resource.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...hiddenResources(contract)],
  prerequisites: ({ trip, setBy, kept }, around) => [
    ...prerequisitesFor(trip.create, around),
    ...(setBy?.key === trip.create.key ? [] : ([{ kind: 'permission', permission: 'mutation' }] as const)),
    ...(kept ? [] : [lesserPrerequisite(around)]),
  ],
  cost: ({ kept }) => (kept ? { requests: 60, creates: 4 } : { requests: 140, creates: 12 }),
  run: (hidden, session) =>
    hidden.kept
      ? lookAsStrangers(session, hidden)
      : byLesser(session, { whom: hidden.whom, named: namedBy(session.contract, hidden.whom) }, (who) => lookAs(session, hidden, who)),
  judge: (hidden, tried) => judgeLesser(tried, (one) => judgeOnlooker(hidden, one)),
});

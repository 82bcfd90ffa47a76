import { createdResource } from '../../../contract/infer/created-resource.ts';
import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { answerOf, headerValues, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import { essenceOf } from '../../../contract/wire/media-type.ts';
import { isObject } from '../../../contract/pointer.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, type ProbePrerequisite, pass, type Subject, type Surroundings } from '../../kit/define.ts';
import { judgeErrorResponse } from '../../kit/error-response.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { sessionAs } from '../../requests/session-as.ts';
import { costAgain, idsTried, type TriedCall, triedByOthers } from '../../scenarios/credentials/tried-by-others.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { withoutPeople } from '../../scenarios/lifecycle/somebody.ts';
import { searchedByBoth } from '../../scenarios/credentials/searched-by-both.ts';
import { type Found, findItem } from '../../scenarios/paging/find-item.ts';
import { saysHidden, speaksOfAccounts } from '../../subjects/accounts-apart.ts';
import { isByValue, isKeptClosed, openValues, type OpenValue } from '../../subjects/open-with-value.ts';
import { operationsOnOwn, type OnOwn } from '../../subjects/own-resources.ts';
import { isForEverybody } from '../../subjects/for-everybody.ts';
import { inSightAlong, isInSight } from '../../subjects/open-in-state.ts';
import { type OwnSearch, ownSearches } from '../../subjects/own-searches.ts';
import { type OwnTexts, ownTextsOf, showsOurs, showsTheirs } from '../../subjects/own-texts.ts';
import { type Task, tasks } from '../../subjects/tasks.ts';
import { readOfExisting } from './on-existing.ts';

/** An operation on a resource of the run, a read of what the run had done for it, or a list or a search in which a resource of it may be. */
type Kept = Subject & {
  /** Does the document speak of accounts at all. */
  readonly isTold: boolean;
} & (
    | { readonly onOwn: OnOwn }
    | { readonly task: Task; readonly read: Operation }
    | { readonly collection: Collection }
    | { readonly search: OwnSearch }
  );

const isInferred = ({ conventions: { auth } }: Contract): boolean => auth?.foreign?.['x-inferred'] === true;

/** Of a document that declares its resource types, other checks judge them. */
const keptFromOthers = (contract: Contract): Kept[] => {
  if (!isInferred(contract)) return [];
  const isTold = speaksOfAccounts(contract);
  const onOwn = operationsOnOwn(contract).filter(
    ({ operation, resourceType }) => !isForEverybody(contract, operation, (what) => isByValue(contract, resourceType.create, what)),
  );
  const ofTasks = tasks(contract).flatMap((task) =>
    [task.monitor, ...(task.result ? [task.result] : [])]
      .filter((read) => read.secured && read.takesKey && !onOwn.some(({ operation }) => operation.key === read.key))
      .map((read): Kept => at(read.location, { isTold, task, read })),
  );
  if (onOwn.length + ofTasks.length === 0) return [];
  const lists = contract.collections.filter(
    ({ operation }) =>
      operation.secured &&
      operation.takesKey &&
      operation.effect === 'safe' &&
      !operation.path.includes('{') &&
      operation.parameters.every(({ required }) => !required) &&
      !isForEverybody(contract, operation),
  );
  return [
    ...onOwn.map((one): Kept => at(one.operation.location, { isTold, onOwn: one })),
    ...ofTasks,
    ...lists.map((collection): Kept => at(collection.operation.location, { isTold, collection })),
    ...ownSearches(contract)
      .filter(({ operation }) => !lists.some((list) => list.operation.key === operation.key))
      .map((search): Kept => at(search.operation.location, { isTold, search })),
  ];
};

const other: ProbePrerequisite = { kind: 'credential', name: 'other' };

type Result =
  | {
      readonly kind: 'call';
      readonly operation: Operation;
      readonly call: TriedCall | undefined;
      readonly why: string;
      readonly own: OwnTexts;
      /** What opens the resource to all accounts, where nothing shows that it was created without that. */
      readonly opening?: OpenValue | undefined;
      /** Is it, or what it is below, in a state in which the document lets others see it. */
      readonly isInSight?: boolean;
    }
  | { readonly kind: 'lists'; readonly mine: Found; readonly theirs: Found | undefined };

type CallResult = Extract<Result, { readonly kind: 'call' }>;

const prerequisitesOf = (subject: Kept, around: Surroundings): readonly ProbePrerequisite[] => {
  if ('collection' in subject) return prerequisitesFor(subject.collection.operation, around);
  if ('task' in subject) return prerequisitesFor(subject.task.operation, around);
  if ('search' in subject) {
    const { trip, operation } = subject.search;
    return [...prerequisitesFor(trip.create, around), ...prerequisitesFor(operation, around)];
  }
  const { operation, resourceType } = subject.onOwn;
  return [...prerequisitesFor(resourceType.create, around), ...permissionsFor(operation)];
};

/** What the run had done for it, read with the credential of another account. */
const readByOther = async (session: Session, operation: Operation): Promise<CallResult> => {
  const request = await readOfExisting(session, operation);
  const own = ownTextsOf(session, Object.values(request?.pathValues ?? {}));
  if (request === undefined) return { kind: 'call', operation, call: undefined, why: 'It does not succeed with the key', own };
  const before = await session.send(request);
  const asked = { ...request, credential: { kind: 'valid', name: 'other' }, faults: ['credential-forbidden'] } as const;
  return {
    kind: 'call',
    operation,
    call: { operation: operation.key, who: 'other', answer: await session.send(asked), before, after: [] },
    why: '',
    own,
  };
};

/** What opens a resource of the run, or what it is below, to all accounts; undefined where all of them were created without that. */
const openingOf = async (
  session: Session,
  { operation, resourceType }: OnOwn,
  own: Exchange | undefined,
): Promise<OpenValue | undefined> => {
  for (const open of openValues(session.contract, operation)) {
    const made = open.create.key === resourceType.create.key ? own : undefined;
    // All resources of a type are created alike, and the last of them may be gone.
    const creation = made ?? (await session.run(created, { operation: open.create.key })).exchange;
    if (!isKeptClosed(session.contract, open, creation)) return open;
  }
  return undefined;
};

/**
 * Is what an answered call is about, or what it is below, in a state in which others see it by the words of the document, so that they may read it and add to it:
 * "Drafts are visible to their author only" leaves the others to all.
 */
const isOpenNow = async (session: Session, operation: Operation, call: TriedCall | undefined): Promise<boolean> => {
  if (!call || isSkipped(call.answer) || !isSuccess(call.answer)) return false;
  if (operation.effect !== 'safe' && !operation.effect.startsWith('creates')) return false;
  const values = valuesAlong(operation.path, call.answer.request.pathValues);
  for (const sight of inSightAlong(session.contract, operation)) {
    const pathValues = inPath(sight.read.path, values);
    const read = await orSkipped(session.send(usableRequest(session, sight.read, 'in-sight', { pathValues })));
    if (!isSkipped(read) && isSuccess(read) && isInSight(sight, jsonOf(read))) return true;
  }
  return false;
};

/** Does a read show nothing by which the resource of the run could be told from that of another account. */
const isBare = ({ before }: TriedCall): boolean => {
  const list = before && listIn(jsonOf(before));
  return list !== undefined && list.length === 0;
};

/** The only list in an answer: the answer itself, or a member of it. */
const listIn = (body: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(body)) return body;
  const lists = isObject(body) ? Object.values(body).filter((one) => Array.isArray(one)) : [];
  return lists.length === 1 ? lists[0] : undefined;
};

/** The read of what is below the shared resource of the run, by the other account; undefined where it shows nothing either. */
const readOfShared = async (session: Session, { operation, resourceType }: OnOwn): Promise<CallResult | undefined> => {
  const request = await readOfExisting(session, operation);
  const { exchange } = await session.run(created, { operation: resourceType.create.key });
  const made = isSuccess(exchange) ? createdResource(resourceType, exchange, session.target.baseUrl) : undefined;
  const ids = made?.kind === 'known' ? Object.values(made.pathValues) : [];
  if (!request || ids.length === 0 || !Object.values(request.pathValues).every((value) => ids.includes(value))) return undefined;
  const result = await readByOther(session, operation);
  return result.call && !isBare(result.call) ? result : undefined;
};

/** An id with fewer characters says little. */
const leastCode = 4;

/** Looks for a resource of the run in the list of its own account, and then for the same one in the list of the other account. */
const inBothLists = async (session: Session, collection: Collection): Promise<Result> => {
  const ids = await idsTried(session);
  const own = ownTextsOf(session, ids);
  const isOurs = (item: unknown): boolean => showsOurs(item, own);
  const asOther = sessionAs(session, 'other');
  const marked = await findItem(session, collection, isOurs);
  if (marked.kind === 'item') return { kind: 'lists', mine: marked, theirs: await findItem(asOther, collection, isOurs) };
  // An id that is no number is hardly given twice; where it is short, the whole item has to be the same as well.
  const codes = ids.filter((id) => id.length >= leastCode && !/^\d+$/u.test(id));
  const mine = await findItem(
    session,
    collection,
    (item) => isObject(item) && Object.values(item).some((value) => codes.includes(String(value)) || isShortened(value)),
  );
  const text = mine.kind === 'item' ? uncounted(mine.item) : undefined;
  if (text === undefined || text.length <= leastBody) return { kind: 'lists', mine: marked, theirs: undefined };
  return { kind: 'lists', mine, theirs: await findItem(asOther, collection, (item) => uncounted(item) === text) };
};

/** Searches as both accounts for the text of a resource that the run creates for that. */
const inBothSearches = async (session: Session, search: OwnSearch): Promise<Result> => {
  const found = await session.run(searchedByBoth, { search: search.operation.key, create: search.trip.create.key });
  return { kind: 'lists', ...found };
};

/** Is a value an address, or another text with a form of its own, that a run made of one of its texts: no two are the same. */
const isShortened = (value: unknown): boolean => typeof value === 'string' && /(?<![a-z\d])ct-?[\da-f]{12}(?![a-z\d])/u.test(value);

/** An item without what counts something, which may differ from answer to answer: `eventsCount`. */
const uncounted = (item: unknown): string | undefined =>
  isObject(item)
    ? textOf(
        Object.fromEntries(
          Object.entries(item).filter(
            ([name, value]) => typeof value !== 'number' || !wordsOf(name).some((word) => /^(?:counts?|total)$/u.test(word)),
          ),
        ),
      )
    : textOf(item);

/** Is a read answered as forbidden that describes no such answer, where the document says that what belongs to others is as if it did not exist. */
const admitsForeign = (contract: Contract, { effect, responses }: Operation, answer: Exchange): boolean =>
  effect === 'safe' && statusOf(answer) === 403 && responses.every(({ status }) => status !== '403') && saysHidden(contract);

/** Statuses of a request that names no version, or another one (RFC 9110, section 15.5.13; RFC 6585, section 3). */
const preconditions: ReadonlySet<number> = new Set([412, 428]);

const judgeCall = (operation: Operation, call: TriedCall, own: OwnTexts, contract: Contract): Verdict => {
  const { auth } = contract.conventions;
  const { answer, before, after, listed } = call;
  if (isSkipped(answer)) return answer;
  if (before && !isSuccess(before)) return inconclusive(`The account itself was answered ${outcomeOf(before)}`, [before]);
  const mistake = `${operation.key} of what this run created, with the credential of another account`;
  if (!isSuccess(answer) && admitsForeign(contract, operation, answer)) {
    const expected = `404 to ${mistake}: the document says that it is as if that did not exist`;
    return fail({ code: 'foreign-admitted', where: 'credential', expected, actual: `status ${outcomeOf(answer)}` }, [answer]);
  }
  if (preconditions.has(statusOf(answer) ?? 0))
    return inconclusive(`It was answered ${outcomeOf(answer)}, which is not about the account`, [answer]);
  if (!isSuccess(answer)) {
    // A 401 proves nothing: the credential may be unknown.
    const expected = statuses(auth?.foreign, 'access').filter((status) => status !== 401);
    return judgeErrorResponse(answer, {
      expected,
      words: statusWords(auth?.foreign),
      wrong: [],
      code: 'foreign',
      where: 'credential',
      mistake,
    });
  }
  const actual = (what: string): string => `status ${statusOf(answer)}, and ${what}`;
  const found = (what: string, evidence: readonly Exchange[]): Verdict =>
    fail(
      {
        code: 'foreign-accepted',
        where: 'credential',
        expected: `status ${statusWords(auth?.foreign)} to ${mistake}`,
        actual: actual(what),
      },
      [answer, ...evidence],
    );
  const around = before ? [before] : [];
  if (operation.effect === 'safe') {
    if (before && (showsOurs(contentOf(answer), own) || isSame(answer, before))) return found('the resource in the answer', around);
    return inconclusive('The answer to the other account shows nothing of the resource', [answer]);
  }
  const gone = after.find((one) => [404, 410].includes(statusOf(one) ?? 0));
  if (gone) return found('it is gone', [gone, ...around]);
  if (listed) return found('its list does not show it any more', [listed.after, listed.before]);
  const changed = after.find((one) => isSuccess(one) && (showsTheirs(jsonOf(one), own) || (isRead(one, before) && !isSame(one, before))));
  if (changed) return found('a later read shows the effect', [changed, ...around]);
  if (operation.method !== 'DELETE' && showsOurs(jsonOf(answer), own)) return found('the resource in the answer', around);
  return inconclusive('It was answered with success, and no effect on the resource is shown', [answer]);
};

const isRead = ({ request }: Exchange, before: Exchange | undefined): before is Exchange =>
  before !== undefined && request.operation === before.request.operation;

/** Do two answers hold the same, which is more than an id. Of octets that are no text the type and the size are known. */
const isSame = (one: Exchange, two: Exchange): boolean => {
  const [a, b] = [answerOf(one), answerOf(two)];
  if (a?.text === null && b?.text === null) {
    const typeOf = (exchange: Exchange): string => essenceOf(headerValues(exchange, 'Content-Type')[0] ?? '');
    return a.bodyBytes > leastBody && a.bodyBytes === b.bodyBytes && typeOf(one) === typeOf(two);
  }
  const text = textOf(contentOf(one));
  return text !== undefined && text.length > leastBody && text === textOf(contentOf(two));
};

const textOf = (value: unknown): string | undefined => JSON.stringify(lasting(value));

/** Words of members that are about the answer itself, so that they differ from answer to answer. */
const ofAnswer: ReadonlySet<string> = new Set(['request', 'trace', 'correlation', 'timestamp', 'generated', 'served', 'elapsed', 'took']);

/** What an answer holds, without what is about the answer itself. */
const lasting = (value: unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, one]) => (wordsOf(name).some((word) => ofAnswer.has(word)) ? [] : [[name, lasting(one)]])),
      )
    : value;

/** What an answer holds: JSON, else its text. */
const contentOf = (exchange: Exchange): unknown => jsonOf(exchange) ?? answerOf(exchange)?.text;

/** Characters of an answer that two accounts may well share: an empty list, a small number. */
const leastBody = 40;

/** What is said of one operation is said of all: an API where accounts share everything by design gets one finding. */
const mostNamed = 4;

const joined = (judged: readonly { readonly subject: Kept; readonly verdict: Verdict }[]): Verdict => {
  const verdicts = judged.map(({ verdict }) => verdict);
  const failed = judged.filter(({ verdict }) => verdict.kind === 'fail').map(({ subject }) => subject.location.operation ?? '');
  const whole = joinVerdicts(verdicts);
  const passed = verdicts.filter(({ kind }) => kind === 'pass');
  const open = verdicts.flatMap((one) => (one.kind === 'inconclusive' || one.kind === 'skipped' ? [one.reason] : []));
  if (whole.kind === 'fail' && passed.length === 0 && judged.every(({ subject }) => !subject.isTold))
    return inconclusive(
      'Nothing is kept from the other account, and the document does not speak of accounts: what is created may be for all',
      [],
    );
  if (whole.kind === 'fail') {
    const [, ...others] = failed;
    const names = `${others.slice(0, mostNamed).join(', ')}${others.length > mostNamed ? ` and ${others.length - mostNamed} more` : ''}`;
    const also = others.length === 0 ? '' : `; the same at ${names}`;
    const shared =
      passed.length === 0 && failed.length > 2 ? '; nothing was kept apart, so the accounts may share everything by design' : '';
    return { ...whole, finding: { ...whole.finding, actual: `${whole.finding.actual}${also}${shared}` } };
  }
  if (passed.length === 0 || open.length === 0 || whole.kind === 'broken') return whole;
  const decided = joinVerdicts(passed);
  return decided.kind === 'pass' ? { ...decided, untried: [...new Set(open)] } : decided;
};

export const keptFromOtherAccounts = defineProbe<Kept, Result>({
  id: 'auth/kept-from-other-accounts',
  title: 'What an account creates is not shown to another account, and cannot be changed or removed by it',
  why: 'Ids leak: in logs, in links, in messages. Whoever finds one could read, change or destroy what belongs to somebody else.',
  fix: 'Look resources up by id and account of the credential together, on every operation, and limit every list to the account.',
  reads: 'auth.foreign',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: keptFromOthers,
  prerequisites: (subject, around) => [...prerequisitesOf(subject, around), other],
  cost(subject) {
    if ('collection' in subject) return { requests: 20, creates: 0 };
    if ('search' in subject) return { requests: 24, creates: 1 };
    // A write that is in conflict with what it names is sent once more, with resources of its own.
    const again = 'onOwn' in subject ? costAgain(subject.onOwn.operation) : 0;
    // What nothing removes is created once more for a list, where the shared one takes no items any more.
    const anew = 'onOwn' in subject && subject.onOwn.operation.effect === 'safe' && !('remove' in subject.onOwn.resourceType) ? 1 : 0;
    return { requests: 10 + 2 * (again + anew), creates: 1 + again + anew };
  },
  async run(subject, session) {
    if ('task' in subject) return readByOther(session, subject.read);
    if ('onOwn' in subject) {
      const { operation, resourceType } = subject.onOwn;
      const { calls, ids, reasons, creation } = await session.run(triedByOthers, { resourceType: resourceType.name });
      const opening = await openingOf(session, subject.onOwn, creation);
      const call = calls.find((one) => one.operation === operation.key && one.who === 'other');
      // What is below a new resource may be nothing; that of the run which all checks use has something by then.
      if (call && operation.effect === 'safe' && isBare(call)) {
        const known = await readOfShared(session, subject.onOwn);
        if (known) return { ...known, opening, isInSight: await isOpenNow(session, operation, known.call) };
      }
      return {
        kind: 'call',
        operation,
        call,
        why: reasons[0] ?? 'It was not tried',
        own: ownTextsOf(session, await withoutPeople(session, ids)),
        opening,
        isInSight: await isOpenNow(session, operation, call),
      };
    }
    if ('search' in subject) return inBothSearches(session, subject.search);
    return inBothLists(session, subject.collection);
  },
  judge(_subject, result, { contract }) {
    if (result.kind === 'lists') return judgeLists(result);
    const { operation, call, why, own, opening, isInSight: isSeen = false } = result;
    if (isSeen) return inconclusive('The document lets others see what is in such a state', []);
    if (opening) return inconclusive(`With "${opening.member}" ${JSON.stringify(opening.value)} it is open to every account`, []);
    return call ? judgeCall(operation, call, own, contract) : inconclusive(why, []);
  },
  join: joined,
});

const judgeLists = ({ mine, theirs }: Extract<Result, { readonly kind: 'lists' }>): Verdict => {
  if (!theirs) return inconclusive('The account itself does not list what it created', [mine.exchange]);
  if (theirs.kind === 'absent') return pass(1);
  if (theirs.kind !== 'item')
    return inconclusive(`The list of the other account was answered ${outcomeOf(theirs.exchange)}`, [theirs.exchange]);
  const finding = { code: 'foreign-listed', where: 'list', expected: 'nothing that this run created with another account' };
  return fail({ ...finding, actual: 'a resource of this run' }, [theirs.exchange, mine.exchange]);
};

import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { itemsOf, membersOf } from '../../../contract/infer/schema-parts.ts';
import { hasDefault } from '../../../contract/infer/told-defaults.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { behindRightEntry, isBehind } from '../../../generators/breaches/behind.ts';
import { isBreachInForm } from '../../../generators/breaches/wire/form-readings.ts';
import { nearestBreaches, type NearestBreach, spread } from '../../../generators/breaches/nearest.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type Fault, type PlannedRequest, holdsValue, withValue } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { created } from '../lifecycle/created.ts';
import { belowOwn, namingOwn } from '../lifecycle/send-creation.ts';
import { mayBeWithinSame } from '../lifecycle/within-same.ts';
import { withoutWhatIsBlamed } from './refused-for-another.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isControlled } from '../calls/control.ts';
import { answersByEntry, createsOne } from '../../subjects/answers-by-entry.ts';
import { changesOne, isBesideChoice } from '../../subjects/mistaken-bodies.ts';
import { withResources } from '../lifecycle/references.ts';
import { namesInLists } from '../lifecycle/round-trip/named-in-lists.ts';
import { saidIn } from '../../../contract/said.ts';
import { askedContent } from '../../../contract/asked-content.ts';
import { actsAs } from '../../../contract/infer/acting.ts';

/** A request whose body breaks one keyword of its schema, and what came back. */
export type BrokenBody = Pick<NearestBreach, 'instancePath' | 'keyword' | 'words' | 'meansNone'> & { readonly exchange: Exchange };

/** Statuses of a 4xx that may have another reason than the body (RFC 9110, section 15.5). */
const otherReasons: ReadonlySet<number> = new Set([401, 403, 404, 405, 406, 408, 409, 410, 412, 428, 429]);

/** Does an answer refuse a body for what is in it. */
export const isRefusedBody = ({ exchange }: Pick<BrokenBody, 'exchange'>): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 400 && status < 500 && !otherReasons.has(status);
};

export type BrokenBodies = {
  readonly tried: readonly BrokenBody[];
  /** Is there reason to take the mistakes for what the refusals are about; see `isControlled`. */
  readonly control: boolean;
  /** The resource that the path names, before and after; undefined where no read shows it, or where something was accepted. */
  readonly shown: { readonly before: Exchange; readonly after: Exchange } | undefined;
};

/** The most bodies of each kind that one operation is sent. A change often has the schema of the creation, which has been tried already. */
const mostOf = ({ effect }: Pick<Operation, 'effect'>): { readonly any: number; readonly lacking: number } =>
  effect.startsWith('creates') ? { any: 56, lacking: 24 } : { any: 44, lacking: 14 };

/** So many refusals of one operation that are about something beside the mistake are looked behind. */
const mostFreed = 4;

/** The most broken bodies that one operation is sent. */
export const mostBodiesOf = (operation: Pick<Operation, 'effect'>): number => {
  const { any, lacking } = mostOf(operation);
  return any + lacking + mostFreed;
};

/** After so many were accepted no more are sent: one finding names them, and each may have left something. */
const mostAccepted = 4;

const faultOf = (keyword: string): Fault => {
  if (keyword === 'type') return 'body-wrong-type';
  return ['required', 'dependentRequired'].includes(keyword) ? 'member-missing' : 'value-unusable';
};

/** The read of what the path of a change names. */
export const readOf = ({ operations }: Contract, operation: Operation): Operation | undefined =>
  changesOne(operation) ? operations.find((one) => one.method === 'GET' && one.path === operation.path) : undefined;

/** What such a read shows of what the path names: all of its answer is the one thing of its kind. */
export const shownByRead = ({ inferred }: Operation, exchange: Exchange): Readonly<Record<string, unknown>> | undefined => {
  const json = jsonOf(exchange);
  return inferred?.single === true ? (isObject(json) ? json : undefined) : resourceIn(json);
};

/** What a document says of an operation, and of the API as a whole. */
const proseAround = ({ document }: Contract, { location }: Operation): readonly string[] =>
  [valueAt(document, nodeOf(location)), document['info']].flatMap(saidIn);

/** Keywords that an object breaks by what it has not. */
const leavingOut: ReadonlySet<string> = new Set(['required', 'minProperties', 'dependentRequired']);

/** Does a breach leave out a member that has a default: a server may use that, although the schema requires the member. */
const leavesDefault = (
  { document }: Contract,
  schema: unknown,
  before: unknown,
  { keyword, instancePath, value }: NearestBreach,
): boolean => {
  if (keyword !== 'required') return false;
  const [whole, left] = [valueAt(before, `#${instancePath}`), valueAt(value, `#${instancePath}`)];
  if (!isObject(whole) || !isObject(left)) return false;
  const inside = tokensOf(instancePath).reduce<unknown>(
    (own, token) => (/^\d+$/u.test(token) ? itemsOf(document, own) : membersOf(document, own).get(token)),
    schema,
  );
  return Object.keys(whole).some((name) => !Object.hasOwn(left, name) && hasDefault(document, membersOf(document, inside).get(name)));
};

/** The nearest breaches of the body of a request; none where its schema is not supported or the body itself does not match. */
const breachesIn = (contract: Contract, operation: Operation, { body }: PlannedRequest, only?: string): NearestBreach[] => {
  const content = askedContent(operation.body);
  if (!holdsValue(body) || content?.schema === undefined || !content.schemaLocation) return [];
  const { document } = contract;
  const { schema } = content;
  const prose = proseAround(contract, operation);
  const isOfEntry = (tokens: readonly string[]): boolean => tokens.some((token) => /^\d+$/u.test(token));
  // What a PATCH leaves out of an object inside may stay as it is (RFC 7396, section 1); a list is replaced as a whole.
  const mayStay = ({ keyword, instancePath }: NearestBreach): boolean =>
    actsAs(operation) === 'PATCH' && leavingOut.has(keyword) && instancePath !== '' && !isOfEntry(tokensOf(instancePath));
  // What breaks one alternative of a choice may be right by another one; members of another kind than the resource has may be ignored.
  const isRight = ({ value, instancePath }: NearestBreach): boolean =>
    (content.choice !== undefined && mayBeSent(document, content.choice.schema, value)) ||
    content.ofOtherKinds?.has(tokensOf(instancePath)[0] ?? '') === true;
  const all = nearestBreaches(content.schema, body.value, {
    document,
    pointer: nodeOf(content.schemaLocation),
    nulls: true,
    prose,
    only,
    ...(body.kind === 'form' && { counts: (value) => isBreachInForm(value, body.members, (one) => mayBeSent(document, schema, one)) }),
  }).filter((one) => !mayStay(one) && !isRight(one) && !leavesDefault(contract, content.schema, body.value, one));
  if (answersByEntry(contract, operation)) return all.filter(({ instancePath }) => !isOfEntry(tokensOf(instancePath)));
  if (operation.effect !== 'destructive' || changesOne(operation))
    return createsOne(contract, operation) ? [...behindRightEntry(all), ...all] : all;
  // What takes several entries at once may answer for each of them.
  return all.filter(({ instancePath }) => {
    const tokens = tokensOf(instancePath);
    return !isOfEntry(tokens) && !(tokens[0] !== undefined && isBesideChoice(contract, operation, tokens[0]));
  });
};

/** Does a breach leave out a required member of an object inside: other checks leave out those of the body itself. */
const isLackingInside = ({ keyword, instancePath }: NearestBreach): boolean => keyword === 'required' && instancePath !== '';

/**
 * The breaches that an operation is sent: some of each place, and of the objects inside each required member left out, which are several at one place, so that the rounds
 * over the places come to few of them.
 */
export const chosenBreaches = (operation: Pick<Operation, 'effect'>, all: readonly NearestBreach[]): readonly NearestBreach[] => {
  const { any, lacking } = mostOf(operation);
  const spreadOut = spread(all, ({ instancePath }) => instancePath, any);
  return [...spreadOut, ...all.filter((one) => isLackingInside(one) && !spreadOut.includes(one)).slice(0, lacking)];
};

/** The breach with a key, in the body of another request. */
const sameIn = (contract: Contract, operation: Operation, request: PlannedRequest, key: string): NearestBreach | undefined => {
  // What is behind a right entry is made from the others.
  const only = isBehind(key) ? undefined : key;
  return breachesIn(contract, operation, request, only).find((one) => one.key === key);
};

/** Limits first: other checks send members of other types, and none that is required. */
const rankOf = ({ keyword, instancePath, meansNone }: NearestBreach): number => {
  if (keyword === 'required' && instancePath === '') return 3;
  if (meansNone) return 2;
  return keyword === 'type' ? 1 : 0;
};

const requestFor = (session: Session, operation: Operation, purpose: string): Promise<PlannedRequest> =>
  withResources(session, usableRequest(session, operation, purpose));

/**
 * Makes the requests of one operation. Where a creation may conflict with others of the resources that its body names, they name some that no creation was
 * accepted for: a conflict would hide that the mistake is not seen.
 */
const requestsFor = async (session: Session, operation: Operation): Promise<(purpose: string) => Promise<PlannedRequest>> => {
  // What the body names may have to go with what the path names: found out first by a body without a mistake, which would be refused for that as well.
  if (mayBeWithinSame(session, operation) && isAllowed(operation, session.target))
    await orSkipped(session.run(created, { operation: operation.key }));
  const mayConflict = operation.responses.some(({ status }) => status === '409');
  const own = mayConflict ? namingOwn(usableRequest(session, operation, 'breach')) : undefined;
  const filled = own && (await withResources(session, own));
  const [asked, known] = [own?.body, filled?.body].map((body) => (holdsValue(body) && isObject(body.value) ? body.value : {}));
  const references = Object.entries(known ?? {}).filter(([name, value]) => asked?.[name] !== value);
  if (references.length === 0) return (purpose) => requestFor(session, operation, purpose);
  return (purpose) => {
    const planned = usableRequest(session, operation, purpose);
    const { body } = planned;
    const value = holdsValue(body) && isObject(body.value) ? { ...body.value, ...Object.fromEntries(references) } : undefined;
    return withResources(session, value === undefined || !holdsValue(body) ? planned : { ...planned, body: { ...body, value } });
  };
};

/**
 * Sends a breach, and once more below a parent that nothing else uses where it is in conflict with what is there: a conflict would hide that the mistake is not
 * seen. No more where that is no use.
 */
const sendingFree = (session: Session, operation: Operation): ((request: PlannedRequest) => Promise<Exchange>) => {
  let free: Promise<PlannedRequest['pathValues'] | undefined> | undefined;
  let isOfUse = true;
  const found = async (): Promise<PlannedRequest['pathValues'] | undefined> => {
    const own = belowOwn(usableRequest(session, operation, 'breach'));
    const filled = own && (await orSkipped(withResources(session, own)));
    return filled === undefined || isSkipped(filled) ? undefined : filled.pathValues;
  };
  return async (request) => {
    const first = await session.send(request);
    if (statusOf(first) !== 409 || !isOfUse || !operation.effect.startsWith('creates')) return first;
    const pathValues = await (free ??= found());
    const second = pathValues && (await session.send({ ...request, pathValues }));
    isOfUse = second !== undefined && statusOf(second) !== 409;
    return isOfUse && second ? second : first;
  };
};

/** A breach by one item twice, with the name of something of the run where only such names are taken: an unknown one is refused for that. */
const withKnownTwice = async (session: Session, operation: Operation, breach: NearestBreach): Promise<NearestBreach> => {
  const { instancePath, value } = breach;
  const [name, ...inside] = tokensOf(instancePath);
  if (name === undefined || inside.length > 0 || !isObject(value)) return breach;
  const members = bodyMembers(session.contract, operation).filter((one) => one.name === name);
  const [known] = (await namesInLists(session, operation, members))[name] ?? [];
  return known === undefined ? breach : { ...breach, value: { ...value, [name]: [known, known] }, words: 'one known name twice' };
};

/** Requests to one operation that each break one keyword of the schema of its body, sent once a run. */
export const brokenBodies = defineScenario<{ readonly operation: string }, BrokenBodies>({
  id: 'broken-bodies',
  async run(session, { operation: key }) {
    const { contract } = session;
    const operation = operationOf(contract, key);
    const make = await requestsFor(session, operation);
    const first = await make('breach');
    const all = breachesIn(contract, operation, first).toSorted((a, b) => rankOf(a) - rankOf(b));
    const chosen = chosenBreaches(operation, all);
    if (chosen.length === 0) throw new NotTried('not-applicable', `No keyword of the body of ${key} can be broken alone`);
    const read = readOf(contract, operation);
    const look = async (): Promise<Exchange | undefined> => {
      if (read === undefined) return undefined;
      const seen = await orSkipped(session.send(usableRequest(session, read, 'breach-look', { pathValues: first.pathValues })));
      return isSkipped(seen) || !isSuccess(seen) ? undefined : seen;
    };
    const send = sendingFree(session, operation);
    let freed = 0;
    /** Sends a breach, and once more without what the refusal is about in its place. */
    const sendFreed = async (request: PlannedRequest, breach: NearestBreach): Promise<Exchange> => {
      const sent = await send(request);
      const isOther = isRefusedBody({ exchange: sent }) && breach.keyword !== 'required' && freed < mostFreed;
      const rest = isOther ? withoutWhatIsBlamed(contract, operation, breach, sent) : undefined;
      if (rest === undefined || !holdsValue(request.body)) return sent;
      freed += 1;
      const again = await send({ ...request, body: withValue(request.body, rest) });
      return isSuccess(again) || isRefusedBody({ exchange: again }) ? again : sent;
    };
    /** Sends breaches one after another, until enough were accepted. */
    const sendAll = async (wanted: readonly NearestBreach[], what: string): Promise<readonly BrokenBody[]> => {
      const tried: BrokenBody[] = [];
      for (const [index, { key: same }] of wanted.entries()) {
        // What must not repeat is made fresh, so that one that was accepted does not stand in the way of the next.
        const request = await make(`${what}-${index}`);
        const breach = sameIn(contract, operation, request, same);
        if (breach === undefined || !holdsValue(request.body)) continue;
        const { instancePath, keyword, meansNone } = breach;
        const { value, words } = keyword === 'uniqueItems' ? await withKnownTwice(session, operation, breach) : breach;
        const planned = { ...request, body: withValue(request.body, value), faults: [faultOf(keyword)] };
        const sent = await orSkipped(sendFreed(planned, { ...breach, value }));
        if (isSkipped(sent) && tried.length === 0) throw new NotTried(sent.because, sent.reason);
        if (isSkipped(sent)) break;
        tried.push({ instancePath, keyword, words, meansNone, exchange: sent });
        if (tried.filter(({ exchange }) => isSuccess(exchange)).length >= mostAccepted) break;
      }
      return tried;
    };
    const before = await look();
    const tried = await sendAll(
      chosen.filter(({ meansNone }) => !meansNone),
      'breach',
    );
    const after = before && !tried.some(({ exchange }) => isSuccess(exchange)) ? await look() : undefined;
    const emptied = await orSkipped(
      sendAll(
        chosen.filter(({ meansNone }) => meansNone),
        'null',
      ),
    );
    const sent = [...tried, ...(isSkipped(emptied) ? [] : emptied)];
    const answers = sent.map(({ exchange }) => exchange);
    const control = answers.some(isSuccess) || (await isControlled(session, operation, answers));
    return { tried: sent, control, shown: before && after ? { before, after } : undefined };
  },
});

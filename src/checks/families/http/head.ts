import { statementsOf } from '../../../contract/infer/sentences.ts';
import { headerValues, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { unknownLike } from '../../../generators/unknown-id.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import type { Session } from '../../kit/session.ts';
import { byOtherMethod } from '../../requests/by-other-method.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { idParameterOf } from '../../subjects/resources.ts';
import {
  describedMethods,
  gentlePaths,
  type HarmlessPath,
  isGentle,
  isGentleWithoutBody,
  ownResources,
  prerequisitesAt,
  rare,
  readsOf,
  requestAt,
} from '../../scenarios/calls/other-methods.ts';

/** Statuses of whoever does not serve HEAD, or hides that, or has no time; and what a gateway sends. */
const undecided = [400, 403, 404, 405, 408, 429, 501, 502, 503, 504];

type Pair = {
  readonly read: Exchange | undefined;
  readonly head: Exchange | undefined;
  /** Where HEAD is not served there: what HEAD came to at other paths, each a success. */
  readonly elsewhere: readonly Exchange[];
  /** Where HEAD is served there: GET and HEAD of an id that names nothing. */
  readonly unknown: UnknownPair | undefined;
  /** Where HEAD is answered 404: a method that is not served, answered as such. */
  readonly refused: Exchange | undefined;
};

type UnknownPair = { readonly read: Exchange; readonly head: Exchange | undefined };

/** At so many other paths HEAD has to be served, before its lack at one is a mistake and not a decision. */
const leastElsewhere = 2;

/** Does a document say in words that HEAD is served wherever GET is. */
const saysServed = ({ document }: Contract): boolean => {
  const { info } = document;
  const text = isObject(info) && typeof info['description'] === 'string' ? info['description'] : '';
  return statementsOf(text).some(
    (sentence) =>
      /\bHEAD\b/u.test(sentence) &&
      /\bGET\b/u.test(sentence) &&
      !/\b(?:not|never|except|may|only|alone|unless|(?:of|for|at) (?:the |all )?(?:lists|collections))\b/iu.test(sentence),
  );
};

/** Does a document say that HEAD is not served everywhere, or describe at a path that methods are refused: "HEAD is served of lists only". */
const limitsHead = ({ document, operations }: Contract, path: string): boolean => {
  const own = operations.filter((one) => one.path === path);
  if (own.some(({ method, responses }) => method === 'GET' && responses.some(({ status }) => status === '405' || status === '501')))
    return true;
  const tags: unknown = document['tags'];
  const nodes = [
    document['info'],
    ...(Array.isArray(tags) ? (tags as unknown[]) : []),
    ...own.map(({ location }) => valueAt(document, nodeOf(location))),
  ];
  return nodes
    .flatMap(saidIn)
    .flatMap(statementsOf)
    .some(
      (sentence) =>
        /\bHEAD\b/u.test(sentence) &&
        /\b(?:not|no(?! body\b)|none|never|only|alone|except|unless|lists|collections|40[45]|501)\b/iu.test(sentence),
    );
};

/** What caches compare (RFC 9110, section 8.8), which a HEAD is sent for. */
const validators = ['ETag', 'Last-Modified'];

/** Reads at whose paths HEAD is tried: where there is nothing but reads and creations, because a service may take HEAD for another method, and changes of a resource that need a body; everywhere, where the document says that HEAD is served. */
const headedReads = (contract: Contract): readonly HarmlessPath[] => {
  const isServed = saysServed(contract);
  return (
    readsOf(contract)
      .filter(({ path }) => isGentle(contract, path) || (path.includes('{') && (isServed || isGentleWithoutBody(contract, path))))
      // A request outside of the document carries the key: another scheme would refuse it.
      .filter(({ secured, takesKey }) => !secured || takesKey)
      .map((operation) => at(operation.location, { operation }))
  );
};

/** Who serves HEAD at other paths shows by these that he does not here: there is what the GET has just shown. */
const notServed: ReadonlySet<number | undefined> = new Set([404, 405, 501]);

/** The HEAD of what a GET asks for, with the same header fields and the same query, which a read may require. */
const byHead = (read: PlannedRequest): PlannedRequest => ({ ...byOtherMethod(read, 'HEAD'), headers: read.headers, query: read.query });

/** HEAD at other paths, as many as it takes; what is no success is left out. */
const headsElsewhere = async (session: Session, { path: own }: Operation): Promise<readonly Exchange[]> => {
  const served: Exchange[] = [];
  const others = gentlePaths(session.contract).filter(
    ({ operation: { path } }) => path !== own && !describedMethods(session.contract, path).includes('HEAD'),
  );
  for (const { operation } of others.slice(0, leastElsewhere + 1)) {
    if (served.length === leastElsewhere) break;
    const read = await orSkipped(session.run(plainRead, { operation: operation.key }));
    if (isSkipped(read) || !isSuccess(read)) continue;
    const head = await session.send(byHead(read.request));
    if (isSuccess(head)) served.push(head);
  }
  return served;
};

/** GET of an id that names nothing, and HEAD of it where that says so; undefined where no such id is known, or the path has none. */
const ofUnknown = async (session: Session, { read, head }: ReadAndHead, operation: Operation): Promise<UnknownPair | undefined> => {
  const name = idParameterOf(operation);
  const known = read?.request.pathValues[name];
  if (!read || !head || !isSuccess(head) || known === undefined || !operation.path.endsWith(`{${name}}`)) return undefined;
  // Where ids are short names their form is free; GET shows whether this one is unknown.
  const none = unknownLike(known, (label, count) => session.hex(`head-${label}`, count)) ?? `ct-${session.hex('head', 10)}`;
  const asked = { ...read.request, pathValues: { ...read.request.pathValues, [name]: none }, faults: ['unknown-id'] as const };
  const unread = await session.send(asked);
  if (!goneStatuses.includes(statusOf(unread) ?? 0)) return { read: unread, head: undefined };
  return { read: unread, head: await session.send({ ...byHead(asked), faults: asked.faults }) };
};

/** What a service says to a method that it does not serve, where that is another status than to what is not there (RFC 9110, section 15.5.6); undefined where it makes no difference. */
const refusedMethod = async (session: Session): Promise<Exchange | undefined> => {
  const { contract, target } = session;
  const path = gentlePaths(contract).find((one) =>
    prerequisitesAt(one, session).every((need) => need.kind === 'permission' && target.allow.includes(need.permission)),
  );
  if (path === undefined || describedMethods(contract, path.operation.path).includes(rare)) return undefined;
  const { by } = await requestAt(session, path);
  const answer = by && (await orSkipped(session.send(by(rare))));
  return answer && !isSkipped(answer) && [405, 501].includes(statusOf(answer) ?? 0) ? answer : undefined;
};

type ReadAndHead = Pick<Pair, 'read' | 'head'>;

const ofPath = async (session: Session, path: HarmlessPath): Promise<ReadAndHead> => {
  const { by } = await requestAt(session, path);
  if (!by) return { read: undefined, head: undefined };
  const read = await session.send(by('GET'));
  return { read, head: isSuccess(read) ? await session.send(by('HEAD')) : undefined };
};

/** The same where the path names a resource. */
const ofKnown = async (session: Session, operation: Operation): Promise<ReadAndHead> => {
  // Its path has the ids by then.
  const known = await session.run(plainRead, { operation: operation.key });
  const read = isSuccess(known) ? await session.send(known.request) : known;
  return { read, head: isSuccess(read) ? await session.send(byHead(known.request)) : undefined };
};

/** Is HEAD answered as GET is: whoever takes any other method with a bare success does not serve HEAD. */
const isServedAsRead = (read: Exchange, head: Exchange): boolean => {
  const [type] = headerValues(read, 'Content-Type');
  return type !== undefined && statusOf(head) === statusOf(read) && headerValues(head, 'Content-Type')[0] === type;
};

/** The verdict on the answer to HEAD beside that to GET. */
const judgeHead = (contract: Contract, operation: Operation, { read, head, elsewhere, unknown, refused }: Pair): Verdict | Unconfirmed => {
  if (!read) return inconclusive('Nothing was created to read', []);
  const got = head && statusOf(head);
  const isPromised = saysServed(contract);
  if (isPromised && head && isSuccess(read) && [404, 405, 501].includes(got ?? 0)) {
    const expected = `status ${outcomeOf(read)}, as to GET: the document says that HEAD is served`;
    return unconfirmed(fail({ code: 'head-not-served', where: 'method', expected, actual: `status ${got ?? ''} to HEAD` }, [head, read]));
  }
  if (head && elsewhere.length >= leastElsewhere && notServed.has(got)) {
    const others = elsewhere.map(({ request: { path } }) => path).join(' and ');
    const expected = `status ${outcomeOf(read)}, as to GET: HEAD is served at ${others}`;
    const finding = { code: 'head-not-served-here', where: 'method', expected, actual: `status ${got ?? ''} to HEAD` };
    return unconfirmed(fail(finding, [head, read, ...elsewhere]));
  }
  if (head && refused && got === 404 && isSuccess(read) && !limitsHead(contract, operation.path)) {
    const expected = `status ${outcomeOf(read)}, as to GET, or ${outcomeOf(refused)}, as to ${rare}, where HEAD is not served: 404 says that nothing is there`;
    return unconfirmed(fail({ code: 'head-not-found', where: 'method', expected, actual: 'status 404 to HEAD' }, [head, read, refused]));
  }
  const lost = validators.find((name) => headerValues(read, name).length > 0 && head && headerValues(head, name).length === 0);
  if (isPromised && head && isSuccess(head) && lost !== undefined) {
    const expected = `${lost}: ${headerValues(read, lost)[0] ?? ''}, as to GET`;
    return unconfirmed(fail({ code: 'head-lacks-field', where: lost, expected, actual: 'no such field' }, [head, read]));
  }
  // Where the read is open, a method that the document does not name may need a credential.
  const isKeptFromNobody = got === 401 && head?.request.credential.kind === 'none';
  if (head === undefined || got === undefined || undecided.includes(got) || isKeptFromNobody) {
    const reason = `GET was answered ${outcomeOf(read)}${head ? ` and HEAD ${outcomeOf(head)}` : ''}`;
    const open = { ...inconclusive(reason, head ? [read, head] : [read]), optional: true };
    return open;
  }
  if (unknown?.head && isSuccess(unknown.head) && isServedAsRead(read, head)) {
    const expected = `status ${outcomeOf(unknown.read)}, as to GET of an id that names nothing`;
    const finding = { code: 'head-of-unknown', where: 'method', expected, actual: `status ${outcomeOf(unknown.head)} to HEAD` };
    return unconfirmed(fail(finding, [unknown.head, unknown.read, head]));
  }
  if (got < 400) return pass(unknown?.head ? 2 : 1);
  const finding = {
    code: 'head-differs',
    where: 'method',
    expected: `status ${outcomeOf(read)}, as to GET, or 405`,
    actual: `status ${got} to HEAD`,
  };
  return unconfirmed(fail(finding, [head, read]));
};

/**
 * RFC 9110, sections 9.1, 9.3.2 and 15.5.5. Many services do not serve HEAD, and leave out fields that are made with the content; none is blamed for that, unless the document
 * says that HEAD is served as GET is, or HEAD is served at other paths. Whoever says 405 of other methods and 404 of HEAD tells clients that nothing is there.
 */
export const headAsGet = defineReadProbe<HarmlessPath, Pair>({
  id: 'http/head-as-get',
  title: 'HEAD is answered with the status of GET, where it is served',
  why: 'Clients, caches and monitors ask with HEAD whether something is there, and believe the answer.',
  fix: 'Let the same code answer GET and HEAD, and leave out the content at the end; or answer 405.',
  over: (contract) => headedReads(contract).filter(({ operation: { path } }) => !describedMethods(contract, path).includes('HEAD')),
  requests: 7 + 2 * (leastElsewhere + 1),
  async run(path, session) {
    const { operation } = path;
    const { read, head } = operation.path.includes('{') ? await ofKnown(session, operation) : await ofPath(session, path);
    const isLacking =
      head !== undefined && notServed.has(statusOf(head)) && !saysServed(session.contract) && !limitsHead(session.contract, operation.path);
    const unknown = await ofUnknown(session, { read, head }, operation);
    const refused = isLacking && statusOf(head) === 404 ? await refusedMethod(session) : undefined;
    return { read, head, elsewhere: isLacking ? await headsElsewhere(session, operation) : [], unknown, refused };
  },
  judge: ({ operation }, pair, { contract }) => judgeHead(contract, operation, pair),
});

/** Resources that the run creates and removes again, at their removals, where a GET reads one and no HEAD is described: a service that takes HEAD for another method harms nothing else. */
const headedResources = (contract: Contract): readonly HarmlessPath[] =>
  saysServed(contract)
    ? []
    : ownResources(contract).filter(({ operation: { path } }) => {
        const described = describedMethods(contract, path);
        const isRead = readsOf(contract).some((one) => one.path === path && (!one.secured || one.takesKey));
        return isRead && !described.includes('HEAD');
      });

export const headOfOwnResource = defineProbe<HarmlessPath, Pair>({
  id: 'http/head-of-own-resource',
  title: 'HEAD of one resource is answered with the status of GET, where HEAD is served elsewhere',
  why: 'Clients, caches and monitors ask with HEAD whether a resource is there, and a service that serves HEAD of its lists is believed to serve it everywhere.',
  fix: 'Let the same code answer GET and HEAD at every path, and leave out the content at the end.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: headedResources,
  prerequisites: prerequisitesAt,
  cost: () => ({ requests: 6 + 2 * (leastElsewhere + 1), creates: 1 }),
  async run(path, session) {
    const pair = await ofPath(session, path);
    const isLacking = pair.head !== undefined && notServed.has(statusOf(pair.head)) && !limitsHead(session.contract, path.operation.path);
    const unknown = await ofUnknown(session, pair, path.operation);
    const refused = isLacking && statusOf(pair.head) === 404 ? await refusedMethod(session) : undefined;
    return { ...pair, elsewhere: isLacking ? await headsElsewhere(session, path.operation) : [], unknown, refused };
  },
  judge: ({ operation }, pair, { contract }) => judgeHead(contract, operation, pair),
});

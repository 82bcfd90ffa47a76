import { textOf } from '../../../contract/infer/conventions/paging-members.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { keepsAllFromOthers } from '../../subjects/accounts-apart.ts';
import { isPlainRead } from '../../subjects/read-items.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isForEverybody } from '../../subjects/for-everybody.ts';
import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialName } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import type { Session } from '../../kit/session.ts';
import { type OwnTexts, ownTextsOf, showsOurs } from '../../subjects/own-texts.ts';
import { idsTried } from '../../scenarios/credentials/tried-by-others.ts';
import type { EventStream } from './event-stream.ts';
import { eventPrerequisites, followedStream, heardIn, listening, type StreamedOperation, streams } from './followed-stream.ts';

/** What was heard of a stream as text; undefined where it was not heard. */
const streamIn = (exchange: Exchange | undefined): EventStream | undefined => {
  const heard = exchange && heardIn(exchange);
  return heard?.kind === 'heard' ? heard.stream : undefined;
};

const ofStreams = { phase: 'read', exclusive: 'nothing', listens: true, prerequisites: eventPrerequisites } as const;

/** The parameter by which a client goes on after an event (WHATWG HTML, Server-sent events, The Last-Event-ID header). */
const takesLastId = ({ parameters }: Operation): boolean =>
  parameters.some(({ in: where, name }) => where === 'header' && name.toLowerCase() === 'last-event-id');

const openMsOf = (session: Session): number => patienceMs(session.target, 'stream.open');

type Resumed = {
  readonly first: Exchange;
  readonly id: string | undefined;
  readonly before: readonly string[];
  readonly again: Exchange | undefined;
};

/** An id that a header field can hold. */
const canBeSent = (id: string): boolean => /^[\x21-\x7E]+$/u.test(id);

export const streamResumes = defineProbe<StreamedOperation, Resumed>({
  ...ofStreams,
  id: 'streaming/resumes-after-last-id',
  title: 'A stream that is asked for with Last-Event-ID does not repeat that event, or one before it',
  why: 'A client that lost its connection goes on with it; what is repeated is booked, mailed or counted a second time.',
  fix: 'Begin with the first event after the one that Last-Event-ID names.',
  over: (contract) => streams(contract).filter(({ operation }) => takesLastId(operation)),
  cost: () => ({ requests: 2, creates: 0 }),
  async run({ operation }, session) {
    const first = await followedStream(session, operation);
    const ids = (streamIn(first)?.ids ?? []).filter(canBeSent);
    const n = Math.floor((ids.length - 1) / 2);
    const id = ids.length > 1 && new Set(ids).size === ids.length ? ids[n] : undefined;
    if (id === undefined) return { first, id, before: [], again: undefined };
    const request = listening(session, operation, openMsOf(session));
    const again = await session.send({ ...request, headers: [...request.headers, ['Last-Event-ID', id]] });
    return { first, id, before: ids.slice(0, n + 1), again };
  },
  judge(_stream, { first, id, before, again }) {
    if (id === undefined || !again) return inconclusive('The stream did not show two events with ids of their own', [first]);
    const stream = streamIn(again);
    if (!stream) return inconclusive('The stream was not heard again', [again]);
    const repeated = stream.ids.find((one) => before.includes(one));
    if (repeated === undefined) return pass(1);
    const finding = { where: 'Last-Event-ID', expected: `only events after that of id ${id}`, actual: `the event of id ${repeated} again` };
    return unconfirmed(fail({ code: 'event-repeated', ...finding }, [again, first]));
  },
});

/** Descriptions by which a stream ends after so many events. */
const countsEvents = /\b(?:number of|at most|maximum(?: number)? of|up to|how many) (?:\w+ )?(?:events|messages)\b/iu;

const countNames = new Set(['max', 'limit', 'count', 'max events', 'event limit', 'max count']);

/** The parameter that sets after how many events a stream ends. */
const countOf = ({ document }: Contract, { parameters }: Operation): Parameter | undefined =>
  parameters.find((one) => {
    const { schema } = one;
    const isWhole = typeof schema === 'object' && schema['type'] === 'integer' && Number(schema['minimum'] ?? 1) <= asked;
    return one.in === 'query' && isWhole && countNames.has(wordsOf(one.name).join(' ')) && countsEvents.test(textOf(document, one));
  });

/** So many events are asked for. */
const asked = 2;

type Counted = { readonly whole: Exchange; readonly part: Exchange };

export const streamEndsAfterCount = defineProbe<StreamedOperation & { readonly name: string }, Counted>({
  ...ofStreams,
  id: 'streaming/ends-after-count',
  title: 'A stream holds no more events than were asked for',
  why: 'Who asks for two events and takes what comes reads on in a stream that never ends.',
  fix: 'Count the events that are written, also those of the beginning, and end the stream after the last one.',
  over: (contract) =>
    streams(contract).flatMap((stream) => {
      const parameter = countOf(contract, stream.operation);
      return parameter === undefined ? [] : [{ ...stream, name: parameter.name }];
    }),
  cost: () => ({ requests: 2, creates: 0 }),
  async run({ operation, name }, session) {
    const whole = await followedStream(session, operation);
    const request = listening(session, operation, openMsOf(session));
    const query = [...request.query.filter(([one]) => one !== name), [name, String(asked)] as const];
    return { whole, part: await session.send({ ...request, query }) };
  },
  judge({ name }, { whole, part }) {
    const [all, few] = [whole, part].map((one) => streamIn(one)?.events.length);
    if (all === undefined || few === undefined) return inconclusive('The stream was not heard', [part]);
    if (few > asked) {
      const finding = { where: `query ${name}`, expected: `at most ${asked} events for ${name}=${asked}`, actual: `${few} events` };
      return unconfirmed(fail({ code: 'more-events-than-asked', ...finding }, [part, whole]));
    }
    return all > asked ? pass(1) : inconclusive(`The stream showed only ${all} events`, [whole]);
  },
});

type Heard = { readonly mine: Exchange; readonly theirs: Exchange };

const followAs = (session: Session, operation: Operation, name: CredentialName): Promise<Exchange> =>
  session.send({ ...listening(session, operation, openMsOf(session)), credential: { kind: 'valid', name } });

/** The first event that shows what the run created. */
const oursIn = (exchange: Exchange, own: OwnTexts): string | undefined => streamIn(exchange)?.events.find((data) => showsOurs(data, own));

/** Reads of what a stream is about, or of what else is below it: they have the same value in their path. */
const readsAround = ({ operations }: Contract, stream: Operation): readonly Operation[] => {
  const [named, ...others] = parametersIn(stream.path);
  const isAround = (one: Operation): boolean =>
    one.key !== stream.key &&
    parametersIn(one.path).join() === named &&
    one.path.startsWith(stream.path.slice(0, stream.path.indexOf('}') + 1));
  return named === undefined || others.length > 0
    ? []
    : operations.filter((one) => isAround(one) && isPlainRead(one) && one.conventions.stream === undefined && one.secured && one.takesKey);
};

/** What is about a stream in the path of which an id is: it is not there for the other account. */
const hiddenAround = async (session: Session, operation: Operation, mine: Exchange): Promise<Exchange | undefined> => {
  const { contract } = session;
  if (!keepsAllFromOthers(contract)) return undefined;
  for (const read of readsAround(contract, operation).slice(0, mostReads)) {
    const request = usableRequest(session, read, 'stream-of', { pathValues: mine.request.pathValues });
    const theirs = await session.send({ ...request, credential: { kind: 'valid', name: 'other' }, faults: ['credential-forbidden'] });
    if (statusOf(theirs) === 404 && isSuccess(await session.send(request))) return theirs;
  }
  return undefined;
};

/** So many reads around a stream are tried. */
const mostReads = 2;

/** Characters of events that two accounts may well share. */
const leastHeard = 40;

/** Do two accounts hear the same events, which are more than a greeting. */
const isSameHeard = (mine: Exchange, theirs: Exchange): boolean => {
  const [own, foreign] = [mine, theirs].map((one) => (streamIn(one)?.events ?? []).join('\n'));
  return own !== undefined && foreign !== undefined && foreign.length > leastHeard && (own.startsWith(foreign) || foreign.startsWith(own));
};

export const streamKeptFromOthers = defineProbe<
  StreamedOperation,
  Heard & { readonly shown: string | undefined; readonly leaked: string | undefined; readonly hidden: Exchange | undefined }
>({
  id: 'streaming/kept-from-others',
  title: 'A stream does not tell another account of what an account created',
  why: 'Events name what others work on, which lists and reads keep to themselves.',
  fix: 'Write each event only to the accounts that may read what it is about.',
  reads: 'auth.foreign',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: (contract) =>
    contract.conventions.auth?.foreign?.['x-inferred'] === true
      ? streams(contract).filter(({ operation }) => operation.secured && operation.takesKey && !isForEverybody(contract, operation))
      : [],
  prerequisites: (stream, around) => [...eventPrerequisites(stream, around), { kind: 'credential', name: 'other' }],
  cost: () => ({ requests: 14, creates: 1 }),
  async run({ operation }, session) {
    const own = ownTextsOf(session, await idsTried(session));
    const mine = await followAs(session, operation, 'key');
    const theirs = await followAs(session, operation, 'other');
    const [shown, leaked] = [oursIn(mine, own), oursIn(theirs, own)];
    const isBoth = leaked === undefined && isSameHeard(mine, theirs);
    return { mine, theirs, shown, leaked, hidden: isBoth ? await hiddenAround(session, operation, mine) : undefined };
  },
  judge({ operation }, { mine, theirs, shown, leaked, hidden }) {
    if (hidden) {
      const actual = `the events that the account itself hears of ${operation.key}, with "${Object.values(mine.request.pathValues).join(', ')}" in its path`;
      const expected = `no event: ${hidden.request.operation ?? 'a read'} of that is answered ${outcomeOf(hidden)} for the other account`;
      return unconfirmed(fail({ code: 'foreign-event', where: 'event', expected, actual }, [theirs, hidden, mine]));
    }
    if (shown === undefined) return inconclusive('The stream tells the account itself nothing of what this run created', [mine]);
    if (!streamIn(theirs)) return inconclusive('The stream was not heard by the other account', [theirs]);
    if (leaked === undefined) return pass(1);
    const finding = {
      where: 'event',
      expected: 'no event about what another account created',
      actual: JSON.stringify(leaked.slice(0, 100)),
    };
    return fail({ code: 'foreign-event', ...finding }, [theirs, mine]);
  },
});

import { itemsOf } from '../../../contract/held.ts';
import { answerOf, headerValues, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { essenceOf, isJsonType } from '../../../contract/wire/media-type.ts';
import type { Content, Contract, Operation } from '../../../contract/model.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { distinct } from '../../../model/json.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, fail, inconclusive, pass, type Subject, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { accepting } from '../../requests/accepting.ts';
import { byOtherMethod } from '../../requests/by-other-method.ts';
import { isOwnFailure } from '../../kit/own-failure.ts';
import { successTypes } from '../../scenarios/calls/documented-variants.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { notReady } from '../../scenarios/credentials/ready-read.ts';
import { textAt } from '../../scenarios/filters/filter-values.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { collectionAt } from '../../subjects/collection.ts';
import { isShown } from '../../subjects/filters.ts';
import { tasks } from '../../subjects/tasks.ts';
import { differenceIn, namedRows } from '../../subjects/csv-rows.ts';
import { saidOfAccept, leavesOpen, saysNotAcceptable, choosesByWords, refusedParameter, saysSoOfAll } from '../../subjects/accept-words.ts';

const csvType = 'text/csv';

/** A type that nobody serves. */
const unserved = 'application/vnd.ct-no-such';

/** Most types of one operation that are asked for. */
const mostTypes = 4;

type Read = Subject & { readonly operation: Operation; readonly types: readonly string[] };

/** Generators of documents list plain text beside JSON for objects that nobody writes as a text. */
const isWritten = ({ document }: Contract, { mediaType, schema }: Content): boolean =>
  essenceOf(mediaType) !== 'text/plain' || (schema !== undefined && typesOf(resolvedSchema(document, schema)).includes('string'));

const reads = (contract: Contract): Read[] =>
  contract.operations
    .filter(({ method, effect, conventions }) => method === 'GET' && effect === 'safe' && conventions.stream === undefined)
    .map((operation) => {
      const successes = operation.responses.filter(({ status }) => status.startsWith('2') && !['204', '205'].includes(status));
      const types = distinct(
        successes.flatMap(({ content }) => content.filter((one) => isWritten(contract, one)).map(({ mediaType }) => essenceOf(mediaType))),
      );
      return at(operation.location, { operation, types: types.filter((type) => !type.includes('*')).slice(0, mostTypes) });
    })
    .filter(({ types }) => types.length > 0);

/** A success of a type, asked for by that type alone. */
type Answered = { readonly type: string; readonly exchange: Exchange };

type Negotiated = {
  /** To a type that nobody serves; after a failure a second time. */
  readonly unacceptable: readonly Exchange[];
  /** Other reads with that type. */
  readonly others: readonly Exchange[];
  readonly answered: readonly Answered[];
  /** Two types in one Accept, of which the first is wanted less. */
  readonly weighed: readonly Weighed[];
  /** To its type with a parameter with which the document says that it is refused. */
  readonly modified: Exchange | undefined;
  /** The list as CSV by a value of a filter that leaves out some of its items. */
  readonly filtered: Filtered | undefined;
};

type Weighed = { readonly wanted: string; readonly accept: string; readonly exchange: Exchange };

type Filtered = {
  readonly parameter: string;
  readonly value: string;
  /** Where an item shows the value. */
  readonly shownAt: string;
  readonly exchange: Exchange;
};

const typeOf = (exchange: Exchange): string => essenceOf(headerValues(exchange, 'Content-Type')[0] ?? '');

const isAsked = ({ type, exchange }: Answered): boolean => typeOf(exchange) === type || (isJsonType(type) && isJsonType(typeOf(exchange)));

/** Sorts the type of comma-separated values behind the others. */
const csvLast = (a: string, b: string): number => Number(a === 'text/csv') - Number(b === 'text/csv');

/** Records of comma-separated values (RFC 4180): line ends inside quotes end none. */
const recordsIn = (text: string): number => {
  const unquoted = text.replaceAll(/"(?:[^"]|"")*"/gu, 'q');
  return unquoted.split(/\r\n|\n|\r/u).filter((line) => line !== '').length;
};

/** Which of two representations of one whole list has other rows, in words; undefined where that cannot be told. */
const otherRows = (contract: Contract, { key }: Operation, answered: readonly Answered[]): string | undefined => {
  const lists = answered.map(({ exchange }) => jsonOf(exchange)).filter((one): one is unknown[] => Array.isArray(one));
  const [list, ...others] = lists;
  const text = answered.find((one) => one.type === csvType && isAsked(one));
  const csv = text && answerOf(text.exchange)?.text;
  const isWhole = collectionAt(contract, key)?.pages.length === 0;
  const isSteady = list !== undefined && others.every(({ length }) => length === list.length);
  if (!isSteady || list.length === 0 || typeof csv !== 'string' || !isWhole) return undefined;
  const records = recordsIn(csv);
  // A header line is usual and not required.
  return records === list.length || records === list.length + 1 ? undefined : `${list.length} items as JSON and ${records} lines as CSV`;
};

/** The items of the list as JSON, before and after, and the text of the same list as CSV; undefined where either is not there. */
const bothForms = ({ contract, operation }: Asked, answered: readonly Answered[]) => {
  const collection = collectionAt(contract, operation.key);
  const shown = answered.flatMap(({ type, exchange }) => {
    const items = collection && isJsonType(type) ? itemsOf(collection, exchange) : undefined;
    return items ? [{ items, exchange }] : [];
  });
  const text = answered.find((one) => one.type === csvType && isAsked(one));
  const csv = text && answerOf(text.exchange)?.text;
  const [first] = shown;
  return first && text && typeof csv === 'string'
    ? { items: first.items, shown: shown.map(({ items }) => items), csv, exchanges: [text.exchange, first.exchange] as const }
    : undefined;
};

type Asked = { readonly contract: Contract; readonly operation: Operation };

/** Judges the cells by the same list as JSON. What another one of the run changed meanwhile differs before or after alone. */
const judgeCells = (asked: Asked, answered: readonly Answered[]): Unconfirmed | undefined => {
  const forms = bothForms(asked, answered);
  const [difference, ...others] = forms?.shown.map((items) => differenceIn(forms.csv, items)) ?? [];
  if (!forms || !difference || others.some((one) => JSON.stringify(one) !== JSON.stringify(difference))) return undefined;
  return unconfirmed(fail({ where: 'body', ...difference }, forms.exchanges));
};

/** A value of a filter that some items of the list show and others do not. */
const revealing = (asked: Asked, answered: readonly Answered[]): Omit<Filtered, 'exchange'> | undefined => {
  const items = bothForms(asked, answered)?.items ?? [];
  for (const { at: shownAt, parameter } of collectionAt(asked.contract, asked.operation.key)?.filters.filter(isShown) ?? []) {
    const values = distinct(items.flatMap((item) => textAt(item, shownAt) ?? []));
    const [value] = values;
    if (value !== undefined && values.length > 1) return { parameter: parameter.name, value, shownAt };
  }
  return undefined;
};

/** Judges the rows for a value of a filter, by what the same items show as JSON. */
const judgeFiltered = (asked: Asked, answered: readonly Answered[], filtered: Filtered): Unconfirmed | undefined => {
  const { parameter, value, shownAt, exchange } = filtered;
  const items = bothForms(asked, answered)?.items ?? [];
  const text = isAsked({ type: csvType, exchange }) ? answerOf(exchange)?.text : undefined;
  const named = typeof text === 'string' ? namedRows(text, items) : undefined;
  const isThere = (item: unknown): boolean => named?.rows.has(named.keyOf(item) ?? '') === true;
  const other = items.find((item) => ![undefined, value].includes(textAt(item, shownAt)) && isThere(item));
  if (other === undefined) return undefined;
  const finding = {
    where: 'body',
    expected: `only rows with ${value} for ${parameter}=${value}`,
    actual: `one with ${textAt(other, shownAt)} at ${shownAt}`,
  };
  return unconfirmed(fail({ code: 'rows-not-filtered', ...finding }, [exchange]));
};

/** Is 406 described also where there is nothing to choose from: then its description alone is no promise. */
const describesEverywhere = ({ operations }: Contract): boolean =>
  operations.some((one) => one.responses.some(({ status }) => status === '406') && successTypes(one).length === 1);

/** Is 406 described at some reads and left out at others, so that it was meant where it stands. */
const describesHere = ({ operations }: Contract, { responses }: Operation): boolean =>
  responses.some(({ status }) => status === '406') &&
  operations.some((one) => one.method === 'GET' && successTypes(one).length > 0 && one.responses.every(({ status }) => status !== '406'));

/** How long the result of a task is waited for, in milliseconds. */
const taskMs = 15_000;

/** A plain read. The result of a task may not be there yet: then it is asked for again for a while. */
const settledRead = async (session: Session, { key }: Pick<Operation, 'key'>): Promise<Exchange> => {
  const first = await session.run(plainRead, { operation: key });
  const isLate = (exchange: Exchange): boolean => notReady.has(statusOf(exchange) ?? 0);
  if (!isLate(first) || tasks(session.contract).every(({ result }) => result?.key !== key)) return first;
  let last = first;
  await until(session, { withinMs: taskMs, why: 'the result of a task is to be there' }, async () => {
    last = await session.send(first.request);
    return isLate(last) ? undefined : true;
  });
  return last;
};

/**
 * A read with a type that nobody serves, once a run: every read that answers a plain request is asked so, and each is compared with the others. Undefined where the plain
 * request has no success.
 */
const unservedRead = defineScenario<{ readonly operation: string }, Exchange | undefined>({
  id: 'unserved-type',
  async run(session, { operation }) {
    // Its path has the ids by then.
    const read = await settledRead(session, { key: operation });
    return isSuccess(read) ? session.send(uncompressed(withUnserved(read))) : undefined;
  },
});

/** The request of a read, so that it accepts nothing but a type that nobody serves. */
const withUnserved = ({ request }: Exchange): PlannedRequest =>
  accepting({ ...byOtherMethod(request, 'GET'), query: request.query, parameters: request.parameters ?? [] }, ['accept', unserved]);

/** Refuses every coding, and the usual one by name. */
const uncoded = 'identity, gzip;q=0';

/** A request that does not allow a compressed answer. The wish goes with one that is sent anyway: one more of each read would cost as many requests as there are reads. */
const uncompressed = (request: PlannedRequest): PlannedRequest => accepting(request, ['accept-encoding', uncoded]);

/** Is a read the last of several lists, or of several reads of another kind: one of them may be asked otherwise than the rest. */
const isLastOfKind = (contract: Contract, { key }: Operation): boolean => {
  const isList = (one: string): boolean => collectionAt(contract, one) !== undefined;
  const alike = reads(contract).filter(({ operation }) => isList(operation.key) === isList(key));
  return alike.length > 1 && alike.at(-1)?.operation.key === key;
};

/** Most other reads that a read is compared with. */
const mostOthers = 4;

/** So many other reads have to refuse a type before one that does not is told. */
const leastOthers = 2;

/**
 * How other reads answer a type that nobody serves: those at fixed addresses, where the introduction says that all refuse it, and those that describe 406, where some do not. A
 * server may pass over Accept as a whole, so that one read is held to it by what the others do.
 */
const othersAsked = async (session: Session, operation: Operation): Promise<readonly Exchange[]> => {
  const { contract } = session;
  const isSaidOfAll = saysSoOfAll(contract);
  if (!isSaidOfAll && !(describesEverywhere(contract) && describesHere(contract, operation))) return [];
  const others = reads(contract)
    .map((one) => one.operation)
    .filter(({ key, secured }) => key !== operation.key && secured === operation.secured)
    .filter(({ path, responses }) => (isSaidOfAll ? !path.includes('{') : responses.some(({ status }) => status === '406')));
  const found: Exchange[] = [];
  for (const { key } of others.slice(0, mostOthers)) {
    const answer = await orSkipped(session.run(unservedRead, { operation: key }));
    if (answer !== undefined && !isSkipped(answer)) found.push(answer);
  }
  return found;
};

/** Judges a success for a type that nobody serves, where the introduction says when 406 is answered, and all other reads do so. */
const judgeAlone = (contract: Contract, unacceptable: readonly Exchange[], others: readonly Exchange[]): Unconfirmed | undefined => {
  const given = unacceptable.find(isSuccess);
  const [first] = others;
  if (!given || !first || others.length < leastOthers || others.some((one) => statusOf(one) !== 406)) return undefined;
  if (!saysSoOfAll(contract)) return undefined;
  const expected = `406 to Accept: ${unserved}, as the introduction says and ${others.length} other reads answer`;
  return unconfirmed(
    fail({ code: 'unserved-type-answered', where: 'Accept', expected, actual: `status ${outcomeOf(given)}` }, [given, first]),
  );
};

/** Judges the same of a read that was seen to choose between its types, where it describes 406 as others do that refuse the type, and some reads do not describe it. */
const judgeChoosing = (
  { contract, operation }: Asked,
  unacceptable: readonly Exchange[],
  all: readonly Exchange[],
  answered: readonly Answered[],
): Unconfirmed | undefined => {
  const given = unacceptable.find(isSuccess);
  // A read that has nothing but JSON to give may pass over Accept.
  const isJsonAlone = ({ request }: Exchange): boolean => {
    const other = contract.operations.find(
      ({ key }) => key === request.operation || (request.operation === null && key === `GET ${request.path}`),
    );
    return other !== undefined && successTypes(other).every(isJsonType);
  };
  const others = all.filter((one) => statusOf(one) === 406 || !isJsonAlone(one));
  const [first] = others;
  if (!given || !first || others.some((one) => statusOf(one) !== 406) || !describesHere(contract, operation)) return undefined;
  const chosen = distinct(answered.filter((one) => isSuccess(one.exchange) && isAsked(one)).map(({ exchange }) => typeOf(exchange)));
  if (
    chosen.length < 2 ||
    saidOfAccept(contract, operation).some(
      (sentence) => leavesOpen.test(sentence) || /\b(?:default|otherwise|unless|else|any other|anything else)\b/iu.test(sentence),
    )
  )
    return undefined;
  const expected = `406 to Accept: ${unserved}, as the operation describes it and ${others.length} other reads answer`;
  return unconfirmed(
    fail({ code: 'unserved-type-answered', where: 'Accept', expected, actual: `status ${outcomeOf(given)}` }, [given, first]),
  );
};

/** Judges a success for a type with a parameter with which the document says in words that it is refused. */
const judgeModified = (exchange: Exchange): Unconfirmed | undefined => {
  if (!isSuccess(exchange)) return undefined;
  const asked = exchange.sent.headers.findLast(([name]) => name.toLowerCase() === 'accept')?.[1] ?? '';
  const finding = { code: 'parameters-answered', where: 'Accept', expected: `406 to Accept: ${asked}, as the document says` };
  return unconfirmed(fail({ ...finding, actual: `status ${outcomeOf(exchange)}` }, [exchange]));
};

/** Judges a success for a type that nobody serves, where the operation describes 406, and the service serves several types or says when it answers so. */
const judgeUnserved = (
  { contract, operation }: Asked,
  types: readonly string[],
  unacceptable: readonly Exchange[],
): Unconfirmed | undefined => {
  const given = unacceptable.find(isSuccess);
  if (given === undefined || operation.responses.every(({ status }) => status !== '406')) return undefined;
  if ((types.length < 2 || describesEverywhere(contract)) && !saysNotAcceptable(contract, operation)) return undefined;
  const expected = `406 to Accept: ${unserved}, as the operation describes it`;
  return unconfirmed(fail({ code: 'unserved-type-answered', where: 'Accept', expected, actual: `status ${outcomeOf(given)}` }, [given]));
};

const judgeTypes = (contract: Contract, operation: Operation, answered: readonly Answered[]): Verdict | Unconfirmed | undefined => {
  const successes = answered.filter(({ exchange }) => isSuccess(exchange) && answerOf(exchange)?.bodyBytes !== 0);
  const chooses =
    (operation.responses.some(({ status }) => status === '406') && !describesEverywhere(contract)) ||
    distinct(successes.map(({ exchange }) => typeOf(exchange))).length > 1;
  const other = chooses ? successes.find((one) => !isAsked(one)) : undefined;
  if (other) {
    const { type, exchange } = other;
    const finding = {
      code: 'type-not-served',
      where: 'Accept',
      expected: `${type} or 406 to Accept: ${type}`,
      actual: `"${typeOf(exchange)}"`,
    };
    return unconfirmed(fail(finding, [exchange]));
  }
  const rows = otherRows(contract, operation, successes);
  const [first, ...rest] = successes.map(({ exchange }) => exchange);
  if (rows === undefined || !first) return undefined;
  const finding = { code: 'rows-differ', where: 'body', expected: 'the same rows in each media type', actual: rows };
  return unconfirmed(fail(finding, [first, ...rest]));
};

/** Both orders of the first two types that were given alone, the second with the greater weight (RFC 9110, section 12.4.2). */
const weights = (answered: readonly Answered[]): readonly Omit<Weighed, 'exchange'>[] => {
  const given = answered.filter((one) => isSuccess(one.exchange) && typeOf(one.exchange) === one.type).map(({ type }) => type);
  const [one, other] = distinct(given);
  if (one === undefined || other === undefined) return [];
  return [
    { wanted: other, accept: `${one};q=0.2, ${other};q=0.9` },
    { wanted: one, accept: `${other};q=0.2, ${one};q=0.9` },
  ];
};

const judgeWeighed = (weighed: readonly Weighed[]): Unconfirmed | undefined => {
  const types = weighed.map(({ wanted }) => wanted);
  const other = weighed.find(({ wanted, exchange }) => {
    const type = typeOf(exchange);
    return isSuccess(exchange) && type !== wanted && types.includes(type);
  });
  if (other === undefined) return undefined;
  const { wanted, accept, exchange } = other;
  const finding = { where: 'Accept', expected: `${wanted} to Accept: ${accept}`, actual: `"${typeOf(exchange)}"` };
  return unconfirmed(fail({ code: 'weights-ignored', ...finding }, [exchange]));
};

/** Whoever ignores Accept may do so (RFC 9110, section 12.1), so only a service that chooses by it is held to what it chose. */
export const typeNegotiated = defineReadProbe<Read, Negotiated>({
  id: 'headers/type-negotiated',
  title: 'A read is answered with the media type that it accepts, and never with a failure for want of one',
  why: 'Clients parse what they asked for; a 5xx for a type that is not served is sent again and again.',
  fix: 'Compare Accept with the described types, and answer 406 or the usual type where none fits.',
  requests: mostTypes + mostOthers * 2 + 17,
  over: reads,
  async run({ operation, types }, session) {
    // Its path has the ids by then.
    const read = await settledRead(session, operation);
    if (!isSuccess(read)) return { unacceptable: [], others: [], answered: [], weighed: [], modified: undefined, filtered: undefined };
    const first = saysSoOfAll(session.contract)
      ? await session.run(unservedRead, { operation: operation.key })
      : await session.send(uncompressed(withUnserved(read)));
    if (!first) return { unacceptable: [], others: [], answered: [], weighed: [], modified: undefined, filtered: undefined };
    const { request } = read;
    const outside = { ...byOtherMethod(request, 'GET'), query: request.query, parameters: request.parameters ?? [] };
    // A failure may be for want of a coding, so that the second time is about the type alone.
    const unacceptable = isOwnFailure(first) ? [first, await session.send(withUnserved(read))] : [first];
    const others = isSuccess(first) ? await othersAsked(session, operation) : [];
    const answered: Answered[] = [];
    // The rows of a list are counted before and after those of its other form, as others may add some meanwhile.
    const repeated = types.includes('text/csv') ? types.filter(isJsonType).slice(0, 1) : [];
    for (const type of types.length > 1 ? [...types.toSorted(csvLast), ...repeated] : []) {
      const madeUp = distinct([...(request.madeUp ?? []), 'accept']);
      const coding: PlannedRequest['headers'] = !isSuccess(first) && isJsonType(type) ? [['accept-encoding', uncoded]] : [];
      answered.push({ type, exchange: await session.send({ ...accepting(request, ['accept', type], ...coding), madeUp }) });
    }
    const weighed: Weighed[] = [];
    for (const { wanted, accept } of choosesByWords(session.contract, operation) ? [] : weights(answered)) {
      const madeUp = distinct([...(request.madeUp ?? []), 'accept']);
      weighed.push({ wanted, accept, exchange: await session.send({ ...accepting(request, ['accept', accept]), madeUp }) });
    }
    // Whether what comes compressed can be read, and was asked for, is judged of every answer.
    const isOpen = !isSuccess(first) && types.length === 1 && isLastOfKind(session.contract, operation);
    await session.send(accepting(outside, ['accept', types.join(', ')], ['accept-encoding', isOpen ? uncoded : 'gzip']));
    const asked = { contract: session.contract, operation };
    const wanted = revealing(asked, answered);
    const csv = wanted && accepting(request, ['accept', csvType]);
    const exchange = csv && (await session.send({ ...csv, query: [...csv.query, [wanted.parameter, wanted.value]] }));
    const [type] = types;
    const parameter = refusedParameter(session.contract, operation);
    const modified =
      type === undefined || parameter === undefined
        ? undefined
        : await session.send(accepting(outside, ['accept', `${type};${parameter}`]));
    return { unacceptable, others, answered, weighed, modified, filtered: wanted && exchange && { ...wanted, exchange } };
  },
  judge({ operation, types }, { unacceptable, others, answered, weighed, modified, filtered }, { contract }) {
    const [first, ...again] = unacceptable;
    if (first && again.length > 0 && unacceptable.every(isOwnFailure)) {
      const finding = {
        code: 'unserved-type-failed',
        where: 'Accept',
        expected: `406 or the usual type to Accept: ${unserved}`,
        actual: `status ${unacceptable.map(outcomeOf).join(' and ')}`,
      };
      return fail(finding, [first, ...again]);
    }
    const asked = { contract, operation };
    const judged =
      judgeTypes(contract, operation, answered) ??
      judgeCells(asked, answered) ??
      judgeWeighed(weighed) ??
      (filtered && judgeFiltered(asked, answered, filtered)) ??
      judgeUnserved(asked, types, unacceptable) ??
      judgeAlone(contract, unacceptable, others) ??
      judgeChoosing(asked, unacceptable, others, answered) ??
      (modified && judgeModified(modified));
    if (judged) return judged;
    const all = [...unacceptable, ...answered.map(({ exchange }) => exchange)];
    const decided = all.filter((exchange) => statusOf(exchange) !== undefined && !isOwnFailure(exchange));
    return decided.length > 0 ? pass(decided.length) : inconclusive('No such read was answered', all);
  },
});

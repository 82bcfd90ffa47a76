import { answerOf, headerValues, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isType } from '../../../contract/infer/schema-parts.ts';
import { lastInPath, openReads, parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fault, PlannedRequest } from '../../../model/request.ts';
import { collectionAt, isByCursor, stylesOf } from '../../subjects/collection.ts';
import { membersOf, oddTexts } from '../../subjects/mistaken-bodies.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import {
  type BodyMistake,
  bodyMistakes,
  brokenParts,
  shapelessBodies,
  withMistakenBody,
  withOddText,
  withUnusableValues,
} from '../../requests/mistaken-body.ts';
import { codelessExchange } from '../../requests/token-request.ts';
import { isTokenOperation } from '../../subjects/token-operation.ts';
import { numericParameters, unparsableNumber } from '../../subjects/numeric-parameters.ts';
import { once, type Session } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { unknownPath, unknownPaths } from '../../requests/unknown-path.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { canBeSpoilt } from '../../subjects/unusable-prerequisites.ts';
import { isTagCondition, oddBodies, oddIdsFor, takesOddBodies, withOddBody, withOddId, withOddTag } from '../../requests/odd-request.ts';
import { callWithoutCredential } from '../../requests/unauthenticated-request.ts';
import { isUnusualText, plainRead, queryValue, undeclaredParameter } from './reads.ts';
import { unknownId } from './unknown-id.ts';
import { distinct, distinctBy } from '../../../model/json.ts';
import { askedContent } from '../../../contract/asked-content.ts';
import { essenceOf } from '../../../contract/wire/media-type.ts';

/** A server error on a request with a mistake on purpose, and the same request once more. */
export type Repeated = {
  readonly first: Exchange;
  /** A read in between that ought to succeed; undefined where the contract has none. */
  readonly valid: Exchange | undefined;
  readonly again: Exchange;
  /** The only status that counts, where the contract rules out just one. */
  readonly only?: number;
};

export type ClientMistakes = {
  /** Requests with a mistake at this location, each sent once in the run. */
  readonly sent: readonly Exchange[];
  readonly repeated: readonly Repeated[];
  readonly untried: readonly string[];
};

/** Most different server errors of one operation that are repeated; more would show nothing new. */
const mostRepeated = 8;

/** Seconds before a request that failed twice is sent again, and again. */
const waits = [2, 4] as const;

/** A cursor that no service gives. */
const madeUpCursor = '!!';

/** An id that no service gives; its special characters are sent percent-encoded (RFC 3986 section 2.1). */
const oddId = `ct/"'-odd`;

type Asking = (session: Session) => Promise<Exchange>;

/** The mistakes that a body as a whole is sent with. An object whose members are all optional may be empty, or left out. */
const mistakesOfBody = ({ standard, document }: Contract, operation: Operation, hasRequired: boolean): readonly BodyMistake[] => {
  // Whatever fails where nothing is removed again may have left something: such failures are counted, and few.
  const { schema, form } = askedContent(operation.body) ?? {};
  // Any text can be read as a form, and a form is always an object.
  if (form !== undefined) return hasRequired ? ['empty-object', 'empty', 'not-utf-8'] : [];
  const shapeless = operation.effect === 'creates-permanently' ? shapelessBodies.slice(0, 2) : shapelessBodies;
  if (hasRequired) return standard.size > 0 ? distinct([...bodyMistakes, ...shapeless]) : bodyMistakes;
  return standard.size > 0 && schema !== undefined && isType(document, schema, 'object') ? shapeless : [];
};

/** The mistakes of a form in parts, where an operation takes one. */
const mistakesOfParts = ({ standard }: Contract, { body }: Operation): readonly BodyMistake[] =>
  standard.size > 0 && body?.content.some(({ mediaType }) => essenceOf(mediaType) === 'multipart/form-data') === true ? brokenParts : [];

/** The requests with a mistake that every run sends to an operation, or outside of all. */
export const mistakesFor = (contract: Contract, operation: Operation | undefined): Asking[] => {
  if (!operation) return unknownPaths(contract).map((path) => (session) => once(session, unknownPath(session, path)));
  const { key } = operation;
  const asking: Asking[] = [];
  if (isTokenOperation(operation)) asking.push(async (session) => once(session, codelessExchange(session, operation)));
  if (parameterlessReads(contract).some((one) => one.key === key)) {
    asking.push(async (session) => once(session, callWithoutCredential(session, operation)));
  }
  if (operation.effect === 'safe') asking.push(...queryMistakes(contract, operation));
  if (operation.effect === 'safe' && contract.standard.size > 0)
    asking.push(
      ...operation.parameters.filter(isTagCondition).map(
        (one): Asking =>
          async (session) =>
            once(session, withOddTag(session, operation, one)),
      ),
    );
  if (operation.effect !== 'safe') {
    const hasRequired = membersOf(contract, operation).length > 0;
    asking.push(
      ...[...mistakesOfBody(contract, operation, hasRequired), ...mistakesOfParts(contract, operation)].map(
        (mistake): Asking =>
          async (session) =>
            once(session, withMistakenBody(session, operation, mistake)),
      ),
    );
    if (hasRequired && canBeSpoilt(contract, operation))
      asking.push(async (session) => once(session, withUnusableValues(session, operation)));
  }
  // Other documents say more about their schemas, each of which is broken anyway.
  if (contract.standard.size === 0 && (operation.effect === 'changes' || operation.effect.startsWith('creates')))
    asking.push(
      ...oddTexts(contract, operation).map(
        (odd): Asking =>
          async (session) =>
            once(session, withOddText(session, operation, odd)),
      ),
    );
  if (takesOddBodies(contract, operation))
    asking.push(
      ...oddBodies.map(
        (way): Asking =>
          async (session) =>
            once(session, withOddBody(session, operation, way)),
      ),
    );
  const parameter = lastInPath(operation);
  if (!parameter) return asking;
  asking.push(async (session) => (await session.run(unknownId, { operation: key })).exchange);
  if (operation.effect === 'safe') {
    asking.push(async (session) => {
      const request = usableRequest(session, operation, 'odd-id', { pathValues: { [parameter.name]: oddId } });
      return once(session, { ...request, faults: ['unknown-id'] });
    });
    if (contract.standard.size > 0)
      asking.push(
        ...oddIdsFor(contract, parameter).map(
          (id): Asking =>
            async (session) =>
              once(session, withOddId(session, operation, parameter, id)),
        ),
      );
  }
  return asking;
};

const queryMistakes = (contract: Contract, operation: Operation): Asking[] => {
  const asking = (parameter: string, value: string, fault: Fault): Asking => {
    return (session) => session.run(queryValue, { operation: operation.key, parameter, value, fault });
  };
  const numbers = numericParameters(contract, operation).map(({ name }) => asking(name, unparsableNumber, 'query-unparsable'));
  const collection = collectionAt(contract, operation.key);
  const cursor = collection && stylesOf(collection).find(isByCursor)?.paging.cursor.name;
  const undeclared: Asking = (session) => session.run(undeclaredParameter, { operation: operation.key, name: 'ct_unknown', value: '1' });
  return [
    ...numbers,
    ...(cursor === undefined ? [] : [asking(cursor, madeUpCursor, 'cursor-made-up')]),
    ...(contract.standard.size > 0 && operation.method === 'GET' ? [undeclared] : []),
  ];
};

/** Sends the requests with a mistake of a location, and repeats every one of the run that was answered 5xx there. */
export const clientMistakes = async (session: Session, operation: Operation | undefined): Promise<ClientMistakes> => {
  const key = operation?.key ?? null;
  const sent: Exchange[] = [];
  const untried: string[] = [];
  // What always fails does not fail because of a mistake.
  if (session.contract.standard.size > 0 && operation?.method === 'GET' && operation.effect === 'safe') {
    const usual = await orSkipped(session.run(plainRead, { operation: operation.key }));
    if (!isSkipped(usual) && isFailure(usual)) return { sent, repeated: [], untried: [`${operation.key} fails without a mistake too`] };
  }
  for (const ask of mistakesFor(session.contract, operation)) {
    const exchange = await orSkipped(ask(session));
    if (isSkipped(exchange)) {
      untried.push(exchange.reason);
      continue;
    }
    sent.push(exchange);
    // A request without an answer shows nothing about how the mistake is handled.
    if (!answerOf(exchange))
      untried.push(`${key ?? exchange.sent.target} with ${exchange.request.faults.join(' and ')}: ${outcomeOf(exchange)}`);
  }
  const { conventions } = operation ?? session.contract;
  const only = conventions.errors?.clientMistake?.never;
  // Who has no such functionality says so whatever the request is (RFC 9110, section 15.6.2).
  const isLacking = (exchange: Exchange): boolean => session.contract.standard.size > 0 && statusOf(exchange) === 501;
  const isServerError = (exchange: Exchange): boolean =>
    isFailure(exchange) && (only !== 500 || statusOf(exchange) === 500) && !isLacking(exchange);
  const errors = [
    ...session.serverErrors().filter((error) => error.request.operation === key && isServerError(error) && !isUnusualText(error.request)),
    ...sent.filter(isServerError),
  ];
  const repeated: Repeated[] = [];
  for (const first of distinctBy(errors, identity).slice(0, mostRepeated)) {
    const valid = await workingRead(session);
    const again = await session.send(await onCurrentTag(session, first.request));
    repeated.push({ first, valid, again, ...(only === 500 ? { only } : {}) });
  }
  // A passing failure is over by then; all wait together.
  for (const seconds of waits) {
    if (!repeated.some(isConfirmed)) break;
    await session.pause(seconds * 1000, 'a failure may pass');
    for (const [index, one] of repeated.entries()) {
      if (isConfirmed(one)) repeated[index] = { ...one, again: await session.send(await onCurrentTag(session, one.first.request)) };
    }
  }
  return { sent, repeated, untried };
};

/** The same request on the condition of the tag that the resource has by now: another one would be refused before the mistake is seen. */
const onCurrentTag = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const isCondition = ([name]: readonly [string, string]): boolean => name.toLowerCase() === 'if-match';
  // A read has no condition but one that is the mistake.
  const condition = request.method === 'GET' ? undefined : request.headers.find(isCondition);
  const read = session.contract.operations.find((one) => one.method === 'GET' && one.path === request.path && one.effect === 'safe');
  if (condition === undefined || read === undefined) return request;
  const { pathValues } = request;
  const seen = await orSkipped(session.send(usableRequest(session, read, 'tag', { pathValues })));
  const [tag] = isSkipped(seen) || !isSuccess(seen) ? [] : headerValues(seen, 'ETag');
  const others = request.headers.filter((one) => !isCondition(one));
  return tag === undefined ? request : { ...request, headers: [...others, [condition[0], tag]] };
};

/**
 * A read that shows whether the service works: the first that succeeded before, because a documented one may be redirected or not served at all. Reads that
 * need at most the credential go first.
 * @returns undefined where there is none.
 */
const workingRead = async (session: Session): Promise<Exchange | undefined> => {
  const { contract } = session;
  const plain = [...parameterlessReads(contract), ...openReads(contract).filter(({ secured }) => !secured)];
  const others = contract.operations.filter(
    ({ method, effect, conventions }) => method === 'GET' && effect === 'safe' && conventions.stream === undefined,
  );
  const read = [...plain, ...others].find(({ key }) => session.hasAccepted(key)) ?? plain[0];
  const exchange = read && (await orSkipped(session.send(smallRead(session, read))));
  return exchange === undefined || isSkipped(exchange) ? undefined : exchange;
};

/** Equal for two exchanges with the same request. */
const identity = ({ request, sent }: Exchange): string =>
  JSON.stringify([sent.method, sent.target, sent.body, request.credential, request.faults]);

/** 5xx (RFC 9110 section 15.6). */
const isFailure = (exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  return status !== undefined && status >= 500 && status < 600;
};

/** Does a repeated server error count: the service worked in between and failed again. */
export const isConfirmed = ({ valid, again, only }: Repeated): boolean =>
  valid !== undefined && isSuccess(valid) && isFailure(again) && (only === undefined || statusOf(again) === only);

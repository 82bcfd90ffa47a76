import { operationWith } from '../../../contract/operation.ts';
import { answerOf } from '../../../contract/message.ts';
import type { Operation, ResponseDeclaration } from '../../../contract/model.ts';
import { declarationFor, isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineObservation } from '../../kit/define.ts';
import { isDeclaredSuccess, successWords } from '../../kit/success.ts';
import { validCall } from '../../subjects/valid-call.ts';
import { mayBlameValues } from './blames-values.ts';

export const onlyClasses = defineObservation({
  id: 'status/only-classes',
  title: 'Every answer has a status of the class 2xx, 4xx or 5xx',
  why: 'A client that knows only these three classes is redirected, and has no answer.',
  fix: 'Serve each documented path itself, instead of redirecting clients to another spelling of it.',
  locations: (contract) => contract.operations.map(({ location }) => location),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    const operation = operationWith(contract, exchange.request.operation);
    if (!answer || !operation || isElsewhere(exchange)) return [];
    const { location } = operation;
    const { status } = answer;
    if ((status >= 200 && status < 300) || (status >= 400 && status < 600)) return [{ location, holds: true }];
    return [
      { location, holds: false, code: 'status-of-other-class', where: 'status', expected: '2xx, 4xx or 5xx', actual: String(status) },
    ];
  },
});

/**
 * Error responses that blame the request as the document describes it: its form, method, media types or values. Any other one is
 * about our credential, id, quota or pace (RFC 9110, section 15.5), and a document need not list it.
 */
const blaming = new Set([400, 405, 415, 422]);

/** Statuses for a request without a body that a server needs (RFC 9110, sections 15.5.1, 15.5.12, 15.5.16, 15.5.21). */
const missingBody = new Set([400, 411, 415, 422]);

/** Does a status blame a request that is as documented. */
const isBlame = (status: number, { method, path, responses, body }: Operation, exchange: Exchange): boolean => {
  if (mayBlameValues(exchange)) return false;
  // Many authors forget `required`, whose default is false: then a server rightly misses the body.
  if (body !== undefined && !body.required && exchange.request.body === undefined && missingBody.has(status)) return false;
  // Only the media types of a success show which ones a client may accept.
  if (status === 406) return responses.some((one) => /^(2|default)/.test(one.status) && one.content.length > 0);
  // An earlier request of the run may conflict with the same request, unless it changes nothing.
  if (status === 409) return method === 'GET' || method === 'HEAD';
  // The resource in the path may have been removed for good.
  if (status === 410) return !path.includes('{');
  return blaming.has(status);
};

export const statusDeclared = defineObservation({
  id: 'status/declared',
  title: 'Every answer to a valid request has a status that the document describes',
  why: 'Clients are generated from the document; no client handles a status that it does not list.',
  fix: 'Describe the status for the operation, as itself, as a range or by default, or stop sending it.',
  locations: (contract) => contract.operations.map(({ location }) => location),
  observe(exchange, contract) {
    const call = validCall(exchange, contract);
    if (!call) return [];
    const { operation, status } = call;
    const { location, responses } = operation;
    if (declarationFor(responses, status) ?? declarationFor(contract.anywhere, status)) return [{ location, holds: true }];
    // An operation may have no responses (OpenAPI 3.1, Operation Object); then no status is required.
    if (responses.length === 0) return [];
    if (status >= 400 && !isBlame(status, operation, exchange)) return [];
    const listed = responses.map((one) => one.status).join(', ');
    return [
      {
        location,
        holds: false,
        code: 'status-undeclared',
        where: 'status',
        expected: `a described status (${listed})`,
        actual: String(status),
      },
    ];
  },
});

/** The 2xx responses with an exact status; a range is none. */
const exactSuccesses = (responses: readonly ResponseDeclaration[]): ResponseDeclaration[] =>
  responses.filter(({ status }) => /^2\d\d$/.test(status));

const hasExact = (responses: readonly ResponseDeclaration[]): boolean =>
  exactSuccesses(responses).length > 0 && responses.every(({ status }) => status !== '2XX');

export const successAsDocumented = defineObservation({
  id: 'status/success-as-documented',
  title: 'A valid call that succeeds, or is redirected, has the documented status',
  why: 'A client that expects the documented status takes another success for an error, and tries again.',
  fix: 'Answer with the documented status when the call is done, and document every status that may come.',
  locations: (contract) =>
    contract.operations.flatMap(({ responses }) => (hasExact(responses) ? exactSuccesses(responses).map(({ location }) => location) : [])),
  observe(exchange, contract) {
    const call = validCall(exchange, contract);
    // Errors are judged elsewhere.
    if (!call || call.status < 200 || call.status >= 400 || !hasExact(call.operation.responses)) return [];
    const { operation, status } = call;
    const holds = isDeclaredSuccess(operation, exchange);
    const own = exactSuccesses(operation.responses).filter((one) => !holds || one.status === String(status));
    return own.map(({ location }) =>
      holds
        ? { location, holds }
        : { location, holds, code: 'other-success', where: 'status', expected: successWords(operation), actual: `status ${status}` },
    );
  },
});

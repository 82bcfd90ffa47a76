import { operationWith } from './operation.ts';
import type { Exchange } from '../model/exchange.ts';
import { headerValues, statusOf } from './message.ts';
import type { Contract, Operation, ResponseDeclaration } from './model.ts';

const findDeclaration = (declared: readonly ResponseDeclaration[], status: number): ResponseDeclaration | undefined =>
  [String(status), `${Math.floor(status / 100)}XX`, 'default']
    .map((key) => declared.find((one) => one.status === key))
    .find((one) => one !== undefined);

/** Dozens of checks ask about each answer. */
const found = new WeakMap<readonly ResponseDeclaration[], Map<number, ResponseDeclaration | undefined>>();

/** The declaration for a status: exact before range before `default` (OpenAPI 3.1, Responses Object). */
export const declarationFor = (declared: readonly ResponseDeclaration[], status: number): ResponseDeclaration | undefined => {
  const known = found.get(declared) ?? new Map<number, ResponseDeclaration | undefined>();
  found.set(declared, known);
  if (!known.has(status)) known.set(status, findDeclaration(declared, status));
  return known.get(status);
};

/**
 * Whether an answer came from another address than the base URL: the address without encryption, another environment, or another version.
 * What answers there need not be the same service, and the document requires less of it.
 */
export const isElsewhere = ({ request: { base } }: Pick<Exchange, 'request'>): boolean => base !== undefined;

/** What many a server of HTTP refuses by itself: an octet that is nought, and a percent sign without two digits behind it (RFC 3986, section 2.1). */
const unroutable = /%(?:00|(?![0-9a-f]{2}))/iu;

const isOfType = (exchange: Exchange, form: RegExp): boolean => headerValues(exchange, 'Content-Type').some((type) => form.test(type));

/**
 * Whether an answer may have come from another place than the operation. Many servers decode a path before they route it, so that a
 * made-up id with an encoded slash has one segment more (RFC 3986, section 2.2), and a page for every unknown path answers 200; others refuse such a
 * path before they route it, with a page of HTML, and one that cannot be decoded with a page or a plain text.
 */
export const isPerhapsElsewhere = (exchange: Exchange): boolean => {
  const {
    request: { faults, pathValues },
    sent,
    reply,
  } = exchange;
  if (!faults.includes('unknown-id') || !('status' in reply)) return false;
  if (reply.status === 400 && unroutable.test(sent.target.split('?')[0] ?? '') && !isOfType(exchange, /\bjson\b/iu)) return true;
  if (!Object.values(pathValues).some((value) => value.includes('/'))) return false;
  return reply.status < 400 || (reply.status === 400 && isOfType(exchange, /^text\/html\b/iu));
};

/**
 * What the contract declares about an answer: by its operation, and by `x-assay.anywhere`, which also covers answers outside every
 * operation. Empty where it declares nothing.
 */
export const declaredResponses = (contract: Contract, exchange: Exchange): ResponseDeclaration[] => {
  const status = statusOf(exchange);
  if (status === undefined || isElsewhere(exchange) || isPerhapsElsewhere(exchange)) return [];
  const operation = operationWith(contract, exchange.request.operation);
  return [declarationFor(operation?.responses ?? [], status), declarationFor(contract.anywhere, status)].filter((one) => one !== undefined);
};

/** The responses of an operation that may have a body: none to HEAD, and none of 1xx, 204, 205 and 304 (RFC 9110, section 6.4.1). */
export const responsesWithBody = ({ method, responses }: Pick<Operation, 'method' | 'responses'>): readonly ResponseDeclaration[] =>
  method === 'HEAD' ? [] : responses.filter(({ status }) => !/^(?:1\d\d|204|205|304)$/.test(status));

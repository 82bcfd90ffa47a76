import { parameterlessReads, operationWith } from '../../../contract/operation.ts';
import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { declaredResponses } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineCountingFold } from '../../kit/counting-fold.ts';
import { at, defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { once } from '../../kit/session.ts';
import { callWithoutCredential } from '../../requests/unauthenticated-request.ts';
import { rootLocation } from '../../../model/location.ts';
import { conventionLocations } from '../../subjects/convention-locations.ts';
import { errorMembers, namedErrors } from './error-members.ts';

export const codeStable = defineProbe({
  id: 'errors/code-stable',
  title: 'The same error has the same code each time',
  why: 'A client cannot act on a code that is generated for each answer.',
  fix: 'Define one code for each kind of error, and put ids of single answers into another member.',
  reads: 'errors.code.stable',
  phase: 'read',
  exclusive: 'nothing',
  over(contract) {
    const [read] = parameterlessReads(contract);
    return read && namedErrors(contract.conventions.errors)?.code.stable !== undefined ? [at(rootLocation, { read })] : [];
  },
  prerequisites: () => [],
  cost: () => ({ requests: 3, creates: 0 }),
  // The first request is shared with other checks.
  async run({ read }, session): Promise<readonly Exchange[]> {
    const request = callWithoutCredential(session, read);
    return [await once(session, request), await session.send(request), await session.send(request)];
  },
  judge({ read }, exchanges) {
    const [first] = exchanges;
    if (!first) return inconclusive('No request was sent', []);
    const errors = namedErrors(read.conventions.errors);
    const codes = exchanges.map((exchange) => errors && errorMembers(exchange, errors)?.code);
    const outcomes = exchanges.map(outcomeOf).join(', ');
    const isErrorResponse = (statusOf(first) ?? 0) >= 400 && (statusOf(first) ?? 0) < 500;
    if (!isErrorResponse || exchanges.some((one) => statusOf(one) !== statusOf(first)))
      return inconclusive(`Reads without a credential were answered ${outcomes}`, exchanges);
    const values = codes.flatMap((code) => (code?.kind === 'found' ? [code.value] : []));
    if (values.length < exchanges.length) return inconclusive('An error response has no code', exchanges);
    if (new Set(values).size === 1) return pass(values.length);
    const actual = values.map((value) => JSON.stringify(value)).join(', ');
    const finding = { code: 'code-changes', where: 'code', expected: 'the same code each time', actual };
    return unconfirmed(fail(finding, [first, ...exchanges.slice(1)], { judged: values.length, breaches: 1 }));
  },
});

/** With a single status, a constant code could equal it by chance. */
const leastStatuses = 2;

export const codeEqualsStatus = defineCountingFold({
  id: 'errors/code-equals-status',
  title: 'The code in an error body is the status of the answer',
  why: 'Clients that see only the body branch on its code; another code misleads them.',
  fix: 'Write the status of the answer into the body, and internal numbers into another member.',
  reads: 'errors.code',
  locations: (contract) => conventionLocations(contract, ({ errors }) => errors?.code),
  judge(exchange, contract) {
    const seen = numericCode(exchange, contract);
    if (!seen) return undefined;
    const { status, code, where } = seen;
    if (code === status) return { holds: String(status) };
    return { code: 'code-differs-from-status', where, expected: String(status), actual: String(code) };
  },
  unseen: 'no error with a numeric code was seen',
  lacks: (statuses) =>
    statuses.length < leastStatuses
      ? `only errors with status ${statuses.join(', ')} were seen; at least ${leastStatuses} different statuses are needed`
      : undefined,
});

/** The numeric code of a documented error; undefined where there is none. */
const numericCode = (
  exchange: Exchange,
  contract: Contract,
): { readonly status: number; readonly code: number; readonly where: string } | undefined => {
  const operation = operationWith(contract, exchange.request.operation);
  const convention = (operation?.conventions ?? contract.conventions).errors?.code;
  const status = statusOf(exchange);
  if (!convention || !('at' in convention) || status === undefined || status < 400 || declaredResponses(contract, exchange).length === 0)
    return undefined;
  const code = evaluate(convention.at, exchange);
  return typeof code === 'number' ? { status, code, where: convention.at } : undefined;
};

import { parameterlessReads } from '../../../contract/operation.ts';
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
  title: 'The same failure gives the same code each time',
  why: 'A client that acts upon a code cannot know one that is made anew for each answer.',
  fix: 'Give each kind of failure one code, and numbers of single answers a member of their own.',
  reads: 'errors.code.stable',
  phase: 'read',
  exclusive: 'nothing',
  over(contract) {
    const [read] = parameterlessReads(contract);
    return read && namedErrors(contract.conventions.errors)?.code.stable !== undefined ? [at(rootLocation, { read })] : [];
  },
  prerequisites: () => [],
  cost: () => ({ requests: 3, creates: 0 }),
  // The first is the one that others ask for too.
  async run({ read }, session): Promise<readonly Exchange[]> {
    const request = callWithoutCredential(session, read);
    return [await once(session, request), await session.send(request), await session.send(request)];
  },
  judge({ read }, refusals) {
    const [first] = refusals;
    if (!first) return inconclusive('Nothing was refused', []);
    const errors = namedErrors(read.conventions.errors);
    const codes = refusals.map((errorResponse) => errors && errorMembers(errorResponse, errors)?.code);
    const reported = refusals.map(outcomeOf).join(', ');
    const isErrorResponse = (statusOf(first) ?? 0) >= 400 && (statusOf(first) ?? 0) < 500;
    if (!isErrorResponse || refusals.some((one) => statusOf(one) !== statusOf(first)))
      return inconclusive(`Reads without a credential were answered ${reported}`, refusals);
    const values = codes.flatMap((code) => (code?.kind === 'found' ? [code.value] : []));
    if (values.length < refusals.length) return inconclusive('A refusal has no code', refusals);
    if (new Set(values).size === 1) return pass(values.length);
    const actual = values.map((value) => JSON.stringify(value)).join(', ');
    const finding = { code: 'code-changes', where: 'code', expected: 'the same code each time', actual };
    return unconfirmed(fail(finding, [first, ...refusals.slice(1)], { judged: values.length, breaches: 1 }));
  },
});

/** One status alone would hide a code that never changes. */
const leastStatuses = 2;

export const codeEqualsStatus = defineCountingFold({
  id: 'errors/code-equals-status',
  title: 'The code in an error body is the status of the answer',
  why: 'Clients branch on the code in the body where the status is out of reach; a code of another kind sends them the wrong way.',
  fix: 'Write the status of the answer into the body, and internal numbers into a member of their own.',
  reads: 'errors.code',
  locations: (contract) => conventionLocations(contract, ({ errors }) => errors?.code),
  judge(exchange, contract) {
    const seen = numericCode(exchange, contract);
    if (!seen) return undefined;
    const { status, code, where } = seen;
    if (code === status) return { holds: String(status) };
    return { code: 'code-differs-from-status', where, expected: String(status), actual: String(code) };
  },
  unseen: 'no error with a numeric code came by',
  lacks: (statuses) =>
    statuses.length < leastStatuses
      ? `only errors with status ${statuses.join(', ')} came by, at least ${leastStatuses} different ones are needed`
      : undefined,
});

/** The numeric code of a documented error; undefined where there is none. */
const numericCode = (
  exchange: Exchange,
  contract: Contract,
): { readonly status: number; readonly code: number; readonly where: string } | undefined => {
  const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
  const convention = (operation?.conventions ?? contract.conventions).errors?.code;
  const status = statusOf(exchange);
  if (!convention || !('at' in convention) || status === undefined || status < 400 || declaredResponses(contract, exchange).length === 0)
    return undefined;
  const code = evaluate(convention.at, exchange);
  return typeof code === 'number' ? { status, code, where: convention.at } : undefined;
};

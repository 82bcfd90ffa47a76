import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { unknownId, type UnknownId } from '../../scenarios/calls/unknown-id.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { lastInPath } from './unknown-id-refused.ts';

/** Answers that are given for something else than the id. */
const isOtherReason = (status: number): boolean => [401, 403, 408, 429].includes(status);

const named = new Set([400, 405, 409, 422]);

export const unknownIdExactStatus = defineProbe<UnknownId>({
  id: 'errors/unknown-id-exact-status',
  title: 'An id that names nothing gets the one status that is meant for it',
  why: 'Clients take this status for "it is gone", and every other one for a mistake of their own or a failure of the service.',
  fix: 'Look the thing up first, and answer the documented status for each method alike.',
  reads: 'unknown.id.exactly',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) =>
    contract.operations
      .filter((operation) => lastInPath(operation) !== undefined && operation.conventions.unknown?.id?.exactly !== undefined)
      .map(({ place }) => place),
  needs(place, around) {
    const operation = operationOf(around.contract, place.operation ?? '');
    return needsFor(operation, around, { pathValues: { [lastInPath(operation) ?? '']: 'ct' } });
  },
  cost: () => ({ requests: 5, creates: 0 }),
  measure: (place, session) => session.measure(unknownId, { operation: place.operation ?? '' }),
  judge(place, { exchange, id }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const { exactly: promised, malformed = [] } = operation.conventions.unknown?.id ?? {};
    const status = statusOf(exchange);
    if (status !== undefined && statuses(promised).includes(status)) return pass(1);
    const mistake = `the id ${id}, which names nothing`;
    const undecided = status === undefined || isOtherReason(status) || malformed.includes(status);
    const isWrong = status !== undefined && (status < 400 || status >= 500 || named.has(status));
    if (undecided || !isWrong) return inconclusive(`${operation.key}: ${outcomeOf(exchange)} to ${mistake} decides nothing`, [exchange]);
    const expected = `status ${statusWords(promised)} to ${mistake}`;
    const finding = { code: 'unknown-id-other-status', where: `path ${lastInPath(operation) ?? ''}`, expected, actual: `status ${status}` };
    // A failure may be one of the moment.
    return status >= 500 ? unconfirmed(fail(finding, [exchange])) : fail(finding, [exchange]);
  },
});

import { statuses } from '../../contract/conventions-at.ts';
import type { Operation } from '../../contract/model.ts';
import { operationOf } from '../../contract/operation.ts';
import { defineProbe } from '../define.ts';
import { unknownId, type UnknownId } from '../measurements/unknown-id.ts';
import { needsFor } from '../needs.ts';
import { judgeRefusal } from '../refusal.ts';

const lastInPath = ({ parameters }: Operation): string | undefined => parameters.findLast((one) => one.in === 'path')?.name;

export const unknownIdRefused = defineProbe<UnknownId>({
  id: 'errors/unknown-id-refused',
  title: 'An id that names nothing is refused with the documented status',
  why: 'A success hides from the caller that nothing was done; another refusal sends people looking for a mistake in the request.',
  fix: 'Look the thing up before anything is done, and answer the documented status where there is none.',
  reads: 'unknown.id',
  phase: 'mutate',
  alone: 'collection',
  places: (contract) =>
    contract.operations
      .filter((operation) => lastInPath(operation) !== undefined && statuses(operation.conventions.unknown?.id).length > 0)
      .map(({ place }) => place),
  needs(place, around) {
    const operation = operationOf(around.contract, place.operation ?? '');
    return needsFor(operation, around, { pathValues: { [lastInPath(operation) ?? '']: 'ct' } });
  },
  cost: () => ({ requests: 5, creates: 0 }),
  measure: (place, session) => session.measure(unknownId, { operation: place.operation ?? '' }),
  judge(place, { exchange, id, shape }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const expected = statuses(operation.conventions.unknown?.id);
    // An id of our own shape may be malformed over there; one that looks like theirs is not.
    const wrong = [405, 422, ...(shape === 'listed' ? [400] : [])].filter((status) => !expected.includes(status));
    const mistake = `the id ${id}, which names nothing`;
    return judgeRefusal(exchange, { expected, wrong, code: 'unknown-id', where: `path ${lastInPath(operation) ?? ''}`, mistake });
  },
});

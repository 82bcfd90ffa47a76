import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import type { StatusList } from '../../../contract/conventions.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import { defineProbe, inconclusive } from '../../kit/define.ts';
import { unknownReference, type UnknownReference } from '../../scenarios/lifecycle/unknown-reference.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { type Referring, referringIn } from '../../subjects/referring.ts';
import { isClass, isReading, judgeRefusal, otherMistakes } from '../../kit/refusal.ts';

export const unknownReferenceRefused = defineProbe<UnknownReference>({
  id: 'errors/unknown-reference-refused',
  title: 'A request that refers to a thing which does not exist is refused with the documented status',
  why: 'What belongs to nothing is found by nobody, and removed by nobody.',
  fix: 'Look up what a request refers to before anything is done.',
  reads: 'refusals.reference',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) =>
    contract.operations
      .filter(({ conventions }) => statuses(conventions.refusals?.reference).length > 0)
      .flatMap((operation) => referringIn(contract, operation).map(({ place }) => place)),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around),
  cost: (place, { contract }) => ({
    requests: 8,
    creates: operationOf(contract, place.operation ?? '').effect.startsWith('creates') ? 2 : 0,
  }),
  measure: (place, session) =>
    session.measure(unknownReference, { operation: place.operation ?? '', name: referringAt(session.contract, place).name }),
  judge(place, { control, exchange, id, without }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const { name, where } = referringAt(contract, place);
    if (!exchange) return inconclusive(`The same request for a thing that exists was answered ${outcomeOf(control)}`, [control]);
    if (without && isSuccess(exchange) && isSuccess(without)) {
      return inconclusive(`"${name}" may have another name over there: a request without it was accepted as well`, [exchange, without]);
    }
    const promised = operation.conventions.refusals?.reference;
    const expected = refusing(promised);
    return judgeRefusal(exchange, {
      expected,
      words: statusWords(promised),
      wrong: isClass(promised) || isReading(promised) ? [] : otherMistakes(operation, expected),
      code: 'unknown-reference',
      where: `${where} ${name}`,
      mistake: `"${name}" ${id}, which names nothing`,
    });
  },
});

/** Of a class all but what refuses the credential: whoever may not know of a thing gets 403 for it as for one of others. */
const refusing = (promised: StatusList | undefined): number[] =>
  isClass(promised) ? statuses(promised, 'access').filter((status) => status !== 401) : statuses(promised);

const referringAt = (contract: Contract, place: Place): Referring => {
  const operation: Operation = operationOf(contract, place.operation ?? '');
  const found = referringIn(contract, operation).find((one) => nodeOf(one.place) === nodeOf(place));
  if (!found) throw new RangeError(`Cannot find a reference at ${nodeOf(place)} of "${contract.source}"`);
  return found;
};

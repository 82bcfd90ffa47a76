import type { Contract } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { defineProbe, NotTried } from '../../kit/define.ts';
import { refusalOf } from '../../subjects/mistaken-bodies.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { numericParameters } from '../../subjects/numeric-parameters.ts';
import { parameterAt } from '../../subjects/parameter-at.ts';
import { otherMistakes } from '../../kit/refusal.ts';
import { wrongTypeTexts } from './query-breaches.ts';
import { tryRefused } from './refused-query.ts';
import { judgeProperty, type PropertyRun, usualSamples } from './run-property.ts';
import { mostShrinkRequests } from './shrink.ts';

/** Plain words, long enough to be none that a service knows beside numbers, such as `all` and `max`. */
const words = /^[A-Za-z]{4,12}$/;

export const anyWordRefused = defineProbe<PropertyRun>({
  id: 'properties/any-word-refused',
  title: 'Any word in place of a number is refused with the documented status',
  why: 'A parser that knows some words, or stops at the first letter, answers another question than the caller asked.',
  fix: 'Parse query parameters by their documented type as a whole, and refuse what does not parse.',
  reads: 'refusals.query',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    contract.operations
      .filter((operation) => operation.effect === 'safe' && refusalOf(operation, 'query').length > 0)
      .flatMap((operation) => numericParameters(contract, operation).map(({ place }) => place)),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: usualSamples + mostShrinkRequests, creates: 0 }),
  measure(place, session) {
    const operation = operationOf(session.contract, place.operation ?? '');
    const parameter = parameterAt(session.contract, place);
    const texts = wordsFor(session.contract, place);
    const expected = refusalOf(operation, 'query');
    return tryRefused(session, {
      operation: operation.key,
      parameter: parameter.name,
      fault: 'query-unparsable',
      texts,
      expected,
      wrong: otherMistakes(operation, expected),
      code: 'word-for-number',
      mistake: 'which is no number',
    });
  },
  judge: (_place, run) => judgeProperty(run),
});

const wordsFor = (contract: Contract, place: Parameters<typeof parameterAt>[1]): Parameters<typeof tryRefused>[1]['texts'] => {
  const texts = wrongTypeTexts(contract, parameterAt(contract, place), words);
  if (!texts) throw new NotTried('unsupported', 'No word was found that breaks the schema of the parameter');
  return texts;
};

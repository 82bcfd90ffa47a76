import { operationOf } from '../../../contract/operation.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { defineProbe, NotTried } from '../../kit/define.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { numericParameters } from '../../subjects/numeric-parameters.ts';
import { parameterAt } from '../../subjects/parameter-at.ts';
import { queryRefusals } from '../../subjects/query-refusals.ts';
import { wrongTypeTexts } from './query-breaches.ts';
import { tryRefused } from './refused-query.ts';
import { judgeProperty, type PropertyRun, usualSamples } from './run-property.ts';
import { mostShrinkRequests } from './shrink.ts';

/** Numbers above zero with a fraction that is not zero. */
const fractions = /^\d+\.\d*[1-9]\d*$/;

export const anyFractionRefused = defineProbe<PropertyRun>({
  id: 'properties/any-fraction-refused',
  title: 'Any number with a fraction is refused where a whole one is asked for',
  why: 'A broken number is a mistake of the caller, who learns of it only by a refusal.',
  fix: 'Check that the number is whole before it is used, and refuse it otherwise.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    contract.operations
      .filter(({ effect }) => effect === 'safe')
      .flatMap((operation) =>
        numericParameters(contract, operation)
          .filter(({ schema }) => typesOf(resolvedSchema(contract.document, schema)).every((type) => type === 'integer'))
          .map(({ place }) => place),
      ),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: usualSamples + mostShrinkRequests, creates: 0 }),
  measure(place, session) {
    const operation = operationOf(session.contract, place.operation ?? '');
    const parameter = parameterAt(session.contract, place);
    const texts = wrongTypeTexts(session.contract, parameter, fractions);
    if (!texts) throw new NotTried('unsupported', 'No broken number was found that breaks the schema of the parameter');
    return tryRefused(session, {
      operation: operation.key,
      parameter: parameter.name,
      fault: 'query-out-of-range',
      texts,
      expected: queryRefusals(operation),
      wrong: [],
      code: 'fraction',
      mistake: 'which is not whole',
    });
  },
  judge: (_place, run) => judgeProperty(run),
});

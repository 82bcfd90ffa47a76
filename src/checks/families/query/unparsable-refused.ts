import { operationOf } from '../../../contract/operation.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe } from '../../kit/define.ts';
import { parameterOffered } from '../../scenarios/paging/offered-styles.ts';
import { queryValue } from '../../scenarios/calls/query-value.ts';
import { refusalOf } from '../../subjects/mistaken-bodies.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { numericParameters, unparsableNumber } from '../../subjects/numeric-parameters.ts';
import { judgeRefusal, otherMistakes } from '../../kit/refusal.ts';
import { parameterAt } from '../../subjects/parameter-at.ts';

export const queryUnparsableRefused = defineProbe<Exchange>({
  id: 'query/unparsable-refused',
  title: 'A query parameter that cannot be read as its type is refused with the documented status',
  why: 'A value that is silently replaced by a default gives the caller another answer than was asked for.',
  fix: 'Parse query parameters by their documented type and refuse what does not parse.',
  reads: 'refusals.query',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    contract.operations
      .filter((operation) => operation.effect === 'safe' && refusalOf(operation, 'query').length > 0)
      .flatMap((operation) => numericParameters(contract, operation).map(({ place }) => place)),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: 1, creates: 0 }),
  async measure(place, session) {
    const operation = operationOf(session.contract, place.operation ?? '');
    const { name } = parameterAt(session.contract, place);
    await parameterOffered(session, operation.key, name);
    return session.measure(queryValue, { operation: operation.key, parameter: name, value: unparsableNumber, fault: 'query-unparsable' });
  },
  judge(place, exchange, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const parameter = parameterAt(contract, place);
    const types = typesOf(resolvedSchema(contract.document, parameter.schema)).join(' or ');
    const expected = refusalOf(operation, 'query');
    return judgeRefusal(exchange, {
      expected,
      wrong: otherMistakes(operation, expected),
      code: 'unparsable-query',
      where: `query ${parameter.name}`,
      mistake: `${parameter.name}=${unparsableNumber}, which is no ${types}`,
    });
  },
});

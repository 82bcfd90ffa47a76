import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { queryValue } from '../../scenarios/calls/query-value.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { numericParameters } from '../../subjects/numeric-parameters.ts';
import { judgeRefusal } from '../../kit/refusal.ts';
import { parameterAt } from '../../subjects/parameter-at.ts';
import { queryRefusals } from '../../subjects/query-refusals.ts';

/** Numbers that count nothing: below zero, and not whole. */
const impossible = ['-1', '1.5'] as const;

export const queryOutOfRangeRefused = defineProbe<readonly Exchange[]>({
  id: 'query/out-of-range-refused',
  title: 'A number that a count cannot have is refused',
  why: 'A negative or broken number is a mistake of the caller, who learns of it only by a refusal.',
  fix: 'Check that the number is whole and not negative before it is used, and refuse it otherwise.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    contract.operations
      .filter(({ effect }) => effect === 'safe')
      .flatMap((operation) => countsIn(contract, operation).map(({ place }) => place)),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: impossible.length, creates: 0 }),
  async measure(place, session) {
    const operation = operationOf(session.contract, place.operation ?? '');
    const { name } = parameterAt(session.contract, place);
    const exchanges: Exchange[] = [];
    for (const value of impossible) {
      exchanges.push(await session.measure(queryValue, { operation: operation.key, parameter: name, value, fault: 'query-out-of-range' }));
    }
    return exchanges;
  },
  judge(place, exchanges, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const { name } = parameterAt(contract, place);
    const where = `query ${name}`;
    const expected = queryRefusals(operation);
    return joinVerdicts(
      exchanges.map((exchange, n) =>
        judgeRefusal(exchange, { expected, wrong: [], code: 'impossible-number', where, mistake: `${name}=${impossible[n] ?? ''}` }),
      ),
    );
  },
});

/** Query parameters that take a whole number. */
const countsIn = (contract: Contract, operation: Operation): Parameter[] =>
  numericParameters(contract, operation).filter(({ schema }) =>
    typesOf(resolvedSchema(contract.document, schema)).every((type) => type === 'integer'),
  );

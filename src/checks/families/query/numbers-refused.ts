import { isSuccess } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fault } from '../../../model/request.ts';
import { type CheckText, defineProbe, type Probe } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { judgeErrorResponse, otherMistakes, type ErrorResponse } from '../../kit/error-response.ts';
import { controlCost, isControlled, onlyControlled } from '../../scenarios/calls/control.ts';
import { queryValue } from '../../scenarios/calls/reads.ts';
import { parameterOffered } from '../../scenarios/paging/offered-styles.ts';
import { errorResponseOf } from '../../subjects/mistaken-bodies.ts';
import {
  type NumericQuery,
  numericQueries,
  queryPrerequisites,
  unparsableNumber,
  wholeNumberQueries,
} from '../../subjects/numeric-parameters.ts';
import { queryRefusals } from '../../subjects/query-refusals.ts';

/** Values that a numeric parameter cannot have, and the error response that they must get. */
type Row = CheckText & {
  over(contract: Contract): readonly NumericQuery[];
  readonly values: readonly string[];
  readonly fault: Fault;
  /** Is it tried only where the parameter belongs to a paging style that the list offers. */
  readonly onlyOffered: boolean;
  /** Begins the code of a finding. */
  readonly code: string;
  errorResponse(operation: Operation): Pick<ErrorResponse, 'expected' | 'wrong'>;
  /** What is wrong with a value, behind its name and a comma; undefined where the value shows it. */
  flaw?(parameter: NumericQuery): string;
};

type Tried = {
  readonly exchanges: readonly Exchange[];
  /** Is there reason to take the mistakes for what the refusals are about; see `isControlled`. */
  readonly control: boolean;
};

const defineRefused = ({ over, values, fault, onlyOffered, code, errorResponse, flaw, ...text }: Row): Probe<Tried> =>
  defineProbe<NumericQuery, Tried>({
    ...text,
    phase: 'read',
    exclusive: 'nothing',
    over,
    prerequisites: queryPrerequisites,
    cost: ({ operation }, { contract }) => ({ requests: values.length + controlCost(contract, operation).requests, creates: 0 }),
    async run({ operation: whole, parameter: { name: parameter } }, session) {
      const { key: operation } = whole;
      if (onlyOffered) await parameterOffered(session, operation, parameter);
      const exchanges: Exchange[] = [];
      for (const value of values) exchanges.push(await session.run(queryValue, { operation, parameter, value, fault }));
      return { exchanges, control: exchanges.some(isSuccess) || (await isControlled(session, whole, exchanges)) };
    },
    judge(subject, { exchanges, control }) {
      const { name } = subject.parameter;
      const words = flaw ? `, ${flaw(subject)}` : '';
      const joined = joinVerdicts(
        exchanges.map((exchange, n) =>
          judgeErrorResponse(exchange, {
            ...errorResponse(subject.operation),
            code,
            where: `query ${name}`,
            mistake: `${name}=${values[n] ?? ''}${words}`,
          }),
        ),
      );
      return onlyControlled(joined, control, exchanges);
    },
  });

export const queryOutOfRangeRefused = defineRefused({
  id: 'query/out-of-range-refused',
  title: 'A negative number or one with a fraction is refused where a count is documented',
  why: 'A negative number or one with a fraction is a mistake of the caller, who learns of it only from an error response.',
  fix: 'Check that the number is whole and not negative before it is used, and refuse it otherwise.',
  over: wholeNumberQueries,
  values: ['-1', '1.5'],
  fault: 'query-out-of-range',
  onlyOffered: false,
  code: 'impossible-number',
  errorResponse: (operation) => ({ expected: queryRefusals(operation), wrong: [] }),
});

export const queryUnparsableRefused = defineRefused({
  id: 'query/unparsable-refused',
  title: 'A query parameter that cannot be parsed as its type is refused with the documented status',
  why: 'Where a default silently replaces a value, the caller gets another answer than was asked for.',
  fix: 'Parse query parameters by their documented type and refuse what does not parse.',
  reads: 'refusals.query',
  over: (contract) => numericQueries(contract).filter(({ operation }) => errorResponseOf(operation, 'query').length > 0),
  values: [unparsableNumber],
  fault: 'query-unparsable',
  onlyOffered: true,
  code: 'unparsable-query',
  errorResponse(operation) {
    const expected = errorResponseOf(operation, 'query');
    return { expected, wrong: otherMistakes(operation, expected) };
  },
  flaw: ({ types }) => `which is no ${types.join(' or ')}`,
});

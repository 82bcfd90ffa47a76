import type { Contract, Operation } from '../../../contract/model.ts';
import type { Fault } from '../../../model/request.ts';
import { type CheckText, defineProbe, NotTried, type Probe } from '../../kit/define.ts';
import { judgeErrorResponse, otherMistakes, type ErrorResponse } from '../../kit/error-response.ts';
import { queryValue } from '../../scenarios/calls/reads.ts';
import { errorResponseOf } from '../../subjects/mistaken-bodies.ts';
import { type NumericQuery, numericQueries, queryPrerequisites, wholeNumberQueries } from '../../subjects/numeric-parameters.ts';
import { queryRefusals } from '../../subjects/query-refusals.ts';
import { judgeProperty, mostShrinkRequests, type PropertyRun, runProperty, type Trial, usualSamples } from './property.ts';
import { wrongTypeTexts } from './query-breaches.ts';

/** Generated texts that a numeric parameter cannot take, and the error response that each must get. */
type Row = CheckText & {
  over(contract: Contract): readonly NumericQuery[];
  /** Which of the texts that break the type of the parameter are sent. */
  readonly looks: RegExp;
  /** Such a text in words. */
  readonly text: string;
  readonly fault: Fault;
  /** Begins the code of a finding. */
  readonly code: string;
  errorResponse(operation: Operation): Pick<ErrorResponse, 'expected' | 'wrong'>;
  /** What is wrong with a text: `which is no number`. */
  readonly flaw: string;
};

const defineAnyRefused = ({ over, looks, text, fault, code, errorResponse, flaw, ...words }: Row): Probe<PropertyRun> =>
  defineProbe<NumericQuery, PropertyRun>({
    ...words,
    phase: 'read',
    exclusive: 'nothing',
    over,
    prerequisites: queryPrerequisites,
    cost: () => ({ requests: usualSamples + mostShrinkRequests, creates: 0 }),
    run({ operation, parameter }, session) {
      const texts = wrongTypeTexts(session.contract, parameter, looks);
      if (!texts) throw new NotTried('unsupported', `No ${text} breaks the schema of the parameter`);
      const { name } = parameter;
      return runProperty(session, {
        label: `${code} of ${operation.key} ${name}`,
        arb: texts,
        async attempt(value, by): Promise<Trial> {
          const exchange = await by.run(queryValue, { operation: operation.key, parameter: name, value, fault });
          const mistake = `${name}=${value}, ${flaw}`;
          const verdict = judgeErrorResponse(exchange, { ...errorResponse(operation), code, where: `query ${name}`, mistake });
          if (verdict.kind === 'pass') return { kind: 'holds' };
          if (verdict.kind === 'fail') return { kind: 'breaks', finding: verdict.finding, exchanges: [exchange] };
          return { kind: 'open', reason: verdict.kind === 'inconclusive' ? verdict.reason : verdict.kind, exchanges: [exchange] };
        },
      });
    },
    judge: (_subject, run) => judgeProperty(run),
  });

export const anyWordRefused = defineAnyRefused({
  id: 'properties/any-word-refused',
  title: 'Any word in place of a number is refused with the documented status',
  why: 'A parser that accepts some words, or stops at the first letter, answers another question than the caller asked.',
  fix: 'Parse query parameters by their documented type as a whole, and refuse what does not parse.',
  reads: 'refusals.query',
  over: (contract) => numericQueries(contract).filter(({ operation }) => errorResponseOf(operation, 'query').length > 0),
  // Plain words, longer than the ones that services accept besides numbers, such as `all` and `max`.
  looks: /^[A-Za-z]{4,12}$/,
  text: 'word',
  fault: 'query-unparsable',
  code: 'word-for-number',
  errorResponse(operation) {
    const expected = errorResponseOf(operation, 'query');
    return { expected, wrong: otherMistakes(operation, expected) };
  },
  flaw: 'which is no number',
});

export const anyFractionRefused = defineAnyRefused({
  id: 'properties/any-fraction-refused',
  title: 'Any number with a fraction is refused where a whole number is documented',
  why: 'A number with a fraction is a mistake of the caller, who learns of it only from an error response.',
  fix: 'Check that the number is whole before it is used, and refuse it otherwise.',
  over: wholeNumberQueries,
  // Numbers above zero with a fraction that is not zero.
  looks: /^\d+\.\d*[1-9]\d*$/,
  text: 'number with a fraction',
  fault: 'query-out-of-range',
  code: 'fraction',
  errorResponse: (operation) => ({ expected: queryRefusals(operation), wrong: [] }),
  flaw: 'which is not whole',
});

import type * as fc from 'fast-check';
import type { Fault } from '../../../model/request.ts';
import { queryValue } from '../../scenarios/calls/query-value.ts';
import { judgeRefusal, type Refusal } from '../../kit/refusal.ts';
import type { Session } from '../../kit/session.ts';
import { type PropertyRun, runProperty } from './run-property.ts';
import type { Trial } from './trial.ts';

export type RefusedQuery = {
  readonly operation: string;
  readonly parameter: string;
  readonly fault: Fault;
  readonly texts: fc.Arbitrary<string>;
  readonly expected: readonly number[];
  readonly wrong: readonly number[];
  readonly code: string;
  /** What is wrong with the text: `which is no number`. */
  readonly mistake: string;
};

/** Sends generated texts for a query parameter, each of which is to be refused. */
export const tryRefused = (session: Session, asked: RefusedQuery): Promise<PropertyRun> => {
  const { operation, parameter, fault, texts, expected, wrong, code, mistake } = asked;
  const where = `query ${parameter}`;
  return runProperty(session, {
    label: `${code} of ${operation} ${parameter}`,
    arb: texts,
    async attempt(value, by): Promise<Trial> {
      const exchange = await by.measure(queryValue, { operation, parameter, value, fault });
      const refusal: Refusal = { expected, wrong, code, where, mistake: `${parameter}=${value}, ${mistake}` };
      const verdict = judgeRefusal(exchange, refusal);
      if (verdict.kind === 'pass') return { kind: 'holds' };
      if (verdict.kind === 'fail') return { kind: 'breaks', finding: verdict.finding, exchanges: [exchange] };
      return { kind: 'open', reason: verdict.kind === 'inconclusive' ? verdict.reason : verdict.kind, exchanges: [exchange] };
    },
  });
};

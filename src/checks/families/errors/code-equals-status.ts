import { evaluate } from '../../../contract/expression.ts';
import { statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { declaredResponses } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';

type State = {
  readonly judged: number;
  readonly breaches: number;
  /** Statuses that came with a numeric code, ascending. */
  readonly statuses: readonly number[];
  readonly first: Breach | null;
};

/** One status alone would hide a code that never changes. */
const leastStatuses = 2;

export const codeEqualsStatus = defineFold<State>({
  id: 'errors/code-equals-status',
  title: 'The code in an error body is the status of the answer',
  why: 'Clients branch on the code in the body where the status is out of reach; a code of another kind sends them the wrong way.',
  fix: 'Write the status of the answer into the body, and internal numbers into a member of their own.',
  reads: 'errors.code',
  places: (contract) => conventionPlaces(contract, ({ errors }) => errors?.code),
  init: () => ({ judged: 0, breaches: 0, statuses: [], first: null }),
  step(state, exchange, contract) {
    const seen = codeIn(exchange, contract);
    if (!seen) return state;
    const { status, code, at } = seen;
    const holds = code === status;
    const finding = { code: 'code-differs-from-status', where: at, expected: String(status), actual: String(code) };
    return {
      judged: state.judged + 1,
      breaches: state.breaches + (holds ? 0 : 1),
      statuses: [...new Set([...state.statuses, status])].sort((a, b) => a - b),
      first: holds ? state.first : smallerBreach(state.first, breachIn(exchange, finding)),
    };
  },
  merge: (a, b) => ({
    judged: a.judged + b.judged,
    breaches: a.breaches + b.breaches,
    statuses: [...new Set([...a.statuses, ...b.statuses])].sort((x, y) => x - y),
    first: smallerBreach(a.first, b.first),
  }),
  conclude({ judged, breaches, statuses, first }) {
    if (first) return { kind: 'fail', judged, breaches, finding: findingOf(first) };
    if (judged === 0) return { ...inconclusive('no error with a numeric code came by', []), unseen: true };
    if (statuses.length >= leastStatuses) return pass(judged);
    return inconclusive(`only errors with status ${statuses.join(', ')} came by, at least ${leastStatuses} different ones are needed`, []);
  },
});

/** The numeric code of a documented error; undefined where there is none. */
const codeIn = (exchange: Exchange, contract: Contract): { status: number; code: number; at: string } | undefined => {
  const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
  const convention = (operation?.conventions ?? contract.conventions).errors?.code;
  const status = statusOf(exchange);
  if (!convention || !('at' in convention) || status === undefined || status < 400 || declaredResponses(contract, exchange).length === 0)
    return undefined;
  const code = evaluate(convention.at, exchange);
  return typeof code === 'number' ? { status, code, at: convention.at } : undefined;
};

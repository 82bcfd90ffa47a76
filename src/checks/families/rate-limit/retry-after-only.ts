import { headerValues, statusOf } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';

type State = {
  readonly judged: number;
  readonly breaches: number;
  readonly first: Breach | null;
  /** A success and a client's error were seen, beside the statuses that may carry it. */
  readonly success: boolean;
  readonly clientError: boolean;
};

export const retryAfterOnly = defineFold<State>({
  id: 'rate-limit/retry-after-only',
  title: 'The header that tells how long to wait is sent with the documented statuses only',
  why: 'Clients that see it back off, so a success that carries it slows every caller down.',
  fix: 'Set the header where the documented refusal is made, not for every answer.',
  reads: 'rateLimit.retryAfter',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => (rateLimit?.retryAfter?.only === true ? true : undefined)),
  init: () => ({ judged: 0, breaches: 0, first: null, success: false, clientError: false }),
  step(state, exchange, contract) {
    const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
    const convention = (operation?.conventions ?? contract.conventions).rateLimit?.retryAfter;
    const status = statusOf(exchange);
    if (convention?.only !== true || status === undefined || convention.on.includes(status) || isElsewhere(exchange)) return state;
    const success = status >= 200 && status < 300;
    const clientError = status >= 400 && status < 500;
    if (!success && !clientError) return state;
    const [value] = headerValues(exchange, convention.header);
    const expected = `no ${convention.header} with status ${status}`;
    const breach =
      value === undefined ? null : breachIn(exchange, { code: 'retry-after-sent', where: convention.header, expected, actual: value });
    return {
      judged: state.judged + 1,
      breaches: state.breaches + (breach ? 1 : 0),
      first: smallerBreach(state.first, breach),
      success: state.success || success,
      clientError: state.clientError || clientError,
    };
  },
  merge: (a, b) => ({
    judged: a.judged + b.judged,
    breaches: a.breaches + b.breaches,
    first: smallerBreach(a.first, b.first),
    success: a.success || b.success,
    clientError: a.clientError || b.clientError,
  }),
  conclude({ judged, breaches, first, success, clientError }) {
    if (first) return { kind: 'fail', judged, breaches, finding: findingOf(first) };
    if (judged === 0) return { ...inconclusive('no answer that may not carry it came by', []), unseen: true };
    if (success && clientError) return pass(judged);
    return inconclusive(`no ${success ? '4xx' : '2xx'} answer came by`, []);
  },
});

import { headerValues } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { wholeHeader } from '../../subjects/announced-quota.ts';
import { breachIn } from '../../kit/breach.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold } from '../../kit/define.ts';
import { isKnownCaller } from '../../subjects/known-caller.ts';
import { isOtherForm } from '../../subjects/other-form.ts';
import { largestBurst, operatorsLimit } from '../../subjects/plan-quota.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { type BoundedValues, concludeValues, mergeValues, noValues, withValue, withWrong } from './bounded-values.ts';

export const remainingWithinLimit = defineFold<BoundedValues>({
  id: 'rate-limit/remaining-within-limit',
  title: 'What is left of the quota is a whole number, and never above the quota',
  why: 'Clients that plan by this number run into refusals long before it says so.',
  fix: 'Send what is left of the limit that the credential really has.',
  reads: 'rateLimit',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.headers?.remaining).filter((place) => place === rootPlace),
  init: () => noValues,
  step(state, exchange, contract) {
    const name = contract.conventions.rateLimit?.headers?.remaining;
    if (name === undefined || isElsewhere(exchange) || !isKnownCaller(exchange)) return state;
    const sent = headerValues(exchange, name);
    // Nothing at all is judged where the header is described.
    if (sent.every((text) => text === '') || isOtherForm(contract, exchange, name)) return state;
    const value = wholeHeader(exchange, name);
    const finding = { code: 'remaining-form', where: name, actual: sent.map((one) => `"${one}"`).join(' and ') };
    if (value === undefined) return withWrong(state, breachIn(exchange, { ...finding, expected: '' }));
    return withValue(state, value, exchange, { ...finding, code: 'remaining-above-limit' });
  },
  merge: mergeValues,
  conclude(state, { contract, target }) {
    const { rateLimit } = contract.conventions;
    const known = rateLimit && operatorsLimit(rateLimit, target);
    if (!rateLimit || known === undefined) {
      if (state.first) return concludeValues(state, Infinity, 'a whole number', '');
      return {
        kind: 'skipped',
        because: 'missing-prerequisite',
        reason: 'needs the quota or the plan of the credential (--set plan=NAME)',
      };
    }
    const most = largestBurst(rateLimit, target, known);
    return concludeValues(state, most, `a whole number from 0 to ${most}`, 'no answer told what is left');
  },
});

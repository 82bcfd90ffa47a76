import { isSuccess, statusOf } from '../../../../contract/message.ts';
import { shown as written } from '../../../../contract/schema/evaluate.ts';
import { fail } from '../../../kit/define.ts';
import { isSameValue } from '../../../subjects/same-value.ts';
import { updateMask } from '../../../subjects/update-masks.ts';
import { defineTripCheck, none } from './trip-check.ts';

export const maskKept = defineTripCheck({
  id: 'lifecycle/mask-kept',
  title: 'A change leaves alone what its body holds beyond the mask',
  why: 'A client sends the whole object and the names of what it changed; the rest is old, and overwrites what somebody else wrote.',
  fix: 'Take from the body only the members that the mask names, before anything is compared or stored.',
  suits: ({ patch, read }, contract) => patch !== undefined && read !== undefined && updateMask(contract, patch) !== undefined,
  judge(_trip, { masked }) {
    if (!masked?.after || !isSuccess(masked.exchange) || statusOf(masked.exchange) === 202) return none;
    const { mask, named, beyond, value, exchange, before, after } = masked;
    if (!isSameValue(after.resource[beyond], value)) return { times: 1, broken: [] };
    const finding = {
      code: 'mask-not-kept',
      where: `/${beyond}`,
      expected: `${written(before.resource[beyond])} still, because ${mask}=${named} does not name it`,
      actual: `${written(value)}, as the body has it`,
    };
    return { times: 1, broken: [fail(finding, [after.exchange, exchange, before.exchange])] };
  },
});

import { isSuccess, outcomeOf, statusOf } from '../../../../contract/message.ts';
import { shown as written } from '../../../../contract/schema/evaluate.ts';
import { fail } from '../../../kit/define.ts';
import { isSameValue } from '../../../subjects/same-value.ts';
import { defineTripCheck, none } from './trip-check.ts';

export const patchedAsAWhole = defineTripCheck({
  id: 'lifecycle/patched-as-a-whole',
  title: 'A JSON Patch whose test fails is refused and changes nothing',
  why: 'A client tests a value so that it does not overwrite what somebody else wrote: half a patch does just that, and is reported as refused.',
  fix: 'Apply a patch to a copy, and store the copy only when every operation of it has succeeded.',
  suits: ({ jsonPatch, read }) => jsonPatch !== undefined && read !== undefined,
  judge(_trip, { halfPatch }) {
    if (!halfPatch) return none;
    const { member, value, exchange, before, after } = halfPatch;
    if (isSuccess(exchange)) {
      const expected = `a 4xx: the patch tests that /${member} has a value that it never had`;
      const finding = { code: 'failed-test-passed', where: 'status', expected, actual: outcomeOf(exchange) };
      return { times: 1, broken: [fail(finding, [exchange, before.exchange])] };
    }
    const status = statusOf(exchange) ?? 0;
    if (status < 400 || status >= 500 || !after) return none;
    if (!isSameValue(after.resource[member], value)) return { times: 1, broken: [] };
    const finding = {
      code: 'patched-by-half',
      where: `/${member}`,
      expected: `${written(before.resource[member])}, because the patch was refused`,
      actual: `${written(value)}, as the refused patch asked for`,
    };
    return { times: 1, broken: [fail(finding, [after.exchange, exchange, before.exchange])] };
  },
});

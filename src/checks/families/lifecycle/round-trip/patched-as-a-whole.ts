import { isSuccess, outcomeOf, statusOf } from '../../../../contract/message.ts';
import { shown as written } from '../../../../contract/schema/evaluate.ts';
import { fail } from '../../../kit/define.ts';
import type { HalfPatch, StrayPatch } from '../../../scenarios/lifecycle/round-trip/results.ts';
import { isSameValue } from '../../../subjects/same-value.ts';
import { defineTripCheck, joined, type Judged, none } from './trip-check.ts';

const ofHalf = ({ member, value, exchange, before, after }: HalfPatch): Judged => {
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
};

/** Statuses of a server that is not to be had, or cannot do it at all, which say nothing of the patch. */
const silent: ReadonlySet<number> = new Set([501, 502, 503, 504]);

const ofStray = ({ path, exchange, before }: StrayPatch): Judged => {
  const status = statusOf(exchange) ?? 0;
  if (status < 200 || silent.has(status) || (status >= 300 && status < 400)) return none;
  if (status >= 400 && status < 500) return { times: 1, broken: [] };
  const code = isSuccess(exchange) ? 'stray-patch-passed' : 'stray-patch-crashed';
  const expected = `a 4xx: the patch replaces ${path}, where the resource has nothing`;
  return { times: 1, broken: [fail({ code, where: 'status', expected, actual: outcomeOf(exchange) }, [exchange, before.exchange])] };
};

export const patchedAsAWhole = defineTripCheck({
  id: 'lifecycle/patched-as-a-whole',
  title: 'A JSON Patch whose test fails, or whose place is not there, is refused and changes nothing',
  why: 'A client tests a value so that it does not overwrite what somebody else wrote: half a patch does just that, and is reported as refused.',
  fix: 'Apply a patch to a copy, and store the copy only when every operation of it has succeeded.',
  suits: ({ jsonPatch, read }) => jsonPatch !== undefined && read !== undefined,
  judge: (_trip, { halfPatch, strayPatch }) => joined([halfPatch ? ofHalf(halfPatch) : none, strayPatch ? ofStray(strayPatch) : none]),
});

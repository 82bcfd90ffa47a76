import { isSuccess, outcomeOf } from '../../../../contract/message.ts';
import { isObject } from '../../../../contract/pointer.ts';
import { shown as written } from '../../../../contract/schema/evaluate.ts';
import { fail } from '../../../kit/define.ts';
import type { ClearedInner, Merged, Replaced } from '../../../scenarios/lifecycle/round-trip/results.ts';
import { isSameValue } from '../../../subjects/same-value.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';
import { type Judged, none } from './trip-check.ts';

/** Null, or a list or an object with nothing in it: a server may show what was cleared so. */
export const isNothing = (value: unknown): boolean =>
  (value ?? null) === null || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** A merge patch of one member that is refused, while one with the whole object that it has to come to is accepted. */
const judgeMergeRefused = ({ member, one, again }: Merged): Judged => {
  if (!again || !isSuccess(again.exchange)) return none;
  const expected = 'a success, as for the whole object that it has to come to (RFC 7396)';
  const finding = { code: 'merge-refused', where: `/${member}`, expected, actual: outcomeOf(one.exchange) };
  return { times: 1, broken: [fail(finding, [one.exchange, again.exchange])] };
};

/** A member of an object that a merge patch did not name, and that is gone or another one after it. */
export const judgeMerged = (merged: Merged): Judged => {
  const { member, kept, value, both, one } = merged;
  if (merged.again) return judgeMergeRefused(merged);
  const [before, after] = [both, one].map(({ looks }) => looks.find(({ word }) => word === 'read'));
  const inner = (resource: Resource | undefined): unknown => {
    const held = resource?.[member];
    return isObject(held) ? held[kept] : undefined;
  };
  if (!after || !isSuccess(one.exchange) || !isSameValue(inner(before?.resource), value)) return none;
  if (isSameValue(inner(after.resource), value)) return { times: 1, broken: [] };
  const expected = `${written(value)}, which the merge did not name (RFC 7396)`;
  const finding = { code: 'not-merged', where: `/${member}/${kept}`, expected, actual: written(inner(after.resource)) };
  return { times: 1, broken: [fail(finding, [after.exchange, one.exchange])] };
};

/** A member of an object that is still there after a change without it, which the document says to replace the object. */
export const judgeReplaced = ({ member, lost, value, bare }: Replaced): Judged => {
  const read = bare.looks.find(({ word }) => word === 'read');
  const shown = read?.resource[member];
  if (!read || !isSuccess(bare.exchange)) return none;
  const held = isObject(shown) ? shown[lost] : undefined;
  if (!isSameValue(held, value)) return { times: 1, broken: [] };
  const expected = `no ${written(value)}: the document says that ${member} is replaced as a whole`;
  const finding = { code: 'not-replaced', where: `/${member}/${lost}`, expected, actual: written(held) };
  return { times: 1, broken: [fail(finding, [read.exchange, bare.exchange])] };
};

/** A member of an object for which null was sent and that is as before, and those beside it that went with it. */
export const judgeClearedInner = ({ member, inner, value, beside, isMerged, sent }: ClearedInner): Judged => {
  const read = sent.looks.find(({ word }) => word === 'read');
  if (!read || !isSuccess(sent.exchange)) return none;
  const shown = read.resource[member];
  const held = isObject(shown) ? shown : {};
  const finding = (code: string, name: string, expected: string): Judged['broken'][number] =>
    fail({ code, where: `/${member}/${name}`, expected, actual: written(held[name]) }, [read.exchange, sent.exchange]);
  const still = isSameValue(held[inner], value) ? [finding('not-cleared', inner, 'null, or nothing: the change sent null')] : [];
  const lost = Object.entries(beside).flatMap(([name, before]) =>
    isMerged && isNothing(held[name]) ? [finding('not-merged', name, `${written(before)}, which the merge did not name (RFC 7396)`)] : [],
  );
  return { times: 1, broken: [...still, ...lost] };
};

import { isSuccess } from '../../../../contract/message.ts';
import type { Operation, Parameter } from '../../../../contract/model.ts';
import { bodyMembers } from '../../../../generators/body-members.ts';
import { isSettable } from '../../../../generators/whole-body.ts';
import { isSameValue } from '../../../subjects/same-value.ts';
import { otherValue, requiredOnly } from './bodies.ts';
import type { MaskedChange, Sent } from './results.ts';
import { type Living, onItem, readOf } from './steps.ts';

/**
 * Changes two members that were changed before, with a mask that names one of them alone. Undefined where no two were.
 * @param patches Changes that were sent before.
 */
export const maskedChange = async (
  way: Living,
  operation: Operation,
  mask: Parameter,
  patches: readonly Sent[],
): Promise<MaskedChange | undefined> => {
  const { session, creation, id } = way;
  const before = await readOf(way, creation, id);
  if (!before) return undefined;
  // What a change took and a read showed is taken again, so that only the mask can keep it out.
  const kept = new Set(
    patches.flatMap(({ exchange, body, looks }) => {
      const read = looks.findLast(({ word }) => word === 'read');
      return read && isSuccess(exchange) ? Object.keys(body).filter((name) => isSameValue(body[name], read.resource[name])) : [];
    }),
  );
  const members = bodyMembers(session.contract, operation);
  const values = members
    .filter((one) => kept.has(one.name) && isSettable(one) && !one.required)
    .flatMap((one): (readonly [string, unknown])[] => {
      const value = otherValue(way, one, before.resource[one.name], `masked-${one.name}`, before.resource);
      return value === undefined || isSameValue(value, before.resource[one.name]) ? [] : [[one.name, value]];
    });
  const [named, beyond] = values;
  if (!named || !beyond) return undefined;
  const body = { ...requiredOnly(members, before.resource), ...Object.fromEntries([named, beyond]) };
  const exchange = await onItem(way, operation, creation, id, body, [], [[mask.name, named[0]]]);
  const after = isSuccess(exchange) ? await readOf(way, creation, id) : undefined;
  return { mask: mask.name, named: named[0], beyond: beyond[0], value: beyond[1], exchange, before, after };
};

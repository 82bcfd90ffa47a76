import type { AnyInferred } from '../../contract/infer/covering.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { isLeftBy } from './action-words.ts';
import { lives, type Mover, stateOf } from './lives.ts';

/** A switch of a resource on one side of which its document refuses an operation, and what turns it: "Only archived racks can be deleted". */
export type Turn = { readonly member: string; readonly refused: boolean; readonly by: Mover };

/** The turns that an operation on a resource may need; only to choose where to try it, nothing is judged by them. */
export const turnsFor = (contract: Contract, resourceType: AnyInferred, operation: Operation): readonly Turn[] => {
  const life = lives(contract).find(({ type }) => type.create.key === resourceType.create.key);
  const refused = life?.refusing.find(
    (one) => one.operation.key === operation.key && !one.as && !one.through && one.namedBy === undefined,
  )?.refused;
  return (refused ?? []).flatMap(({ member, value }): readonly Turn[] => {
    const to = life?.states.find((one) => one.member === member && one.value === !value);
    if (typeof value !== 'boolean' || !life || !to || refused?.includes(to)) return [];
    const turning = life.movers.filter((mover) => {
      const set = stateOf(life, mover);
      return mover.operation !== operation && (set ? set === to : mover.set === undefined && isLeftBy(mover.operation, to.name));
    });
    const [by] = turning.toSorted((a, b) => Number(a.set !== undefined) - Number(b.set !== undefined));
    return by ? [{ member, refused: value, by }] : [];
  });
};

/** A member of the resource that an answer shows, at its top or in the only object there that has it. */
export const memberShown = (body: unknown, member: string): unknown => {
  if (!isObject(body)) return undefined;
  if (Object.hasOwn(body, member)) return body[member];
  const [only, ...others] = Object.values(body).filter((one) => isObject(one) && Object.hasOwn(one, member));
  return others.length === 0 && isObject(only) ? only[member] : undefined;
};

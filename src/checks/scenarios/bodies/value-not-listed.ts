import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { undecodableText } from '../../../generators/undecodable.ts';
import { listedValues, unlistedValue } from '../../../generators/unusable-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { requestAsSet } from '../lifecycle/creation-as-set.ts';

/**
 * A request whose body is usable but for one member: its value is none of those that the contract lists, or names
 * nothing that exists, or is not in the declared encoding.
 */
export const valueNotListed = defineMeasurement<{ readonly operation: string; readonly member: string }, Exchange>({
  id: 'value-not-listed',
  async run(session, { operation: key, member }) {
    const operation = operationOf(session.contract, key);
    const declared = bodyMembers(session.contract, operation).find(({ name }) => name === member);
    if (!declared) throw new NotTried('not-applicable', `The body of ${key} has no member "${member}"`);
    const settings = [{ member, value: unusableFor(session, operation, declared) }];
    const request = requestAsSet(session, { operation: key, settings, purpose: `odd-${member}` });
    return session.send({ ...request, faults: ['value-unusable'] });
  },
});

/** Digits that make the name of something new enough that nobody has it. */
const digits = 8;

/** A value of a member that cannot be used; of one that names what exists, a name that nothing has. */
const unusableFor = (session: Session, { key }: Operation, member: BodyMember): unknown => {
  const value = unlistedValue(member);
  if (listedValues(member)) return value;
  const undecodable = member.conventions.unusable === undefined ? undecodableText(member) : undefined;
  if (undecodable !== undefined) return undecodable;
  if (!namesSomething(member) || typeof value !== 'string') return value;
  return `${value}-${session.hex(`${key}-${member.name}`, digits)}`;
};

/** Does a member take the name or id of something that exists over there, so that its values come from fixtures. */
export const namesSomething = ({ conventions }: BodyMember): boolean =>
  conventions.fixture !== undefined || conventions.alternative !== undefined;

import { operationOf } from '../../../contract/operation.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { valueOfOtherType } from '../../../generators/other-type.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { freshFor } from '../../requests/usable-request.ts';
import { requestAsSet } from '../lifecycle/creation-as-set.ts';

/** Members of a body of which a type can be named that they do not take. */
export const typedMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter((member) => valueOfOtherType(member, 0, (name) => name) !== undefined);

/** A request whose body is usable but for one member, which has another JSON type than the contract says. */
export const wrongType = defineMeasurement<{ readonly operation: string; readonly member: string }, Exchange>({
  id: 'wrong-type',
  async run(session, { operation: key, member }) {
    const members = typedMembers(session.contract, operationOf(session.contract, key));
    const turn = members.findIndex(({ name }) => name === member);
    const purpose = `type-${member}`;
    const declared = members[turn];
    const other = declared && valueOfOtherType(declared, turn, freshFor(session, purpose));
    if (!other) throw new NotTried('not-applicable', `"${member}" of ${key} may have every type`);
    const request = requestAsSet(session, { operation: key, settings: [{ member, value: other.value }], purpose });
    return session.send({ ...request, faults: ['body-wrong-type'] });
  },
});

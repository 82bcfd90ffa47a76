import { operationOf } from '../../../contract/operation.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineMeasurement, once } from '../../kit/session.ts';
import { withUnusableValue } from '../../requests/mistaken-body.ts';

/** A request in whose body the value of one member cannot be used. */
export const valueNotListed = defineMeasurement<{ readonly operation: string; readonly member: string }, Exchange>({
  id: 'value-not-listed',
  async run(session, { operation: key, member }) {
    const operation = operationOf(session.contract, key);
    const declared = bodyMembers(session.contract, operation).find(({ name }) => name === member);
    if (!declared) throw new NotTried('not-applicable', `The body of ${key} has no member "${member}"`);
    return once(session, withUnusableValue(session, operation, declared));
  },
});

import { operationWith } from '../../../contract/operation.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { isObject } from '../../../model/json.ts';
import { isStandIn } from '../../../model/mask.ts';
import { defineObservation } from '../../kit/define.ts';
import { hiddenIn, writeOnlyMembers } from '../../subjects/write-only-members.ts';
import { membersNamed } from './named-members.ts';

/** Does a value give away what may only be sent. */
const isShown = (value: unknown): boolean =>
  value !== null &&
  value !== undefined &&
  typeof value !== 'boolean' &&
  !(typeof value === 'string' && isStandIn(value)) &&
  JSON.stringify(value).length > 2;

export const writeOnlyNotShown = defineObservation({
  id: 'schema/write-only-not-shown',
  title: 'A member that is only written stands in no answer',
  why: 'Passwords and tokens that come back are logged, cached and displayed, where others read them.',
  fix: 'Leave the member out of every answer; its hash as well.',
  locations: (contract) => writeOnlyMembers(contract).map(({ location }) => location),
  observe(exchange, contract) {
    const operation = operationWith(contract, exchange.request.operation);
    const body = operation && isSuccess(exchange) && !isElsewhere(exchange) ? jsonOf(exchange) : undefined;
    if (operation === undefined || (!isObject(body) && !Array.isArray(body))) return [];
    return hiddenIn(contract, operation).map(({ name, location }) => {
      const shown = membersNamed(body, (one) => one === name).find(({ value }) => isShown(value));
      if (!shown) return { location, holds: true };
      const finding = { where: `#${shown.at}`, expected: `no "${name}", which is only written`, actual: 'its value' };
      return { location, holds: false, code: 'write-only-shown', ...finding };
    });
  },
});

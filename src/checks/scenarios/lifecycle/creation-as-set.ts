import { askedContent } from '../../../contract/asked-content.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario } from '../../kit/session.ts';
import { sendCreation } from './send-creation.ts';
import { type AsSet, requestAsSet } from '../../requests/request-as-set.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** One creation that ought to be accepted, sent once a run for equal settings and purpose. */
export const creationAsSet = defineScenario<AsSet, Exchange>({
  id: 'creation-as-set',
  async run(session, parameters) {
    const { operation: key, settings, purpose } = parameters;
    const operation = operationOf(session.contract, key);
    // A form with a file is no value with members that could be set.
    const isOther = settings.length === 0 && operation.body !== undefined && askedContent(operation.body) === undefined;
    return sendCreation(session, isOther ? usableRequest(session, operation, purpose) : requestAsSet(session, parameters));
  },
});

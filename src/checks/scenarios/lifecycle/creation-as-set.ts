import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario } from '../../kit/session.ts';
import { sendCreation } from './send-creation.ts';
import { type AsSet, requestAsSet } from '../../requests/request-as-set.ts';

/** One creation that ought to be accepted, sent once a run for equal settings and purpose. */
export const creationAsSet = defineScenario<AsSet, Exchange>({
  id: 'creation-as-set',
  run: async (session, parameters) => sendCreation(session, requestAsSet(session, parameters)),
});

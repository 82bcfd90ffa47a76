import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { type AsSet, requestAsSet } from '../../requests/request-as-set.ts';

/** One creation that ought to be accepted, sent once a run for equal settings and purpose. */
export const creationAsSet = defineMeasurement<AsSet, Exchange>({
  id: 'creation-as-set',
  run: async (session, parameters) => session.send(requestAsSet(session, parameters)),
});

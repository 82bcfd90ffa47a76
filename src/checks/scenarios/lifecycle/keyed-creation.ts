import { isSuccess } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { freshText } from '../../../generators/fresh-text.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { type Keyed, keyedCreations } from '../../subjects/keyed-creations.ts';
import { sendAnew } from './creation-anew.ts';

/**
 * A creation with a fresh key.
 * @throws {NotTried} where no value suits the parameter.
 */
export const keyedRequest = (session: Session, { operation, parameter }: Keyed, purpose: string): PlannedRequest => {
  const key = freshText(session.contract.document, parameter.schema, session.fresh(purpose));
  if (key === undefined) throw new NotTried('not-applicable', `assay cannot make a fresh value for "${parameter.name}"`);
  const request = requestAsSet(session, { operation: operation.key, settings: [], purpose });
  const others = request.headers.filter(([name]) => name.toLowerCase() !== parameter.name.toLowerCase());
  return { ...request, headers: [...others, [parameter.name, key] as const] };
};

/** A creation with a key, and the same request once more where it succeeded. */
export type SentTwice = { readonly first: Exchange; readonly second: Exchange | undefined };

/** A creation that takes a key, sent twice. All checks of its key share it, because each creation may stay. */
export const keyedTwice = defineScenario<{ readonly operation: string }, SentTwice>({
  id: 'keyed-twice',
  async run(session, { operation: key }) {
    const keyed = keyedCreations(session.contract).find(({ operation }) => operation.key === key);
    if (!keyed) throw new NotTried('not-applicable', `${key} takes no idempotency key`);
    const first = await sendAnew(session, keyedRequest(session, keyed, 'keyed-once'));
    // How a repetition is answered is seldom described, so no other check judges it.
    return { first, second: isSuccess(first) ? await session.send({ ...first.request, faults: ['duplicate'] }) : undefined };
  },
});

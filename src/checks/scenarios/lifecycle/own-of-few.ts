import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import type { Session } from '../../kit/session.ts';
import { accountLimits } from '../../subjects/account-limits.ts';
import { idOfMade } from '../../subjects/round-trips.ts';

/** What the run created of a kind, and did not remove: creations by the ids of what they made. */
type Own = Map<string, Exchange>;

/** Of both rounds of a run: what the first one left counts in the second one as well. */
const known = new WeakMap<Target, Map<string, Own>>();

/** What the run has of a kind of which an account may have few, by the key of its creation. */
export const ownOfFew = ({ target }: Pick<Session, 'target'>, creation: string): Own => {
  const all = known.get(target) ?? new Map<string, Own>();
  known.set(target, all);
  const found: Own = all.get(creation) ?? new Map<string, Exchange>();
  all.set(creation, found);
  return found;
};

/** Call for each answer. Keeps what the run created of kinds of which an account may have few, until it removes that. */
export const noteOwnOfFew = (session: Session, exchange: Exchange): void => {
  const { contract } = session;
  const { operation, pathValues, path, credential } = exchange.request;
  if (contract.standard.size === 0 || !isSuccess(exchange)) return;
  for (const { trip } of accountLimits(contract)) {
    const own = operation === trip.create.key || operation === trip.remove.key ? ownOfFew(session, trip.create.key) : undefined;
    if (!own) continue;
    // What another account has does not count.
    const isOfAccount = credential.kind === 'valid' && credential.name !== 'other';
    const id = operation === trip.create.key ? idOfMade(contract, trip, exchange) : pathValues[parametersIn(path).at(-1) ?? ''];
    if (id === undefined) continue;
    if (operation === trip.remove.key) own.delete(id);
    else if (isOfAccount) own.set(id, exchange);
  }
};

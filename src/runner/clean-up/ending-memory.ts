import { isSkipped, orSkipped } from '../../checks/kit/not-tried.ts';
import { isAllowed } from '../../checks/kit/prerequisites.ts';
import type { Session } from '../../checks/kit/session.ts';
import { usableRequest } from '../../checks/requests/usable-request.ts';
import { endingActions } from '../../checks/subjects/ending-actions.ts';
import type { PathValues } from '../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../contract/infer/path-template.ts';
import { isSuccess } from '../../contract/message.ts';
import type { InferredResourceType, Operation } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import { isBusyAnswer } from './inferred-removal.ts';

/** A resource that the run created and that cannot be removed as it is. */
type Kept = { readonly resourceType: InferredResourceType; readonly remove: Operation; readonly pathValues: PathValues };

/** Ends what prevents removals, and remembers which actions did so for resources of a type. */
export type EndingMemory = {
  /**
   * Tries actions on a resource one after another, until its removal is no longer refused as before.
   * @param again Sends the removal once more.
   * @returns the last answer to the removal; undefined where no action was accepted.
   */
  ended(session: Session, kept: Kept, again: () => Promise<Exchange>): Promise<Exchange | undefined>;
};

/** The most actions that one resource is sent. */
const mostActions = 2;

/** After so many times in vain an action that never helped is not tried on others of the type. */
const mostVain = 2;

/** A memory of nothing yet. */
export const endingMemory = (): EndingMemory => {
  const helped = new Set<string>();
  const vain = new Map<string, number>();
  const wanted = (session: Session, resourceType: InferredResourceType): readonly Operation[] => {
    const allowed = endingActions(session.contract, resourceType).filter((one) => isAllowed(one, session.target));
    const ofUse = allowed.filter(({ key }) => helped.has(key));
    const open = allowed.filter(({ key }) => !helped.has(key) && (vain.get(key) ?? 0) < mostVain);
    return [...ofUse, ...open].slice(0, mostActions);
  };
  return {
    async ended(session, { resourceType, remove, pathValues }, again) {
      const act = async (action: Operation): Promise<Exchange> =>
        session.send(usableRequest(session, action, 'end', { pathValues: inPath(action.path, valuesAlong(remove.path, pathValues)) }));
      let last: Exchange | undefined;
      for (const action of wanted(session, resourceType)) {
        const acted = await orSkipped(act(action));
        if (!isSkipped(acted) && isSuccess(acted)) {
          last = await again();
          if (isSuccess(last)) helped.add(action.key);
          if (!isBusyAnswer(last)) return last;
        }
        vain.set(action.key, (vain.get(action.key) ?? 0) + 1);
      }
      return last;
    },
  };
};

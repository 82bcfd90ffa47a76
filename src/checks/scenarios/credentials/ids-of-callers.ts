import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { CredentialName, PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { readsOfSelf } from '../../subjects/reads-of-self.ts';
import type { Party } from '../../../contract/infer/roles/told-parties.ts';

const isId = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

/** The ids that the callers of the run see of themselves. */
export const idsOfCallers = defineScenario<null, readonly (string | number)[]>({
  id: 'ids-of-callers',
  async run(session) {
    const ids: (string | number)[] = [];
    for (const operation of readsOfSelf(session.contract))
      for (const name of session.target.credentials) {
        const read = await orSkipped((async () => session.send(asCaller(usableRequest(session, operation, 'self'), name)))());
        const shown = isSkipped(read) || !isSuccess(read) ? undefined : jsonOf(read);
        const inside = isObject(shown) ? [shown, ...Object.values(shown)] : [];
        ids.push(...inside.flatMap((one) => (isObject(one) && isId(one['id']) ? [one['id']] : [])));
      }
    return ids;
  },
});

const asCaller = (request: PlannedRequest, name: CredentialName): PlannedRequest =>
  name === 'key' ? request : { ...request, credential: { kind: 'valid', name } };

/**
 * Does what a read shows belong to none of the callers of the run, by the members that say whose it is: then it is kept from all of them.
 * @param shown What the key is shown of the resource.
 */
export const isOfNoCaller = async (session: Session, shown: unknown, parties: readonly Party[]): Promise<boolean> => {
  if (!isObject(shown)) return false;
  const ids = await session.run(idsOfCallers, null);
  const resource = [shown, ...Object.values(shown)].find((one) => isObject(one) && parties.every(({ member }) => member in one));
  return ids.length > 0 && isObject(resource) && parties.every(({ member }) => !ids.some((id) => id === resource[member]));
};

import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { CredentialName, PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { people } from '../../subjects/person-names.ts';
import { readsOfSelf } from '../../subjects/reads-of-self.ts';
import type { Party } from '../../../contract/infer/roles/told-parties.ts';

const isId = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

/** What a caller sees of itself: the whole answer, or the one person in it. */
const selfShown = (value: unknown): Readonly<Record<string, unknown>> | undefined => {
  if (!isObject(value)) return undefined;
  const [inside, ...others] = Object.entries(value).filter(
    ([name, one]) => people.has(wordsOf(name).at(-1) ?? '') && isObject(one) && isId(one['id']),
  );
  if (inside) return others.length === 0 && isObject(inside[1]) ? inside[1] : undefined;
  return value;
};

/** What one of the callers of the run sees of itself, with an id; undefined where no read shows it. */
export const selfOfCaller = defineScenario<{ readonly name: CredentialName }, Readonly<Record<string, unknown>> | undefined>({
  id: 'self-of-caller',
  async run(session, { name }) {
    for (const operation of readsOfSelf(session.contract)) {
      const read = await orSkipped((async () => session.send(asCaller(usableRequest(session, operation, 'self'), name)))());
      const self = isSkipped(read) || !isSuccess(read) ? undefined : selfShown(jsonOf(read));
      if (self && isId(self['id'])) return self;
    }
    return undefined;
  },
});

/** The id of the person whose credential that is; undefined where no read shows it. */
export const idOfCaller = defineScenario<{ readonly name: CredentialName }, string | number | undefined>({
  id: 'id-of-caller',
  async run(session, { name }) {
    const id = (await session.run(selfOfCaller, { name }))?.['id'];
    return isId(id) ? id : undefined;
  },
});

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

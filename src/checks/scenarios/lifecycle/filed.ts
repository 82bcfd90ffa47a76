import { isDeepStrictEqual } from 'node:util';
import { itemsOf } from '../../../contract/held.ts';
import { itemOf } from '../../../contract/infer/covering.ts';
import { filedAbout } from '../../../contract/infer/filed-about.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { valuesOf } from './inferred-resource.ts';

/** Milliseconds until the list has to show what was filed. */
const filedMs = 1000;

/** Does an entry name an id in one of its members. */
const names = (entry: unknown, id: string): boolean =>
  isObject(entry) &&
  Object.values(entry).some((one) => (typeof one === 'string' || typeof one === 'number' ? String(one) === id : names(one, id)));

/**
 * What the service files about a resource of the run when an action on that says so: an entry of the list that was not there before, and that names the resource. So
 * nothing that is about anybody else's is ever changed.
 */
export const filedEntry = defineScenario<{ readonly operation: string; readonly items: readonly string[] }, unknown>({
  id: 'filed-about-own',
  async run(session, { operation: key, items }) {
    const { contract } = session;
    const filed = filedAbout(contract, operationOf(contract, key));
    if (!filed) throw new NotTried('unsupported', `Nothing says when ${key} has something to change`);
    const look = async (purpose: string): Promise<readonly unknown[]> =>
      itemsOf({ items }, await session.send(usableRequest(session, filed.list, purpose))) ?? [];
    for (const { operation, type } of filed.by) {
      if (!isAllowed(operation, session.target) || !isAllowed(type.create, session.target)) continue;
      const before = await look('before-filing');
      const acted = await orSkipped(
        (async () => {
          const made = await valuesOf(session, { resourceType: type.name, use: 'spare', for: operation.key }, operation.key);
          const pathValues = inPath(operation.path, valuesAlong(itemOf(type).path, made));
          return { made, answer: await session.send(usableRequest(session, operation, 'filing', { pathValues })) };
        })(),
      );
      if (isSkipped(acted) || !isSuccess(acted.answer)) continue;
      const id = Object.values(acted.made).at(-1) ?? '';
      for (const turn of ['first', 'second']) {
        const entry = (await look(`filed-${turn}`)).find((one) => names(one, id) && !before.some((old) => isDeepStrictEqual(old, one)));
        if (entry !== undefined) return entry;
        if (turn === 'first') await session.pause(filedMs, 'what an action files may be listed a moment later');
      }
    }
    throw new NotTried(
      'missing-prerequisite',
      `${filed.list.key} shows nothing that was filed about a resource of this run, so that ${key} has nothing to name`,
    );
  },
});

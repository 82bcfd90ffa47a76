import { grantedBefore } from '../../../contract/infer/granted-before.ts';
import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath, parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { holdsValue, withValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from './inferred-resource.ts';

/** So many things are granted at most. */
const mostGranted = 8;

/** The id of a resource of the run of which everything is granted that a read needs; null where that could not be had. */
const granted = defineScenario<{ readonly operation: string }, { readonly id: string | null }>({
  id: 'granted-first',
  async run(session, { operation }) {
    const needed = grantedBefore(session.contract, operationOf(session.contract, operation));
    if (!needed) return { id: null };
    const { type, put, flags, choice } = needed;
    const values = await orSkipped(session.run(inferredResource, { resourceType: type.name, use: 'known', for: null, turn: 'granted' }));
    if (isSkipped(values)) return { id: null };
    let isGranted = false;
    const named = Object.values(values);
    for (const one of choice ? choice.values.slice(0, mostGranted) : [undefined]) {
      const pathValues = inPath(put.path, one === undefined ? named : [...named, one]);
      const answer = await orSkipped(
        (async () => {
          const request = usableRequest(session, put, `granted-${one ?? ''}`, { pathValues });
          const { body } = request;
          if (!holdsValue(body) || !isObject(body.value)) return undefined;
          const value = { ...body.value, ...Object.fromEntries(flags.map((flag) => [flag, true])) };
          return session.send({ ...request, body: withValue(body, value) });
        })(),
      );
      isGranted ||= answer !== undefined && !isSkipped(answer) && isSuccess(answer);
    }
    return { id: isGranted ? (values[parametersIn(itemOf(type).path).at(-1) ?? ''] ?? null) : null };
  },
});

/** The id of a resource of the run for a read that shows what has been granted of one; undefined where the document asks for nothing of that, or it could not be granted. */
export const idGranted = async (session: Session, operation: string, parameter: string): Promise<string | undefined> => {
  const { contract, target } = session;
  const needed = grantedBefore(contract, operationOf(contract, operation));
  if (needed?.parameter !== parameter || !isAllowed(needed.put, target) || !isAllowed(needed.type.create, target)) return undefined;
  return (await session.run(granted, { operation })).id ?? undefined;
};

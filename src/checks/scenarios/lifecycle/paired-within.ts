import { operationWith } from '../../../contract/operation.ts';
import { pairOf } from '../../../contract/infer/pairs.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import type { Id } from '../../../generators/filled-value.ts';
import type { Placeholder } from '../../../generators/placeholder.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { childrenOf } from './below-named.ts';
import { onlyPlaceholder, ownerShown } from './of-owner.ts';

/** How many requests there were about a first resource, by the operation and its id. */
const turns = defineScenario<null, Map<string, number>>({ id: 'turns-of-pairs', run: async () => new Map() });

/**
 * A request about two resources of which the second one is created below what the first one belongs to, with such a one in its path: a stage of the tour that is booked. Requests
 * about the same first one name one after another. Any other request as it is.
 * @param idOf The id for which a placeholder of the path stands.
 */
export const pairedWithin = async (
  session: Session,
  request: PlannedRequest,
  idOf: (placeholder: Placeholder) => Promise<Id>,
): Promise<PlannedRequest> => {
  const { contract } = session;
  const operation = operationWith(contract, request.operation);
  const pair = operation && pairOf(contract, operation);
  const [first, second] = operation ? parametersIn(operation.path) : [];
  if (!pair?.common || first === undefined || second === undefined) return request;
  const wanted = onlyPlaceholder(request.pathValues[second]);
  if (wanted?.resourceType !== pair.partner.resourceType.name) return request;
  const above = onlyPlaceholder(request.pathValues[first]);
  const id = above ? await orSkipped(idOf(above)) : request.pathValues[first];
  if (id === undefined || isSkipped(id)) return request;
  const owner = await ownerShown(session, pair.above.resourceType, pair.common.ofOne, id);
  const children = owner === undefined ? [] : await orSkipped(childrenOf(session, wanted.resourceType, [owner]));
  const known = await session.run(turns, null);
  const key = `${operation?.key ?? ''} ${id}`;
  const turn = known.get(key) ?? 0;
  known.set(key, turn + 1);
  const child = isSkipped(children) || children.length === 0 ? undefined : children[turn % children.length];
  return { ...request, pathValues: { ...request.pathValues, [first]: String(id), ...(child === undefined ? {} : { [second]: child }) } };
};

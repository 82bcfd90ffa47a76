import { binListedBy } from '../../../contract/infer/bins.ts';
import { createdResource } from '../../../contract/infer/created-resource.ts';
import { inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { largestPage, pageItems } from '../../subjects/collection.ts';
import { sendBelowSame } from '../lifecycle/send-creation.ts';

/** So many removed ones a list should show, so that its pages and its order show something. */
const wanted = 5;

/** Milliseconds between two removals, so that their moments differ. */
const apartMs = 40;

/**
 * Brings a list of what has been removed to a few items by creating and removing some: `DELETE /letters/{letterId}` for `GET /trash`.
 * @returns How many removals were accepted.
 */
export const filledByRemovals = async (session: Session, { operation, pages, ...collection }: Collection): Promise<number> => {
  const { contract, target } = session;
  const bin = contract.standard.size === 0 ? undefined : binListedBy(contract, operation);
  // What is removed below one resource is listed below that one.
  if (!bin || parametersIn(operation.path).length > 0) return 0;
  const { resourceType, into } = bin;
  const { create, remove } = resourceType;
  const isReady = prerequisitesFor(create, session).every((need) => need.kind === 'permission' && target.allow.includes(need.permission));
  if (!isReady || create.effect !== 'creates' || ![create, into, remove].every((one) => isAllowed(one, target))) return 0;
  const read = usableRequest(session, operation, 'fill');
  const page = await session.send({ ...read, query: [...read.query, ...largestPage({ paging: pages[0] })] });
  const items = pageItems({ operation, pages, ...collection }, page);
  const missing = items === undefined ? 0 : wanted - items.length;
  let made = 0;
  while (made < missing) {
    const creation = await sendBelowSame(session, usableRequest(session, create, `fill-bin-${made}`));
    const resource = isSuccess(creation) ? createdResource(resourceType, creation, target.baseUrl) : undefined;
    if (resource?.kind !== 'known') break;
    const pathValues = inPath(into.path, valuesAlong(remove.path, resource.pathValues));
    if (!isSuccess(await session.send(usableRequest(session, into, 'fill', { pathValues })))) break;
    made += 1;
    await session.pause(apartMs, 'the moments of the removals are to differ');
  }
  return made;
};

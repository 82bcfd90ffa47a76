import { inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { isSamePath, pathAbove } from '../../../contract/infer/path-template.ts';
import { referenceAt } from '../../../contract/infer/references.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Session } from '../../kit/session.ts';
import { wantedInPath } from './completed.ts';
import { creationBelow } from './ready-parent.ts';

/**
 * What the resource in the path of an operation is to be completed with: what the operation itself needs, else what the creation needs of which it reads the results, or what the creation
 * needs of that which its body names. So what a list shows, and what is to belong together, is below one and the same resource.
 * @param type The name of the type of that resource.
 */
export const wantedAround = async (session: Session, operation: string | null, type: string): Promise<readonly string[] | undefined> => {
  const { contract } = session;
  const own = await wantedInPath(session, operation, type);
  const asking = contract.operations.find(({ key }) => key === operation);
  const resourceType = inferredNamed(contract, type);
  if (own !== undefined || !asking || !resourceType) return own;
  const create = asking.effect === 'safe' ? creationBelow(contract, resourceType, asking) : asking;
  if (!create?.effect.startsWith('creates')) return undefined;
  const named = bodyMembers(contract, create).flatMap(({ name }) => referenceAt(contract, create, [name])?.resourceType ?? []);
  const beside = named.filter((one) => isSamePath(pathAbove(one.create.path), itemOf(resourceType).path));
  for (const key of [create.key, ...beside.map((one) => one.create.key)]) {
    const wanted = await wantedInPath(session, key, type);
    if (wanted) return wanted;
  }
  return undefined;
};

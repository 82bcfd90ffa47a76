import type { Contract, Operation, ResourceType } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { pageItems } from '../../subjects/collection.ts';
import { idParameterOf } from '../../subjects/resources.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { idLocationOf, idText } from '../../subjects/shown-resource.ts';
import { smallRead } from '../../requests/small-read.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** A resource type whose resources can be read one by one with only their id. */
const readable = ({ resourceTypes }: Contract): (ResourceType & { readonly read: Operation })[] =>
  resourceTypes.flatMap((resourceType) => {
    const { read, collection } = resourceType;
    const inPath = read?.parameters.filter((one) => one.in === 'path') ?? [];
    return read && collection && inPath.length === 1 ? [{ ...resourceType, read }] : [];
  });

/** Whether a contract has more than one usable read. */
export const hasOtherRead = (contract: Contract): boolean => readable(contract).length > 0 || parameterlessReads(contract).length > 1;

/**
 * A read by another operation than the first plain one: of a resource that its list shows now, else another plain read.
 * Undefined where there is nothing to read.
 */
export const otherRead = defineScenario<{ readonly operation: string }, PlannedRequest | undefined>({
  id: 'other-read',
  async run(session, { operation }) {
    for (const resourceType of readable(session.contract)) {
      const id = await listedNow(session, resourceType);
      if (id === undefined) continue;
      return usableRequest(session, resourceType.read, 'beside', { pathValues: { [idParameterOf(resourceType.read)]: id } });
    }
    const plain = parameterlessReads(session.contract).find(({ key }) => key !== operation);
    return plain && smallRead(session, plain);
  },
});

/** The id of the first resource in a list as it is at this moment: an earlier one may be removed by now. */
const listedNow = async (session: Session, { collection, ...resourceType }: ResourceType): Promise<string | undefined> => {
  if (!collection) return undefined;
  const items = pageItems(collection, await session.send(smallRead(session, collection.operation))) ?? [];
  return items.map((item) => idText(valueAt(item, idLocationOf(resourceType)))).find((id) => id !== undefined);
};

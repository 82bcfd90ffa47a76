import { itemOf } from '../../../contract/infer/covering.ts';
import { isPending } from '../../../contract/infer/effects/creation-responses.ts';
import { createdResource } from '../../../contract/infer/created-resource.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { ResourceType } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Placeholder } from '../../../generators/placeholder.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { pageItems } from '../../subjects/collection.ts';
import { NotTried } from '../../kit/define.ts';
import { created } from './created.ts';
import type { Id } from '../../../generators/filled-value.ts';
import { freshValues } from '../../subjects/fresh-values.ts';
import { creationAsSet } from './creation-as-set.ts';
import { awaitListed } from './listed.ts';
import { plainRead } from '../calls/reads.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isMakeable, resourceTypeNamed } from '../../subjects/resources.ts';
import type { Session } from '../../kit/session.ts';
import { createdId, heldWith, idLocationOf, idText } from '../../subjects/shown-resource.ts';

/** The id that a placeholder without a parameter stands for: of a resource whose type the document describes, one of the run or one that its list shows. */
export const idFor = async (session: Session, { use, resourceType: name }: Placeholder, asking: string | null): Promise<Id> => {
  const resourceType = resourceTypeNamed(session.contract, name);
  // A creation that refers to a resource of its own type would wait for itself.
  const isItself = resourceType.create?.key === asking;
  const own = isItself ? undefined : await orSkipped(use === 'spare' ? spareId(session, resourceType) : ownId(session, resourceType));
  if (own !== undefined && !isSkipped(own)) return own;
  const listed = use === 'spare' ? undefined : await listedId(session, resourceType);
  if (listed !== undefined) return listed;
  if (isSkipped(own)) throw new NotTried(own.because, own.reason);
  throw new NotTried('missing-prerequisite', `No resource of the type "${name}" exists, and none could be created`);
};

/** The shared resource of the run. */
const ownId = async (session: Session, resourceType: ResourceType): Promise<Id | undefined> => {
  const creation = await creationOf(session, resourceType);
  if (creation === undefined) return undefined;
  return asWritten(resourceType, creation, await idOfCreation(session, resourceType, creation));
};

/** An id as the answer to the creation writes it, where that shows it. */
const asWritten = (resourceType: ResourceType, creation: Exchange, id: string | undefined): Id | undefined => {
  if (id === undefined) return undefined;
  const written = valueAt(heldWith(resourceType, jsonOf(creation), id)?.resource, idLocationOf(resourceType));
  return typeof written === 'number' ? written : id;
};

const creationOf = async (session: Session, resourceType: ResourceType): Promise<Exchange | undefined> => {
  if (!isMakeable(resourceType) || !isAllowed(resourceType.create, session.target)) return undefined;
  return (await session.run(created, { operation: resourceType.create.key })).exchange;
};

/** A resource that one request may change or remove. */
const spareId = async (session: Session, resourceType: ResourceType): Promise<Id | undefined> => {
  if (!isMakeable(resourceType)) return undefined;
  const { create, name } = resourceType;
  const creation = await session.run(creationAsSet, { operation: create.key, settings: [], purpose: 'spare' });
  if (!isSuccess(creation))
    throw new NotTried('missing-prerequisite', `A "${name}" to change could not be created: ${outcomeOf(creation)}`);
  return asWritten(resourceType, creation, await idOfCreation(session, resourceType, creation));
};

/**
 * The id of a created resource: from the answer, else from its list. Where the resource type is only inferred, only an answer that shows that the resource is
 * new tells it.
 */
export const idOfCreation = async (session: Session, resourceType: ResourceType, creation: Exchange): Promise<string | undefined> => {
  const { create, presumed } = resourceType;
  if (!create || !isSuccess(creation)) return undefined;
  if (presumed) {
    const isLater = isPending(session.contract, create, itemOf(presumed).path, creation);
    const resource = isLater ? undefined : createdResource(presumed, creation, session.target.baseUrl);
    return resource?.kind === 'known' ? resource.pathValues[presumed.idParameter] : undefined;
  }
  const own = createdId(resourceType, creation, freshValues(session.contract, create, creation.request));
  if (own !== undefined) return own;
  const found = await awaitListed(session, create, creation);
  return found.kind === 'listed' ? idText(valueAt(found.item, idLocationOf(resourceType))) : undefined;
};

/** The id of the first resource that a list shows, as the list writes it. */
const listedId = async (session: Session, { collection, ...resourceType }: ResourceType): Promise<Id | undefined> => {
  if (!collection) return undefined;
  const page = await session.run(plainRead, { operation: collection.operation.key });
  for (const item of pageItems(collection, page) ?? []) {
    const id = valueAt(item, idLocationOf(resourceType));
    if ((typeof id === 'string' && id !== '') || typeof id === 'number') return id;
  }
  return undefined;
};

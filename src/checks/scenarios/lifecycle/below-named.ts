import { type AnyInferred, coveredBy, coveredByLasting, inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { createdResource, idsInList } from '../../../contract/infer/created-resource.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Id } from '../../../generators/filled-value.ts';
import { idLike, isOfPart, isOther, type Placeholder, placeholderText } from '../../../generators/placeholder.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';

/** The type of what a placeholder names, and the one type that it is created below; undefined where it is below none, or below several. */
const aboveOf = (
  contract: Contract,
  { resourceType }: Placeholder,
): { readonly type: AnyInferred; readonly above: AnyInferred } | undefined => {
  const type = inferredNamed(contract, resourceType);
  if (!type || parametersIn(type.create.path).length !== 1) return undefined;
  const [above] = [...coveredBy(contract, type.create).values(), ...coveredByLasting(contract, type.create).values()];
  return above && { type, above: above.resourceType };
};

/** The children of one resource: those that their list shows, else a new one; none where it shows none and none may be created. */
export const childrenOf = async (session: Session, name: string, parent: string): Promise<readonly string[]> => {
  const type = inferredNamed(session.contract, name);
  const [parameter] = type ? parametersIn(type.create.path) : [];
  if (!type || parameter === undefined) return [];
  const { create, list } = type;
  if (list) {
    const [around] = parametersIn(list.path);
    const read = await session.send(usableRequest(session, list, 'children', { pathValues: { [around ?? '']: parent } }));
    const shown = idsInList(type, read);
    if (shown.length > 0) return shown;
  }
  if (!isAllowed(create, session.target)) return [];
  const creation = await session.send(usableRequest(session, create, 'child-of-named', { pathValues: { [parameter]: parent } }));
  const made = isSuccess(creation) ? createdResource(type, creation, session.target.baseUrl) : undefined;
  const id = made?.kind === 'known' ? made.pathValues[parametersIn(itemOf(type).path).at(-1) ?? ''] : undefined;
  return id === undefined ? [] : [id];
};

/** A child of a resource that a body names, the same one each time. */
const childOf = defineScenario<{ readonly resourceType: string; readonly parent: string }, string | undefined>({
  id: 'child-of-named',
  run: async (session, { resourceType, parent }) => (await childrenOf(session, resourceType, parent))[0],
});

/**
 * Ids of what a body names below something else that it names as well: of `{eventId, items: [{ticketTypeId}]}` a ticket type of that very event. By the texts of the
 * placeholders.
 * @param ids What the placeholders of the body stand for.
 */
export const belowNamed = async (
  session: Session,
  placeholders: readonly Placeholder[],
  ids: ReadonlyMap<string, Id>,
): Promise<ReadonlyMap<string, Id>> => {
  const found = new Map<string, Id>();
  const named = placeholders.filter((one) => (['known', 'spare'].includes(one.use) || isOther(one.use)) && !isOfPart(one));
  for (const placeholder of named.filter(({ use }) => !isOther(use))) {
    const of = aboveOf(session.contract, placeholder);
    const above = of && named.find(({ resourceType }) => resourceType === of.above.name);
    // What nothing else uses is below something that nothing else uses.
    if (placeholder.use === 'spare' && above?.use !== 'spare') continue;
    const parent = above && ids.get(placeholderText(above));
    if (!of || parent === undefined) continue;
    const child = await orSkipped(session.run(childOf, { resourceType: of.type.name, parent: String(parent) }));
    if (child !== undefined && !isSkipped(child)) found.set(placeholderText(placeholder), idLike(placeholder, child));
  }
  return found;
};

import { type AnyInferred, coveredBeside, coveredBy, coveredByLasting, inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { createdResource, idsInList } from '../../../contract/infer/created-resource.ts';
import { keyBelow } from '../../../contract/infer/keys-below.ts';
import { inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Id } from '../../../generators/filled-value.ts';
import { idLike, isOfPart, isOther, type Placeholder, placeholdersIn, placeholderText } from '../../../generators/placeholder.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { inferredResource } from './inferred-resource.ts';

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
export const childrenOf = async (session: Session, name: string, parents: readonly string[]): Promise<readonly string[]> => {
  const type = inferredNamed(session.contract, name);
  if (!type || parametersIn(type.create.path).length !== parents.length) return [];
  const { list } = type;
  if (list) {
    const read = await session.send(usableRequest(session, list, 'children', { pathValues: inPath(list.path, parents) }));
    const shown = idsInList(type, read);
    if (shown.length > 0) return shown;
  }
  const id = await childMade(session, type, parents, 'child-of-named');
  return id === undefined ? [] : [id];
};

/** The id of a new child of a resource; undefined where none may be created, or it is refused. */
export const childMade = async (
  session: Session,
  type: AnyInferred,
  parents: readonly string[],
  purpose: string,
): Promise<string | undefined> => {
  const { create } = type;
  if (!isAllowed(create, session.target)) return undefined;
  const creation = await session.send(usableRequest(session, create, purpose, { pathValues: inPath(create.path, parents) }));
  const made = isSuccess(creation) ? createdResource(type, creation, session.target.baseUrl) : undefined;
  return made?.kind === 'known' ? made.pathValues[parametersIn(itemOf(type).path).at(-1) ?? ''] : undefined;
};

/** A child of a resource that a request names, the same one each time. */
const childOf = defineScenario<{ readonly resourceType: string; readonly parents: readonly string[] }, string | undefined>({
  id: 'child-of-named',
  run: async (session, { resourceType, parents }) => (await childrenOf(session, resourceType, parents))[0],
});

/**
 * The id of something of a type below a certain resource: what the run has of it for all requests, where that is below this one, else one of its children.
 * @param parents The values in the path of what it is to be below.
 */
export const idBelow = async (session: Session, { name }: AnyInferred, parents: readonly string[]): Promise<string | undefined> => {
  const shared = await orSkipped(session.run(inferredResource, { resourceType: name, use: 'known', for: null }));
  const values = isSkipped(shared) ? [] : Object.values(shared);
  if (values.length === parents.length + 1 && parents.every((one, n) => values[n] === one)) return values.at(-1);
  const child = await orSkipped(session.run(childOf, { resourceType: name, parents }));
  return isSkipped(child) ? undefined : child;
};

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
    const child = await idBelow(session, of.type, [String(parent)]);
    if (child !== undefined) found.set(placeholderText(placeholder), idLike(placeholder, child));
  }
  return found;
};

/** The placeholder in the path of a request for what is created below the same resource as what the path is about; undefined where there is none. */
export const besideIn = (
  { contract }: Pick<Session, 'contract'>,
  { operation: key, pathValues }: PlannedRequest,
): { readonly text: string; readonly type: AnyInferred; readonly around: string } | undefined => {
  const operation = contract.operations.find((one) => one.key === key);
  const beside = operation && coveredBeside(contract, operation);
  const value = beside && pathValues[beside.named];
  const [placeholder] = value === undefined ? [] : placeholdersIn(value);
  return beside && placeholder?.resourceType === beside.resourceType.name && placeholderText(placeholder) === value
    ? { text: value, type: beside.resourceType, around: beside.around }
    : undefined;
};

/** The same in the query: what a parameter there names by its key. */
export const keysIn = (
  { contract }: Pick<Session, 'contract'>,
  { operation: key, query }: PlannedRequest,
): readonly NonNullable<ReturnType<typeof besideIn>>[] => {
  const operation = contract.operations.find((one) => one.key === key);
  return query.flatMap(([name, text]) => {
    const [placeholder] = placeholdersIn(text);
    if (!operation || placeholder?.use !== 'known' || placeholderText(placeholder) !== text) return [];
    const parameter = operation.parameters.find((one) => one.in === 'query' && one.name === name);
    const found = parameter && keyBelow(contract, operation, parameter);
    return found?.resourceType.name === placeholder.resourceType ? [{ text, type: found.resourceType, around: found.around }] : [];
  });
};

/**
 * The id that such a placeholder stands for.
 * @param values The values of the path, with the ids of all that comes before it.
 * @throws {NotTried} when there is none, and none can be created.
 */
export const idBeside = async (
  session: Session,
  { type, around }: NonNullable<ReturnType<typeof besideIn>>,
  path: string,
  values: Readonly<Record<string, string>>,
): Promise<string> => {
  const parents = valuesAlong(path, values).slice(0, parametersIn(around).length);
  const id = await idBelow(session, type, parents);
  if (id === undefined)
    throw new NotTried('missing-prerequisite', `Nothing of ${type.name} is below ${parents.join(' and ')}, and none could be created`);
  return id;
};

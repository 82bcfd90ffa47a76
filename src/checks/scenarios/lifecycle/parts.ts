import { type AnyInferred } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath } from '../../../contract/infer/path-template.ts';
import { actedTypeOf, type Parts, partsNeeded } from '../../../contract/infer/suited-members.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { idLike, placeholdersIn } from '../../../generators/placeholder.ts';
import { type PlannedRequest, holdsValue, withValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** Ids of parts by the name of their type. */
type KnownParts = ReadonlyMap<string, readonly string[]>;

/** The parts that the run created for its resources, by the name of their type and their id. */
const store = defineScenario<null, Map<string, KnownParts>>({ id: 'parts-of-resources', run: async () => new Map() });

const keyOf = ({ name }: AnyInferred, id: string): string => `${name} ${id}`;

/** The parts that the run created for the resource that an action is about. */
export const knownParts = async (session: Session, operation: Operation, id: string): Promise<KnownParts> => {
  const acted = actedTypeOf(session.contract, operation);
  const all = await session.run(store, null);
  return (acted && all.get(keyOf(acted.resourceType, id))) ?? new Map();
};

/** A parent of the run, for whose parts a creation asks. */
type OwnParent = Parts & { readonly pathValues: PathValues; readonly count: number };

/** The creation of a resource that names parents of its own, and how their parts are made once it exists. */
export type WithOwnParents = {
  readonly request: PlannedRequest;
  /** Creates as many parts as the resource of that id asks for. */
  stock(id: string): Promise<void>;
};

/** Most parts that are created for one resource. */
const mostParts = 5;

const quantityNames: readonly string[] = ['quantity', 'qty', 'count', 'pieces'];

const namesParent = (value: unknown, { parent }: Parts): boolean =>
  typeof value === 'string' &&
  placeholdersIn(value).some(({ resourceType, parameter }) => resourceType === parent.name && !parameter?.startsWith('/'));

/** The body with the id of a parent where it names one, without elements that name something else; undefined where it names none. */
const naming = (
  body: Readonly<Record<string, unknown>>,
  parts: Parts,
  id: string,
): { readonly body: typeof body; readonly count: number } | undefined => {
  const [first = '', inner] = parts.namedAt;
  const idFor = (placeholder: unknown): string | number => {
    const [one] = typeof placeholder === 'string' ? placeholdersIn(placeholder) : [];
    return one ? idLike(one, id) : id;
  };
  const value = body[first];
  if (inner === undefined) return namesParent(value, parts) ? { body: { ...body, [first]: idFor(value) }, count: 1 } : undefined;
  const elements = Array.isArray(value) ? value.filter((one) => isObject(one) && namesParent(one[inner], parts)).slice(0, 1) : [];
  const [element] = elements;
  if (!isObject(element)) return undefined;
  const quantity = quantityNames.map((name) => element[name]).find((one) => typeof one === 'number') ?? 1;
  return { body: { ...body, [first]: [{ ...element, [inner]: idFor(element[inner]) }] }, count: quantity };
};

/**
 * A creation whose resource is one that actions can be done on which name parts: it names parents of its own, below which the parts are created. The request as
 * it is where no action needs any.
 * @param make Creates a parent that nothing else uses, and gives the values of its path.
 */
export const withOwnParents = async (
  session: Session,
  resourceType: AnyInferred,
  request: PlannedRequest,
  make: (parent: AnyInferred) => Promise<PathValues>,
): Promise<WithOwnParents> => {
  let body = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : undefined;
  const own: OwnParent[] = [];
  for (const parts of partsNeeded(session.contract, resourceType)) {
    if (body === undefined || naming(body, parts, '') === undefined) continue;
    const pathValues = await orSkipped(make(parts.parent));
    const id = isSkipped(pathValues) ? undefined : Object.values(pathValues).at(-1);
    const named = id === undefined ? undefined : naming(body, parts, id);
    if (isSkipped(pathValues) || named === undefined || named.count > mostParts) continue;
    body = named.body;
    own.push({ ...parts, pathValues, count: named.count });
  }
  if (own.length === 0 || !holdsValue(request.body)) return { request, stock: async () => {} };
  return {
    request: { ...request, body: withValue(request.body, body) },
    async stock(id) {
      const made = new Map<string, readonly string[]>();
      for (const one of own) made.set(one.part.name, await createParts(session, one, id));
      (await session.run(store, null)).set(keyOf(resourceType, id), made);
    },
  };
};

const createParts = async (session: Session, { part, pathValues, count }: OwnParent, id: string): Promise<readonly string[]> => {
  const above = Object.values(pathValues);
  const values = inPath(part.create.path, above);
  const ids: string[] = [];
  for (let n = 1; n <= count; n += 1) {
    const request = await orSkipped(session.send(usableRequest(session, part.create, `part-${n}-${id}`, { pathValues: values })));
    const made = isSkipped(request) ? undefined : createdResource(part, request, session.target.baseUrl);
    const own = made?.kind === 'known' ? Object.values(made.pathValues).at(-1) : undefined;
    if (own !== undefined) ids.push(own);
  }
  return ids;
};

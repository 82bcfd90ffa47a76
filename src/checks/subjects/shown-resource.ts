import { valuesIn } from '../../contract/held.ts';
import { headerValues, isSuccess, jsonOf } from '../../contract/message.ts';
import type { ResourceType } from '../../contract/model.ts';
import { below, isObject, tokensOf, valueAt } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';

/** A resource as an answer shows it: a JSON object. */
export type Resource = Readonly<Record<string, unknown>>;

/** An object in a body, with the JSON Pointer to it. */
export type Held = { readonly at: string; readonly resource: Resource };

/** The operations whose answers show a resource. */
export type ShowingWord = 'create' | 'read' | 'update' | 'list';

/** Deepest nesting at which a body is searched. */
const deepest = 12;

/** JSON pointer to the id of a resource: as documented, else `/id`. */
export const idLocationOf = ({ convention }: Pick<ResourceType, 'convention'>): string => convention.id ?? '/id';

/** An id as text: APIs write the same one as a number or as a text. */
export const idText = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;

/** Does a member name a resource and no other: by its id, or by a list of ids that has but that. */
export const namesAlone = (value: unknown, id: string): boolean => {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.length === 1 && idText(all[0]) === id;
};

type Node = { readonly at: string; readonly value: unknown; readonly key: string | undefined };

/** May a value hold others: pointers to the many that hold none are not made. */
const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Every object in a JSON value, the shallow ones first, with its key. */
export const objectsIn = (body: unknown): (Held & { readonly key: string | undefined })[] => {
  const found: (Held & { readonly key: string | undefined })[] = [];
  let level: readonly Node[] = [{ at: '', value: body, key: undefined }];
  for (let depth = 0; level.length > 0 && depth <= deepest; depth++) {
    for (const { at, value, key } of level) if (isObject(value)) found.push({ at, resource: value, key });
    const deeper: Node[] = [];
    for (const { at, value } of level) {
      if (Array.isArray(value)) {
        for (const [index, one] of (value as readonly unknown[]).entries())
          if (isNested(one)) deeper.push({ at: `${at}/${index}`, value: one, key: undefined });
      } else if (isObject(value)) {
        for (const name of Object.keys(value)) {
          const one = value[name];
          if (isNested(one)) deeper.push({ at: below(at, name), value: one, key: name });
        }
      }
    }
    level = deeper;
  }
  return found;
};

/** The shallowest object with an id: in its own member, or as its key. */
export const heldWith = (resourceType: ResourceType, body: unknown, id: string): Held | undefined => {
  const objects = objectsIn(body);
  const idLocation = idLocationOf(resourceType);
  return objects.find(({ resource }) => idText(valueAt(resource, idLocation)) === id) ?? objects.find(({ key }) => key === id);
};

/** The resource at the documented pointer of an answer; undefined where none is documented, or nothing is there. */
export const printedResource = (resourceType: ResourceType, word: ShowingWord, exchange: Exchange): Resource | undefined => {
  const location = word === 'list' ? undefined : resourceType.convention.shown?.[word];
  return location === undefined ? undefined : valuesIn(exchange, location).find(isObject);
};

/**
 * The resource with an id in an answer: at the documented pointer, else the shallowest object with that id. Undefined where the
 * answer is no success or does not show it.
 */
export const shownResource = (resourceType: ResourceType, word: ShowingWord, exchange: Exchange, id: string): Resource | undefined => {
  if (!isSuccess(exchange)) return undefined;
  const printed = printedResource(resourceType, word, exchange);
  const own = printed && idText(valueAt(printed, idLocationOf(resourceType)));
  if (printed && (own === undefined || own === id)) return printed;
  return heldWith(resourceType, jsonOf(exchange), id)?.resource;
};

/** Is a text anywhere in a JSON value: as a value, or as the name of a member. */
export const mentions = (value: unknown, text: string, depth = 0): boolean => {
  if (idText(value) === text) return true;
  if (depth > deepest) return false;
  if (Array.isArray(value)) return value.some((one) => mentions(one, text, depth + 1));
  return isObject(value) && Object.entries(value).some(([name, one]) => name === text || mentions(one, text, depth + 1));
};

/**
 * The id of the created resource in the answer to a creation: of the object with one of the sent names, else of the shallowest object
 * with an id and without another name, else the last segment of Location.
 */
export const createdId = (resourceType: ResourceType, exchange: Exchange, names: readonly unknown[]): string | undefined => {
  if (!isSuccess(exchange)) return undefined;
  const idLocation = idLocationOf(resourceType);
  const { name } = resourceType.convention;
  const idOf = (resource: Resource | undefined): string | undefined => resource && idText(valueAt(resource, idLocation));
  const printed = idOf(printedResource(resourceType, 'create', exchange));
  if (printed !== undefined) return printed;
  const withId = objectsIn(jsonOf(exchange)).filter(({ resource }) => idOf(resource) !== undefined);
  const named = name === undefined ? undefined : withId.find(({ resource }) => names.includes(valueAt(resource, name)));
  const unnamed = withId.find(({ resource }) => name === undefined || names.length === 0 || valueAt(resource, name) === undefined);
  const [header] = headerValues(exchange, 'Location');
  return idOf((named ?? unnamed)?.resource) ?? (header === undefined ? undefined : lastSegment(header));
};

const lastSegment = (location: string): string | undefined => {
  const [path = ''] = location.split(/[?#]/);
  const segment = path.split('/').findLast((one) => one !== '');
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/**
 * The state of a resource: at its documented pointer, else the only member of that name in the whole body. Undefined
 * where there is none.
 */
export const stateIn = (resourceType: ResourceType, body: unknown, resource: Resource | undefined): unknown => {
  const { state } = resourceType.convention;
  if (state === undefined) return undefined;
  const own = resource && valueAt(resource, state);
  if (own !== undefined) return own;
  const all = membersCalled(body, tokensOf(state).at(-1) ?? '');
  return all.length === 1 ? all[0] : undefined;
};

/** Values of every member of a name in a body, at any depth. */
export const membersCalled = (body: unknown, name: string): unknown[] =>
  objectsIn(body).flatMap(({ resource }) => (Object.hasOwn(resource, name) ? [resource[name]] : []));

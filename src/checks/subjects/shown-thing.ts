import { valuesIn } from '../../contract/held.ts';
import { headerValues, isSuccess, jsonOf } from '../../contract/message.ts';
import type { Resource } from '../../contract/model.ts';
import { below, isObject, tokensOf, valueAt } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';

/** A thing as an answer shows it: a JSON object. */
export type Thing = Readonly<Record<string, unknown>>;

/** An object in a body, with the JSON Pointer to it. */
export type Held = { readonly at: string; readonly thing: Thing };

/** Words of the operations whose answers show a thing. */
export type ShowingWord = 'create' | 'read' | 'update' | 'list';

/** Things are looked for so many steps inside a body. */
const deepest = 12;

/** Where a thing holds its id: as the contract says, else in its member `id`. */
export const idPlaceOf = ({ convention }: Pick<Resource, 'convention'>): string => convention.id ?? '/id';

/** An id as text: APIs write the same one as a number or as a text. */
export const idText = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;

type Node = { readonly at: string; readonly value: unknown; readonly key: string | undefined };

/** Every object in a JSON value, the shallow ones first, with the key it stands under. */
export const objectsIn = (body: unknown): (Held & { readonly key: string | undefined })[] => {
  const found: (Held & { readonly key: string | undefined })[] = [];
  let level: readonly Node[] = [{ at: '', value: body, key: undefined }];
  for (let depth = 0; level.length > 0 && depth <= deepest; depth++) {
    for (const { at, value, key } of level) if (isObject(value)) found.push({ at, thing: value, key });
    level = level.flatMap(({ at, value }): Node[] => {
      if (Array.isArray(value)) return value.map((one: unknown, index) => ({ at: below(at, index), value: one, key: undefined }));
      if (!isObject(value)) return [];
      return Object.entries(value).map(([name, one]) => ({ at: below(at, name), value: one, key: name }));
    });
  }
  return found;
};

/** The shallowest object with an id: as its own member, or as the key that it stands under. */
export const heldWith = (resource: Resource, body: unknown, id: string): Held | undefined => {
  const objects = objectsIn(body);
  const place = idPlaceOf(resource);
  return objects.find(({ thing }) => idText(valueAt(thing, place)) === id) ?? objects.find(({ key }) => key === id);
};

/** Where the contract says that an answer holds the thing; undefined where it prints no such place, or nothing is there. */
export const printedThing = (resource: Resource, word: ShowingWord, exchange: Exchange): Thing | undefined => {
  const place = word === 'list' ? undefined : resource.convention.shown?.[word];
  return place === undefined ? undefined : valuesIn(exchange, place).find(isObject);
};

/**
 * The thing with an id in an answer: at the printed place, else the shallowest object with that id. Undefined where the
 * answer is no success or does not show it.
 */
export const shownThing = (resource: Resource, word: ShowingWord, exchange: Exchange, id: string): Thing | undefined => {
  if (!isSuccess(exchange)) return undefined;
  const printed = printedThing(resource, word, exchange);
  const own = printed && idText(valueAt(printed, idPlaceOf(resource)));
  if (printed && (own === undefined || own === id)) return printed;
  return heldWith(resource, jsonOf(exchange), id)?.thing;
};

/** Does a text stand anywhere in a JSON value: as a value, or as the name of a member. */
export const mentions = (value: unknown, text: string, depth = 0): boolean => {
  if (idText(value) === text) return true;
  if (depth > deepest) return false;
  if (Array.isArray(value)) return value.some((one) => mentions(one, text, depth + 1));
  return isObject(value) && Object.entries(value).some(([name, one]) => name === text || mentions(one, text, depth + 1));
};

/**
 * The id that the answer to a creation gives to what was created: of the object that bears one of the names sent, else
 * of the shallowest object with an id that bears no other name, else the last segment of Location.
 */
export const createdId = (resource: Resource, exchange: Exchange, names: readonly unknown[]): string | undefined => {
  if (!isSuccess(exchange)) return undefined;
  const place = idPlaceOf(resource);
  const { name } = resource.convention;
  const idOf = (thing: Thing | undefined): string | undefined => thing && idText(valueAt(thing, place));
  const printed = idOf(printedThing(resource, 'create', exchange));
  if (printed !== undefined) return printed;
  const withId = objectsIn(jsonOf(exchange)).filter(({ thing }) => idOf(thing) !== undefined);
  const named = name === undefined ? undefined : withId.find(({ thing }) => names.includes(valueAt(thing, name)));
  const unnamed = withId.find(({ thing }) => name === undefined || names.length === 0 || valueAt(thing, name) === undefined);
  const [location] = headerValues(exchange, 'Location');
  return idOf((named ?? unnamed)?.thing) ?? (location === undefined ? undefined : lastSegment(location));
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
 * The state of a thing: at its place inside the thing, else the only member of that name in the whole body. Undefined
 * where there is none.
 */
export const stateIn = (resource: Resource, body: unknown, thing: Thing | undefined): unknown => {
  const { state } = resource.convention;
  if (state === undefined) return undefined;
  const own = thing && valueAt(thing, state);
  if (own !== undefined) return own;
  const all = membersCalled(body, tokensOf(state).at(-1) ?? '');
  return all.length === 1 ? all[0] : undefined;
};

/** Values of every member of a name in a body, whatever it stands in. */
export const membersCalled = (body: unknown, name: string): unknown[] =>
  objectsIn(body).flatMap(({ thing }) => (Object.hasOwn(thing, name) ? [thing[name]] : []));

import { isDeepStrictEqual } from 'node:util';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { evaluate, parseExpression } from '../expression.ts';
import { headerValues, isSuccess, jsonOf, outcomeOf, statusOf } from '../message.ts';
import type { Operation, Schema } from '../model.ts';
import { type AnyInferred, itemOf } from './covering.ts';
import { isObject } from '../pointer.ts';
import { idNames, isAround, isIdName, nounWordsOf } from './id-names.ts';
import { isJustMade } from './just-made.ts';
import { ours, repeatsOurs, sentTexts } from './own-texts.ts';
import { endsInParameter, filledSegments, isShallowItemOf, parametersIn, valuesInPath, segmentsOf } from './path-template.ts';
import { wordsOf } from './words.ts';

/** Values of the parameters in the path of one resource. */
export type PathValues = Readonly<Record<string, string>>;

/** The resource that a creation created, with the operation that removes it where there is one; or why it is unknown. */
export type CreatedResource =
  | {
      readonly kind: 'known';
      /** Path template of one such resource. */
      readonly path: string;
      readonly removal?: string;
      readonly pathValues: PathValues;
    }
  | {
      readonly kind: 'unknown';
      readonly why: string;
      /** The id in the answer, where nothing shows that it is new. */
      readonly id?: string;
    };

/** What reads before and after a creation showed of what it created. */
export type Proof = {
  /** The made-up name under which a read found it, and nothing under another made-up name. */
  readonly name?: string;
  /** The id in the answer, which its whole list did not show before and shows now, or under which a read before found nothing. */
  readonly newId?: string;
};

const proofs = new WeakMap<Exchange, Proof>();

/** Records what was read around a creation, for {@link createdResource}. */
export const recordProof = (creation: Exchange, proof: Proof): void => {
  proofs.set(creation, proof);
};

/**
 * Finds the resource that a creation created (RFC 9110 section 9.3.3). Its id is taken from a link of the document, from Location, or from
 * the body, else it is the made-up name that a read confirmed. The resource counts as ours only where something shows that it is new: status
 * 201, Location, a text of ours that the answer repeats, a list that did not show it before, or, after 202 and of what no operation removes, the moment of its creation. Otherwise it
 * may have existed before.
 * @param baseUrl The base URL of the request: a Location elsewhere names nothing that this API removes.
 */
export const createdResource = (resourceType: AnyInferred, exchange: Exchange, baseUrl: string): CreatedResource => {
  const { create, idChosenBy, idExpressions, idParameter } = resourceType;
  const item = itemOf(resourceType);
  const { pathValues } = exchange.request;
  const around = valuesAroundCreated(resourceType, pathValues);
  const resource = (values: PathValues): CreatedResource => ({
    kind: 'known',
    path: item.path,
    ...('remove' in resourceType ? { removal: item.key } : {}),
    pathValues: values,
  });
  if (idChosenBy === 'client') return resource({ ...around, ...assignedInstead(resourceType, exchange, baseUrl) });
  if (!isSuccess(exchange)) return { kind: 'unknown', why: `${create.key} was answered ${outcomeOf(exchange)}` };
  const linked = idExpressions
    .filter((expression) => parseExpression(expression) !== undefined)
    .map((expression) => idText(evaluate(expression, exchange)))
    .find((id) => id !== undefined && fits(item, idParameter, id));
  const located = locatedIn(item.path, exchange, baseUrl);
  const isLocated = located !== undefined && Object.entries(around).every(([name, value]) => located[name] === value);
  const shown = idsOfAdded(resourceType, exchange, Object.values(around).at(-1)) ?? [
    ...idCandidates(resourceType, jsonOf(exchange)),
    ...repeatedIn(resourceType, exchange),
  ];
  const id = linked ?? (isLocated ? located[idParameter] : shown.find((one) => fits(item, idParameter, one)));
  const answered = `${create.key} was answered ${outcomeOf(exchange)}`;
  const proof = proofs.get(exchange);
  if (id === undefined)
    return proof?.name === undefined
      ? { kind: 'unknown', why: `${answered} without an id` }
      : resource({ ...around, [idParameter]: proof.name });
  if (proof?.newId !== id && sentTexts(exchange.request.body).some((text) => text === id && !ours.test(text)))
    return { kind: 'unknown', why: `${answered} with the id ${id}, which was in the request body and may have existed before`, id };
  // What would be removed has to be ours for certain.
  const isQueued = !('remove' in resourceType) && isJustMade(exchange, id);
  const isNew = statusOf(exchange) === 201 || isLocated || repeatsOurs(exchange) || proof?.newId === id || isQueued;
  return isNew
    ? resource({ ...around, [idParameter]: id })
    : { kind: 'unknown', why: `${answered} with the id ${id}, and nothing shows that it is new`, id };
};

/** What the creation sent as the member that the path of one resource is called after, where the answer shows it: the `plate` of `/vehicles/{plate}`. */
const repeatedIn = (resourceType: AnyInferred, exchange: Exchange): readonly string[] => {
  const { idParameter } = resourceType;
  const body = jsonOf(exchange);
  const shown = [body, ...(isObject(body) ? Object.values(body) : [])].filter(isObject).map((one) => one[idParameter]);
  return sentIds(resourceType, exchange.request).filter((text) => shown.includes(text));
};

/**
 * A PUT creates the resource under the id that we chose. Where the answer 201 shows another id, the server chose that one instead (RFC 9110
 * section 9.3.4 requires a redirect then).
 */
const assignedInstead = (resourceType: AnyInferred, exchange: Exchange, baseUrl: string): PathValues => {
  const { idParameter } = resourceType;
  const item = itemOf(resourceType);
  if (statusOf(exchange) !== 201) return {};
  const located = locatedIn(item.path, exchange, baseUrl)?.[idParameter];
  const body = jsonOf(exchange);
  const id = located ?? (isObject(body) ? idText(body[idParameter]) : undefined);
  return id !== undefined && fits(item, idParameter, id) ? { [idParameter]: id } : {};
};

/**
 * The resource that Location names after a creation without an inferred resource type, with the operation that removes resources at such a
 * path. Undefined where there is none.
 */
export const locatedResource = (removals: readonly Operation[], exchange: Exchange, baseUrl: string): CreatedResource | undefined => {
  if (!isSuccess(exchange)) return undefined;
  for (const remove of removals) {
    const pathValues = locatedIn(remove.path, exchange, baseUrl);
    if (pathValues) return { kind: 'known', path: remove.path, removal: remove.key, pathValues };
  }
  return undefined;
};

/** Operations that remove the one resource that their path names, and that `x-assay` does not describe. */
export const removals = (operations: readonly Operation[]): readonly Operation[] =>
  operations.filter(
    ({ method, path, effect, inferred }) => inferred && method === 'DELETE' && effect === 'changes' && endsInParameter(path),
  );

/** The path values of a creation, by the names that they have in the path of the resource. */
export const valuesAroundCreated = (resourceType: AnyInferred, values: PathValues): PathValues =>
  valuesAround(resourceType, parametersIn(resourceType.create.path), values);

/** Values of other path parameters by the names of those of a resource. One whose path leaves out its parents (`/crates/{id}`) has none. */
const valuesAround = (resourceType: AnyInferred, theirs: readonly string[], values: PathValues): PathValues => {
  const item = itemOf(resourceType);
  if (isShallowItemOf(item.path, resourceType.name)) return {};
  const inItem = parametersIn(item.path);
  // What a POST below another resource adds to a collection with a path of its own.
  if (resourceType.idChosenBy === 'server' && inItem.length === 1) return {};
  return Object.fromEntries(
    theirs.flatMap((name, n) => (inItem[n] === undefined || values[name] === undefined ? [] : [[inItem[n], values[name]]])),
  );
};

/**
 * The values that Location has for a path template below the base URL (RFC 9110 section 10.2.2).
 * @param field Another field with such a reference.
 */
export const locatedIn = (template: string, exchange: Exchange, baseUrl: string, field = 'Location'): PathValues | undefined => {
  const [location] = headerValues(exchange, field);
  if (location === undefined) return undefined;
  for (const below of belowBaseIn(location, exchange, baseUrl)) {
    const values = valuesInPath(template, below);
    if (values && Object.values(values).every(isUsableId)) return values;
  }
  return behindProxy(template, location, exchange);
};

/**
 * The segments below the base URL of a reference in an answer, first as RFC 3986 resolves it. Many servers write it relative to the collection, as if its
 * path ended in a slash, or relative to the base URL.
 */
export const belowBaseIn = (location: string, { request }: Exchange, baseUrl: string): readonly (readonly string[])[] => {
  const asked = filledSegments(request.path, request.pathValues);
  if (asked === undefined) return [];
  const base = `${baseUrl.replace(/\/+$/u, '')}/`;
  const last = segmentsOf(request.path).at(-1);
  // A verb (`/carts/{id}:close`) is part of the segment before it.
  const end = last !== undefined && 'isVerb' in last ? `:${last.literal}` : '';
  const from = new URL(
    asked
      .slice(0, end === '' ? undefined : -1)
      .map(encodeURIComponent)
      .join('/') + end,
    base,
  );
  return [from, new URL(`${from.href}/`), new URL(base)]
    .filter((url) => URL.canParse(location, url.href))
    .flatMap((url) => [belowBase(new URL(location, url), new URL(base)) ?? []].filter((segments) => segments.length > 0));
};

/**
 * The values of a Location with another host or prefix than ours, because a server behind a proxy often does not know its public address.
 * They count only where the body has the same id.
 */
const behindProxy = (template: string, location: string, exchange: Exchange): PathValues | undefined => {
  if (!/^(?:https?:\/)?\//u.test(location) || !URL.canParse(location, 'http://host')) return undefined;
  const segments = segmentsBelow(new URL(location, 'http://host').pathname, '');
  const values = segments && valuesInPath(template, segments.slice(-segmentsOf(template).length));
  const idParameter = parametersIn(template).at(-1);
  if (!values || idParameter === undefined || !Object.values(values).every(isUsableId)) return undefined;
  const name = template.slice(0, template.lastIndexOf('/'));
  return idCandidates({ name, idParameter }, jsonOf(exchange))[0] === values[idParameter] ? values : undefined;
};

const belowBase = (url: URL, base: URL): readonly string[] | undefined => {
  return url.origin === base.origin && url.pathname.startsWith(base.pathname) ? segmentsBelow(url.pathname, base.pathname) : undefined;
};

/** The segments of a path below a prefix as plain text; undefined where they are none. */
const segmentsBelow = (path: string, prefix: string): readonly string[] | undefined => {
  try {
    return path
      .slice(prefix.length)
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
};

/** The placeholder that replaces a secret in stored exchanges; it is not an id. */
const masked = /\[(?:secret|issued)[^\]]*\]/u;

const isUsableId = (text: string): boolean => text !== '' && text !== '.' && text !== '..' && !masked.test(text);

/** An id as text. A number above the safe integers is left out, because rounded it is another id (RFC 8259 section 6). */
const idText = (value: unknown): string | undefined => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return typeof value === 'string' && isUsableId(value) ? value : undefined;
};

/** The ids in a body: those of the object itself, or of the only object in it, or of the only one whose name says so. */
const idCandidates = (resourceType: Pick<AnyInferred, 'name' | 'idParameter'>, body: unknown): readonly string[] => {
  const names = idNames(resourceType);
  const inObject = (value: unknown): readonly string[] =>
    isObject(value)
      ? names.flatMap((name) => {
          const id = idText(value[name]);
          return id !== undefined && (isIdName(name, resourceType.name) || ours.test(id)) ? id : [];
        })
      : [];
  const single = Array.isArray(body) && body.length === 1 ? (body[0] as unknown) : body;
  const own = inObject(single);
  if (own.length > 0 || !isObject(single)) return own;
  const wrapped = Object.entries(single)
    .map(([name, value]) => [name, Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value] as const)
    .filter(([, value]) => isObject(value));
  // Of several objects, the others may be resources of somebody else: an owner, a customer.
  const [only, ...others] = wrapped.length > 1 ? wrapped.filter(([name]) => isAround(name, resourceType.name)) : wrapped;
  return only && others.length === 0 ? inObject(only[1]) : [];
};

/**
 * The id of an entry where the answer shows the whole resource that it was added to, as that of a line does with the invoice: that of the only entry with what was sent.
 * Undefined where the answer shows no such resource.
 */
const idsOfAdded = (
  resourceType: Pick<AnyInferred, 'name' | 'idParameter'>,
  exchange: Exchange,
  owner: string | undefined,
): readonly string[] | undefined => {
  const { name } = resourceType;
  const body = jsonOf(exchange);
  if (owner === undefined || !isObject(body)) return undefined;
  const noun = nounWordsOf(name).join(' ');
  const isList = ([member]: readonly [string, unknown]): boolean => nounWordsOf(`/${wordsOf(member).join('-')}`).join(' ') === noun;
  const isOwner = (value: unknown): value is Readonly<Record<string, unknown>> =>
    isObject(value) && Object.entries(value).some(([, one]) => idText(one) === owner);
  const whole = [body, ...Object.values(body)].find(
    (value): value is Readonly<Record<string, unknown>> =>
      isOwner(value) && Object.entries(value).some((member) => isList(member) && Array.isArray(member[1]) && member[1].every(isObject)),
  );
  if (!whole) return undefined;
  const entries = Object.entries(whole).flatMap((member) => (isList(member) && Array.isArray(member[1]) ? member[1].filter(isObject) : []));
  const { body: asked } = exchange.request;
  const sent = asked !== undefined && 'value' in asked && isObject(asked.value) ? Object.entries(asked.value) : [];
  const same = entries.filter((entry) => sent.every(([key, value]) => entry[key] === undefined || isDeepStrictEqual(entry[key], value)));
  const [only, ...others] = same;
  return only && others.length === 0 && sent.length > 0 ? idCandidates(resourceType, only) : [];
};

/** The items of a page: the body itself where it is an array, else the elements of the arrays in it. */
export const itemsIn = (body: unknown): readonly unknown[] => {
  if (Array.isArray(body)) return body;
  return isObject(body)
    ? Object.values(body).flatMap((value: unknown) =>
        Array.isArray(value) ? value : isObject(value) ? Object.values(value).filter(Array.isArray).flat() : [],
      )
    : [];
};

/** The ids of all items on a page of a list. */
export const idsInList = (resourceType: AnyInferred, page: Exchange): readonly string[] =>
  isSuccess(page) ? itemsIn(jsonOf(page)).flatMap((item) => idInItem(resourceType, item) ?? []) : [];

/** The path values of a read of a list, by the names that they have in the path of a resource. */
export const valuesAroundListed = (resourceType: AnyInferred, values: PathValues): PathValues =>
  valuesAround(resourceType, parametersIn(resourceType.list?.path ?? ''), values);

/** The id of a listed item; undefined where none of its members can be one. */
export const idInItem = (resourceType: AnyInferred, item: unknown): string | undefined =>
  [...idCandidates(resourceType, item), ...keyInItem(resourceType, item)].find((one) =>
    fits(itemOf(resourceType), resourceType.idParameter, one),
  );

/** What an item shows under the very name of the parameter that its path takes, where it has no id: the `harbour` of `/routes/{routeId}/harbours/{harbour}`. */
const keyInItem = ({ idParameter, name }: AnyInferred, item: unknown): readonly string[] => {
  const id = isObject(item) && !Object.keys(item).some((one) => isIdName(one, name)) ? idText(item[idParameter]) : undefined;
  return id === undefined ? [] : [id];
};

/** Whether a text has the form that the path requires of an id: a name does not where the path takes a number. */
const fits = ({ parameters }: Operation, idParameter: string, id: string): boolean => {
  const schema: Schema = parameters.find((one) => one.in === 'path' && one.name === idParameter)?.schema ?? true;
  if (!isObject(schema)) return true;
  if (schema['type'] === 'integer') return /^-?\d+$/u.test(id);
  return schema['format'] !== 'uuid' || /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(id);
};

/**
 * Whether a page shows every resource of a type: it is a short list, its read has no parameter that asks for a part of it, and the answer
 * announces no more. A longer list may end at a limit of the server.
 */
export const isWholeList = (list: Operation, page: Exchange): boolean =>
  isSuccess(page) &&
  list.parameters.every(
    (one) => one.in === 'path' || one.common === true || (!one.required && !ofPages.test(one.name.replaceAll(/[^a-z]/giu, ''))),
  ) &&
  headerValues(page, 'Link').length === 0 &&
  itemsIn(jsonOf(page)).length < mostInShortList &&
  !announcesMore(jsonOf(page));

/** Fewer items than any customary size of a page. */
const mostInShortList = 10;

/** Names of parameters that ask for a part of a list. */
const ofPages =
  /^(?:page|paging|limit|offset|size|count|perpage|cursor|start|skip|top|take|from|after|before|max|num|next|continue|marker|first|last|range)/iu;

/** Whether a member beside the items has a name that announces more of them: `next`, `has_more`, `total`. */
const announcesMore = (body: unknown): boolean =>
  isObject(body) && Object.keys(body).some((name) => /next|more|cursor|total|page|count|continu|links|meta/iu.test(name));

/**
 * The made-up texts in the body of a creation that may name what it creates, because the member has the name of the path parameter, or of a
 * name: only those at the top of the body.
 */
export const sentNames = (resourceType: AnyInferred, { body }: PlannedRequest): readonly string[] => {
  const value: unknown = body !== undefined && 'value' in body ? body.value : undefined;
  if (!isObject(value)) return [];
  return idNames(resourceType).flatMap((name) => {
    const text = value[name];
    return typeof text === 'string' && ours.test(text) && fits(itemOf(resourceType), resourceType.idParameter, text) ? [text] : [];
  });
};

/**
 * The other texts in the body of a creation that may be the id of what it creates, because the member has the name of one: only those at the top of the body.
 */
export const sentIds = (resourceType: AnyInferred, { body }: PlannedRequest): readonly string[] => {
  const value: unknown = body !== undefined && 'value' in body ? body.value : undefined;
  if (!isObject(value)) return [];
  return idNames(resourceType).flatMap((name) => {
    const text = idText(value[name]);
    const mayBe =
      typeof value[name] === 'string' &&
      text !== undefined &&
      !ours.test(text) &&
      (name === resourceType.idParameter || isIdName(name, resourceType.name));
    return mayBe && fits(itemOf(resourceType), resourceType.idParameter, text) ? [text] : [];
  });
};

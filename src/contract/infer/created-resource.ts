import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { evaluate, parseExpression } from '../expression.ts';
import { headerValues, isSuccess, jsonOf, outcomeOf, statusOf } from '../message.ts';
import type { InferredResourceType, Operation, Schema } from '../model.ts';
import { isObject } from '../pointer.ts';
import { idNames, isIdName } from './id-names.ts';
import { endsInParameter, filledSegments, parametersIn, valuesInPath, segmentsOf } from './path-template.ts';

/** Values of the parameters in the path of one thing. */
export type PathValues = Readonly<Record<string, string>>;

/** The thing that a creation made, by the operation that removes it; or why nobody can tell which it is. */
export type CreatedResource =
  | { readonly kind: 'thing'; readonly removal: string; readonly pathValues: PathValues }
  | {
      readonly kind: 'unknown';
      readonly why: string;
      /** The id that the answer told, of which nothing shows that it is new. */
      readonly id?: string;
    };

/**
 * Tells which thing a creation made (RFC 9110 section 9.3.3). Its id is taken from the link of the document, from Location, or from the body; and it is
 * ours only where something says that it is new: status 201, Location, or a text of ours that the answer repeats. An id that nothing shows to be new may
 * be that of a thing that was there before.
 * @param baseUrl Where the request went: a Location elsewhere names nothing that this API removes.
 */
export const createdResource = (resourceType: InferredResourceType, exchange: Exchange, baseUrl: string): CreatedResource => {
  const { create, remove, named, idParameter } = resourceType;
  const { pathValues } = exchange.request;
  const around = namedByUs(resourceType, pathValues);
  const resource = (values: PathValues): CreatedResource => ({ kind: 'thing', removal: remove.key, pathValues: values });
  if (named === 'by-client') return resource({ ...around, ...assignedInstead(resourceType, exchange, baseUrl) });
  if (!isSuccess(exchange)) return { kind: 'unknown', why: `${create.key} was answered ${outcomeOf(exchange)}` };
  const reported = resourceType.reported
    .filter((expression) => parseExpression(expression) !== undefined)
    .map((expression) => idText(evaluate(expression, exchange)))
    .find((id) => id !== undefined && fits(remove, idParameter, id));
  const located = locatedIn(remove.path, exchange, baseUrl);
  const isLocated = located !== undefined && Object.entries(around).every(([name, value]) => located[name] === value);
  const id =
    reported ??
    (isLocated ? located[idParameter] : idCandidates(resourceType, jsonOf(exchange)).find((one) => fits(remove, idParameter, one)));
  const answered = `${create.key} was answered ${outcomeOf(exchange)}`;
  if (id === undefined) return { kind: 'unknown', why: `${answered} without an id` };
  if (sentTexts(exchange.request.body).some((text) => text === id && !ours.test(text)))
    return { kind: 'unknown', why: `${answered} with the id ${id}, which its body brought and which may have been there before`, id };
  const isNew = statusOf(exchange) === 201 || isLocated || repeatsOurs(exchange);
  return isNew
    ? resource({ ...around, [idParameter]: id })
    : { kind: 'unknown', why: `${answered} with the id ${id}, which nothing shows to be new`, id };
};

/**
 * What a PUT made bears the name that we gave, whatever came of it; but where the answer 201 tells of another one, the service gave it that (RFC 9110
 * section 9.3.4 asks for a redirect then).
 */
const assignedInstead = ({ remove, idParameter }: InferredResourceType, exchange: Exchange, baseUrl: string): PathValues => {
  if (statusOf(exchange) !== 201) return {};
  const located = locatedIn(remove.path, exchange, baseUrl)?.[idParameter];
  const body = jsonOf(exchange);
  const id = located ?? (isObject(body) ? idText(body[idParameter]) : undefined);
  return id !== undefined && fits(remove, idParameter, id) ? { [idParameter]: id } : {};
};

/**
 * The thing that Location names after a creation that no structure of the document joins to a removal: by the one operation that removes what
 * stands at such a path. Undefined where there is none.
 */
export const locatedResource = (removals: readonly Operation[], exchange: Exchange, baseUrl: string): CreatedResource | undefined => {
  if (!isSuccess(exchange)) return undefined;
  for (const remove of removals) {
    const pathValues = locatedIn(remove.path, exchange, baseUrl);
    if (pathValues) return { kind: 'thing', removal: remove.key, pathValues };
  }
  return undefined;
};

/** Operations that remove one thing that their path names, and of which nothing but the structure of the document tells. */
export const removals = (operations: readonly Operation[]): readonly Operation[] =>
  operations.filter(
    ({ method, path, effect, inferred }) => inferred && method === 'DELETE' && effect === 'changes' && endsInParameter(path),
  );

/** The values of the path that a creation was sent to, by the names that they have in the path of the thing. */
export const namedByUs = ({ create, remove }: InferredResourceType, values: PathValues): PathValues => {
  const theirs = parametersIn(create.path);
  const ours = parametersIn(remove.path);
  return Object.fromEntries(
    theirs.flatMap((name, n) => (ours[n] === undefined || values[name] === undefined ? [] : [[ours[n], values[name]]])),
  );
};

/** What Location names below the base URL, by the template of a path (RFC 9110 section 10.2.2). */
const locatedIn = (template: string, exchange: Exchange, baseUrl: string): PathValues | undefined => {
  const [location] = headerValues(exchange, 'Location');
  const asked = filledSegments(exchange.request.path, exchange.request.pathValues);
  if (location === undefined || asked === undefined) return undefined;
  const base = `${baseUrl.replace(/\/+$/u, '')}/`;
  const from = new URL(asked.map(encodeURIComponent).join('/'), base);
  // Many a server names the thing from the collection on, as if the collection ended in a slash, or from the base URL on.
  const candidates = [from, new URL(`${from.href}/`), new URL(base)]
    .filter((url) => URL.canParse(location, url.href))
    .map((url) => new URL(location, url));
  for (const url of candidates) {
    const below = belowBase(url, new URL(base));
    const values = below && valuesInPath(template, below);
    if (values && Object.values(values).every(isUsableId)) return values;
  }
  return behindProxy(template, location, exchange);
};

/**
 * What a Location names whose host or prefix is another one than ours: a service behind a proxy often does not know by which address it is reached.
 * Only where the body tells the same id.
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

/** What stands for a secret in what is kept, and is no id. */
const masked = /\[(?:secret|issued)[^\]]*\]/u;

const isUsableId = (text: string): boolean => text !== '' && text !== '.' && text !== '..' && !masked.test(text);

/** An id as text. A number that JSON cannot hold exactly is the id of something else once it is rounded (RFC 8259 section 6). */
const idText = (value: unknown): string | undefined => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return typeof value === 'string' && isUsableId(value) ? value : undefined;
};

/** Ids in the body of an answer: of the object itself, or of the only one in it. */
const idCandidates = (resourceType: Pick<InferredResourceType, 'name' | 'idParameter'>, body: unknown): readonly string[] => {
  const names = idNames(resourceType);
  const inObject = (value: unknown): readonly string[] =>
    isObject(value)
      ? names.flatMap((name) => {
          const id = idText(value[name]);
          return id !== undefined && (isIdName(name, resourceType.name) || ours.test(id)) ? id : [];
        })
      : [];
  const exclusive = Array.isArray(body) && body.length === 1 ? (body[0] as unknown) : body;
  const own = inObject(exclusive);
  if (own.length > 0 || !isObject(exclusive)) return own;
  const wrapped = Object.values(exclusive)
    .map((value) => (Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value))
    .filter(isObject);
  const [only, ...others] = wrapped;
  return only && others.length === 0 ? inObject(only) : [];
};

/** The items of a page: the body itself where it is an array, else every array in it. */
export const itemsIn = (body: unknown): readonly unknown[] => {
  if (Array.isArray(body)) return body;
  return isObject(body)
    ? Object.values(body).flatMap((value: unknown) =>
        Array.isArray(value) ? value : isObject(value) ? Object.values(value).filter(Array.isArray).flat() : [],
      )
    : [];
};

/** The ids of all that a page of a list shows. */
export const idsInList = (resourceType: InferredResourceType, page: Exchange): readonly string[] =>
  isSuccess(page) ? itemsIn(jsonOf(page)).flatMap((item) => idInItem(resourceType, item) ?? []) : [];

/** The values of the path that a list was read by, under the names that they have in the path of one thing. */
export const aroundListed = ({ list, remove }: InferredResourceType, values: PathValues): PathValues => {
  const theirs = parametersIn(list?.path ?? '');
  const ours = parametersIn(remove.path);
  return Object.fromEntries(
    theirs.flatMap((name, n) => (ours[n] === undefined || values[name] === undefined ? [] : [[ours[n], values[name]]])),
  );
};

/** The id of a listed item; undefined where none of its members can be one. */
export const idInItem = (resourceType: InferredResourceType, item: unknown): string | undefined =>
  idCandidates(resourceType, item).find((one) => fits(resourceType.remove, resourceType.idParameter, one));

/** Can a text be the id that a path takes: a name is none where a number is asked for. */
const fits = ({ parameters }: Operation, idParameter: string, id: string): boolean => {
  const schema: Schema = parameters.find((one) => one.in === 'path' && one.name === idParameter)?.schema ?? true;
  if (!isObject(schema)) return true;
  if (schema['type'] === 'integer') return /^-?\d+$/u.test(id);
  return schema['format'] !== 'uuid' || /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(id);
};

/** A text of ours: every one begins with this, and goes on with the nonce of the run. */
const ours = /(?<!\w)ct-\w/u;

/** Texts of ours in a request: they hold the nonce of the run, so that no other thing has them. */
export const ownTexts = ({ body, query, pathValues }: PlannedRequest): readonly string[] =>
  [...sentTexts(body), ...query.map(([, value]) => value), ...Object.values(pathValues)].filter((text) => ours.test(text));

/** Every text in a body. */
const sentTexts = (body: PlannedRequest['body']): readonly string[] => {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (isObject(value)) Object.values(value).forEach(visit);
  };
  visit(body !== undefined && 'value' in body ? body.value : undefined);
  return found;
};

/** Does an answer repeat a text of ours, so that it is about the thing that we asked for. */
const repeatsOurs = (exchange: Exchange): boolean => {
  const own = new Set(ownTexts(exchange.request));
  const visit = (value: unknown): boolean => {
    if (typeof value === 'string') return own.has(value);
    if (Array.isArray(value)) return value.some(visit);
    return isObject(value) && Object.values(value).some(visit);
  };
  return own.size > 0 && visit(jsonOf(exchange));
};

import type { Exchange } from '../../../model/exchange.ts';
import { statusOf } from '../../message.ts';
import type { Operation, Schema } from '../../model.ts';
import { below, isObject, valueAt } from '../../pointer.ts';
import { isAround } from '../id-names.ts';
import { isDirectlyBelow, isSamePath } from '../path-template.ts';
import { partsOf } from '../schema-parts.ts';
import { actsAs } from '../acting.ts';

type Json = Readonly<Record<string, unknown>>;

export const answers201 = ({ responses }: Operation): boolean => responses.some(({ status }) => status === '201');

/**
 * The documented successes of an operation, without the one by which a request that is sent again with its key is answered: 200 beside 201 (Created), by the same named schema. The
 * key itself says that nothing more is done then.
 */
const successesOfFirst = ({ method, path, parameters, responses }: Operation): Operation['responses'] => {
  const successes = responses.filter(({ status }) => status.startsWith('2'));
  const isKeyed = method === 'POST' && parameters.some((one) => one.in === 'header' && /idempoten/iu.test(one.name));
  const made = isKeyed ? successes.filter(({ status }) => status === '201').flatMap((one) => namedBy(one, path)) : [];
  const isRepeated = (one: Operation['responses'][number]): boolean =>
    one.status === '200' && one.content.length > 0 && namedBy(one, path).some((name) => made.includes(name));
  return successes.filter((one) => !isRepeated(one));
};

/** Is 201 (Created) the only documented success of an operation, but for a repetition with the same key. */
export const answersOnly201 = (operation: Operation): boolean => {
  const successes = successesOfFirst(operation);
  return successes.length > 0 && successes.every(({ status }) => status === '201');
};

/** Does every documented success of an operation have a Location: that of what it created (RFC 9110, sections 10.2.2 and 15.3.3). */
export const leadsToNew = (operation: Operation): boolean => {
  const successes = successesOfFirst(operation);
  return successes.length > 0 && successes.every(({ headers }) => headers.some(({ name }) => name.toLowerCase() === 'location'));
};

/**
 * Whether the documented answer 201 shows a new resource: by content, Location or a link. Some tools document 201 for every POST.
 */
export const showsCreated = (document: Json, { responses }: Operation): boolean =>
  responses.some(
    ({ status, content, headers, location }) =>
      status === '201' &&
      (content.length > 0 ||
        headers.some(({ name }) => name.toLowerCase() === 'location') ||
        isObject(valueAt(document, below(location.way.at(-1) ?? '#', 'links')))),
  );

const propertiesOf = (schema: Json): readonly (readonly [string, unknown])[] =>
  isObject(schema['properties']) ? Object.entries(schema['properties']) : [];

/** The named schema that a schema is; where it is none, those of the members that are around a resource at a path: `data` of `{data, meta}`, or `cart` for `/carts`. */
const namedIn = (schema: unknown, path: string): readonly string[] => {
  if (!isObject(schema)) return [];
  if (typeof schema['$ref'] === 'string') return [schema['$ref']];
  return propertiesOf(schema).flatMap(([name, member]) =>
    isAround(name, path) && isObject(member) && typeof member['$ref'] === 'string' ? [member['$ref']] : [],
  );
};

/** The named schemas by which one answer is described. */
const namedBy = ({ content }: Operation['responses'][number], path: string): readonly string[] =>
  content.flatMap(({ schema }) => namedIn(schema, path));

/** The schemas of the documented successes of an operation. */
const successesOf = ({ responses }: Operation): readonly Schema[] =>
  responses
    .filter(({ status }) => status.startsWith('2'))
    .flatMap(({ content }) => content.flatMap(({ schema }) => (schema === undefined ? [] : [schema])));

/** The named schemas by which the successes of an operation are described. */
const shownBy = (operation: Operation): readonly string[] => successesOf(operation).flatMap((schema) => namedIn(schema, operation.path));

/** Are successes of two operations described by the same named schema. */
export const answersSame = (one: Operation, other: Operation): boolean => {
  const shown = new Set(shownBy(other));
  return shownBy(one).some((schema) => shown.has(schema));
};

/** The named schemas that a schema extends, right at its top: those in its `allOf`, of what it refers to as well. */
const extendedBy = (document: Json, schema: unknown): readonly string[] =>
  partsOf(document, schema).flatMap(({ allOf }) => (Array.isArray(allOf) ? allOf : []).flatMap(namedAlone));

const namedAlone = (schema: unknown): readonly string[] => (isObject(schema) && typeof schema['$ref'] === 'string' ? [schema['$ref']] : []);

/**
 * Does a creation answer with all that another operation shows, and more that only the creation tells, such as a secret: its schema has in `allOf` the named one of the other
 * answer.
 */
const answersMore = (document: Json, create: Operation, shown: Operation): boolean => {
  const more = new Set(successesOf(create).flatMap((schema) => extendedBy(document, schema)));
  return more.size > 0 && shownBy(shown).some((schema) => more.has(schema));
};

/**
 * Does a read or a change at a path show by the same named schema what a creation answers: then the path names what was created. The creation may answer with more than that,
 * see {@link answersMore}.
 */
export const showsSame = (document: Json, operations: readonly Operation[], create: Operation, path: string): boolean =>
  operations.some(
    (one) =>
      ['GET', 'PATCH', 'PUT'].includes(actsAs(one)) &&
      isSamePath(one.path, path) &&
      (answersSame(one, create) || answersMore(document, create, one)),
  );

/** How deep a named schema may stand in an answer that shows what was done to a resource: `{data: {cancelled, promoted}}`. */
const deepest = 2;

const namedInside = (schema: unknown, left: number): readonly string[] => {
  if (!isObject(schema)) return [];
  if (typeof schema['$ref'] === 'string') return [schema['$ref']];
  return left === 0 ? [] : propertiesOf(schema).flatMap(([, member]) => namedInside(member, left - 1));
};

/**
 * Does any operation at a path, or right below it, answer with what a creation answers, by the same named schema: `DELETE /bookings/{id}` and
 * `POST /bookings/{id}/check-in` with a booking.
 */
export const isShownAt = (operations: readonly Operation[], create: Operation, path: string): boolean =>
  operations
    .filter((one) => isSamePath(one.path, path) || isDirectlyBelow(one.path, path))
    .flatMap((one) => successesOf(one).flatMap((schema) => namedInside(schema, deepest)))
    .some((schema) => shownBy(create).includes(schema));

/**
 * May there be no resource yet after a creation: it was answered 202 (RFC 9110, section 15.3.3), and what the answer shows is not described by the very schema of
 * what a read at the path of the resource shows. Where it is, the answer shows the resource itself, such as a queued export, which is done later.
 */
export const isPending = (
  { document, operations }: { readonly document: Json; readonly operations: readonly Operation[] },
  create: Operation,
  path: string,
  answer: Exchange,
): boolean => statusOf(answer) === 202 && !showsSame(document, operations, create, path);

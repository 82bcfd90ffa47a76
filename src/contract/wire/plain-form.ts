import { nodeOf } from '../../model/location.ts';
import type { FormMember } from '../../model/request.ts';
import { membersOf, partsOf } from '../infer/schema-parts.ts';
import type { Content, Contract } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import { essenceOf } from './media-type.ts';
import { primitiveText } from './primitive-text.ts';
import { styleWriting } from './writing.ts';

type Document = Contract['document'];
type Json = Readonly<Record<string, unknown>>;

/** How the members of a form are written, by their names; those that are not named are written as plain text, once for each item of a list. */
export type PlainForm = Readonly<Record<string, FormMember>>;

const single: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'null']);

const forms: ReadonlySet<string> = new Set(['application/x-www-form-urlencoded', 'multipart/form-data']);

/** The alternatives of the choices in a part of a schema. */
const choicesIn = ({ oneOf, anyOf }: Json): readonly unknown[] =>
  [oneOf, anyOf].flatMap((choices): readonly unknown[] => (Array.isArray(choices) ? choices : []));

/** The JSON types that a schema tells, of a choice those of all alternatives. */
const typesTold = (document: Document, schema: unknown): readonly unknown[] =>
  partsOf(document, schema).flatMap((part) => [
    ...[part['type']].flat().filter((type) => type !== undefined),
    ...choicesIn(part).flatMap((one) => typesTold(document, one)),
  ]);

/** Has every value of a schema one text: a number, a text, true or false. */
const isSingle = (document: Document, schema: unknown): boolean => {
  const types = typesTold(document, schema);
  return types.length > 0 && types.every((type) => single.has(type));
};

/** Are the values of a schema octets, which a text of JSON does not show. */
const isOctets = (document: Document, schema: unknown): boolean =>
  partsOf(document, schema).some(
    ({ format, contentMediaType, contentEncoding }) =>
      format === 'binary' || contentMediaType !== undefined || contentEncoding !== undefined,
  );

/** The schema of one text of a member: that of the items where it is a list. */
const itemOf = (document: Document, schema: unknown): unknown =>
  partsOf(document, schema)
    .map(({ items }) => items)
    .find((items) => items !== undefined) ?? schema;

const styled = (encoding: Json): boolean => ['style', 'explode', 'allowReserved'].some((word) => encoding[word] !== undefined);

/** How a member is written; undefined where the document does not tell that of every value, or where it is a file. */
const memberOf = (document: Document, schema: unknown, encoding: Json): FormMember | undefined => {
  const item = itemOf(document, schema);
  if (isOctets(document, item)) return undefined;
  const separated = partsOf(document, schema).find((part) => part['x-collectionFormat'] !== undefined);
  const told = styled(encoding) ? encoding : separated;
  if (told) {
    const { style, explode, allowReserved } = styleWriting('query', told);
    return style === 'deepObject' || isSingle(document, item) ? { style: { style, explode, allowReserved } } : undefined;
  }
  const { contentType } = encoding;
  if (!isSingle(document, item)) return undefined;
  if (typeof contentType !== 'string') return {};
  return essenceOf(contentType) === 'text/plain' ? { contentType } : undefined;
};

/**
 * How a body is written that is a form of plain members alone; undefined where it is no form, or where OpenAPI leaves the writing of a member open (a list of
 * objects without a style), and where a member is a file.
 */
export const plainForm = (document: Document, { mediaType, schema, location }: Content): PlainForm | undefined => {
  if (!forms.has(essenceOf(mediaType)) || !isObject(schema)) return undefined;
  const members = membersOf(document, schema);
  const media = valueAt(document, nodeOf(location));
  const encodings = isObject(media) && isObject(media['encoding']) ? media['encoding'] : {};
  const written: [string, FormMember][] = [];
  for (const [name, member] of members) {
    const encoding = encodings[name];
    const found = memberOf(document, member, isObject(encoding) ? encoding : {});
    if (found === undefined) return undefined;
    if (Object.keys(found).length > 0) written.push([name, found]);
  }
  return members.size > 0 ? Object.fromEntries(written) : undefined;
};

/** Why a form cannot say a value; undefined where it can. Null and an empty list or object have no text, so that they are the same as an absent member. */
export const formHindrance = (value: unknown): string | undefined => {
  if (!isObject(value)) return 'a form has only members';
  const inside = (one: unknown): string | undefined => {
    if (Array.isArray(one)) return one.length === 0 ? 'a form has no empty list' : one.map(inside).find((why) => why !== undefined);
    if (isObject(one)) {
      const parts = Object.values(one);
      return parts.length === 0 ? 'a form has no empty object' : parts.map(inside).find((why) => why !== undefined);
    }
    return primitiveText(one) === undefined ? 'a form has no null' : undefined;
  };
  return Object.values(value)
    .map(inside)
    .find((why) => why !== undefined);
};

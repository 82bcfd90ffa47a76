import type { Contract, Operation, Schema } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { formText, multipartText } from '../contract/wire/form.ts';
import { primitiveText } from '../contract/wire/primitive-text.ts';
import { headerText, isDefined, Unwritable } from '../contract/wire/styles.ts';
import { styleWriting } from '../contract/wire/writing.ts';
import { nodeOf } from '../model/location.ts';
import type { FormMember, RequestBody } from '../model/request.ts';
import { type ChosenContent, contentsInOrder } from './body-content.ts';
import { bodyExamples } from './body-examples.ts';
import { examplesOf } from './examples.ts';
import { type Making, type MissingValue, valueNeed } from './member-value.ts';
import { bodyValue } from './minimal-body.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';
import { simplestValue } from './simplest-value.ts';

export type MadeRequestBody =
  | { readonly kind: 'body'; readonly body: RequestBody; readonly madeUp: readonly string[] }
  | { readonly kind: 'missing'; readonly prerequisites: readonly MissingValue[] };

/** The body of a JSON value for an operation, in the media type that its document declares. */
export const jsonBody = ({ body }: Pick<Operation, 'body'>, value: unknown): RequestBody => {
  const [chosen] = contentsInOrder(body?.content ?? []);
  return chosen?.form !== 'json' || chosen.mediaType === 'application/json'
    ? { kind: 'json', value }
    : { kind: 'json', value, mediaType: chosen.mediaType };
};

/**
 * The body that a request to an operation ought to have, in the first of its media types for which one can be made: JSON as declared (also
 * with a suffix), a form, a text; any other only where the document or the operator gives it as a text.
 */
export const requestBody = (operation: Operation, making: Making): MadeRequestBody => {
  const tried = contentsInOrder(operation.body?.content ?? []).map((chosen) => () => bodyIn(operation, chosen, making));
  let first: MadeRequestBody | undefined;
  for (const make of tried) {
    const made = make();
    if (made.kind === 'body') return made;
    first ??= made;
  }
  return first ?? { kind: 'missing', prerequisites: [valueNeed(operation, 'body', 'the document describes no content of it')] };
};

const bodyIn = (operation: Operation, chosen: ChosenContent, making: Making): MadeRequestBody => {
  switch (chosen.form) {
    case 'json': {
      const made = bodyValue(operation, chosen.content, making);
      return made.kind === 'missing' ? made : { kind: 'body', body: jsonBody(operation, made.value), madeUp: made.madeUp };
    }
    case 'form':
      return formBody(operation, chosen, making);
    case 'text':
    case 'example':
      return textBody(operation, chosen, making);
    default:
      return chosen.form satisfies never;
  }
};

const missingBody = (operation: Operation, why: string): MadeRequestBody => ({
  kind: 'missing',
  prerequisites: [valueNeed(operation, 'body', why)],
});

/** The content of a made-up file. */
const fileText = 'ct';

const textBody = (operation: Operation, { content, form, mediaType }: ChosenContent, making: Making): MadeRequestBody => {
  const given = making.target.values[operation.key]?.['body'];
  const [documented] = [...(given === undefined ? [] : [given]), ...bodyExamples(making.contract, content).usable]
    .map(primitiveText)
    .filter((text) => text !== undefined);
  if (documented !== undefined) return { kind: 'body', body: { kind: 'text', text: documented, mediaType }, madeUp: [] };
  if (form === 'example')
    return missingBody(operation, `media type ${mediaType}: give an example of it as a text, in the document or here`);
  const { schema = true } = content;
  const resolved = resolvedSchema(making.contract.document, schema);
  const isText = resolved === true || typesOf(resolved).every((type) => type === 'string');
  if (!isText) return missingBody(operation, `media type ${mediaType}: its schema is no text, and the document prints no example of one`);
  if (isBinary(resolved)) return { kind: 'body', body: { kind: 'text', text: fileText, mediaType }, madeUp: ['body'] };
  const fresh = operation.effect === 'safe' ? undefined : making.fresh;
  const made = simplestValue({ document: making.contract.document, fresh }, resolved, 'body');
  if (made.kind === 'unknown') return missingBody(operation, made.why);
  return { kind: 'body', body: { kind: 'text', text: String(made.value), mediaType }, madeUp: made.madeUp ? ['body'] : [] };
};

const formBody = (operation: Operation, { content, mediaType }: ChosenContent, making: Making): MadeRequestBody => {
  const made = bodyValue(operation, content, making);
  if (made.kind === 'missing') return made;
  if (!isObject(made.value)) return missingBody(operation, `media type ${mediaType}: its schema is no object`);
  const { value } = made;
  const described = Object.keys(value).map(
    (name) => [name, memberIn(making.contract, content.schema ?? true, content.location, name)] as const,
  );
  const members = Object.fromEntries(described.filter(([, member]) => Object.keys(member).length > 0));
  const body = { kind: 'form', mediaType, value, members } as const;
  try {
    if (mediaType.startsWith('multipart/')) multipartText(body);
    else formText(body);
  } catch (error) {
    if (!(error instanceof Unwritable)) throw error;
    return missingBody(operation, error.message);
  }
  const undefinedForms = described.flatMap(([name, { style }]) =>
    style && !isDefined('query', { value: value[name], style: style.style, explode: style.explode }) ? [name] : [],
  );
  return { kind: 'body', body, madeUp: [...new Set([...made.madeUp, ...undefinedForms])] };
};

/** Octets instead of text: `format: binary` in OpenAPI 3.0, a media type of its own in 3.1 (Working with Binary Data). */
const isBinary = (schema: Schema): boolean =>
  schema === true ||
  (isObject(schema) &&
    (schema['format'] === 'binary' ||
      (schema['contentMediaType'] !== undefined && schema['contentEncoding'] === undefined) ||
      (typesOf(schema).length === 0 && Object.keys(schema).every((keyword) => keyword === 'description' || keyword === 'title'))));

/** The media type of a file: what its schema states (JSON Schema 2020-12, Validation section 8.4), else that of any octets. */
const fileType = (schema: Schema): string => {
  const declared = isObject(schema) ? schema['contentMediaType'] : undefined;
  return typeof declared === 'string' && !declared.includes('*') ? declared : 'application/octet-stream';
};

/** How the document declares that a member of a form is written (OpenAPI 3.1, Encoding Object). */
const memberIn = (contract: Contract, schema: Schema, location: ChosenContent['content']['location'], name: string): FormMember => {
  const { document } = contract;
  const body = resolvedSchema(document, schema);
  const properties = isObject(body) && isObject(body['properties']) ? body['properties'] : {};
  const property = isObject(properties[name]) ? resolvedSchema(document, properties[name]) : undefined;
  const item = isObject(property) && isObject(property['items']) ? resolvedSchema(document, property['items']) : property;
  const media = valueAt(document, nodeOf(location));
  const encodings = isObject(media) && isObject(media['encoding']) ? media['encoding'] : {};
  const encoding = isObject(encodings[name]) ? encodings[name] : {};
  // OpenAPI 3.1, Encoding Object: any of these makes the member one of a query; without them its media type counts.
  if (['style', 'explode', 'allowReserved'].some((word) => encoding[word] !== undefined)) {
    const { style, explode, allowReserved } = styleWriting('query', encoding);
    return { style: { style, explode, allowReserved } };
  }
  const isFile = item !== undefined && isBinary(item);
  const declared = typeof encoding['contentType'] === 'string' ? encoding['contentType'].split(',')[0]?.trim() : undefined;
  const usual = isFile ? fileType(item) : undefined;
  const contentType = declared === undefined || declared.includes('*') ? usual : declared;
  const headers = headersIn(document, encoding);
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(headers.length > 0 ? { headers } : {}),
    ...(isFile ? { fileName: `${name}.bin` } : {}),
  };
};

/** Header fields of a part: those that are required or have an example. The media type is described elsewhere. */
const headersIn = (document: Contract['document'], { headers }: Readonly<Record<string, unknown>>): [string, string][] =>
  Object.entries(isObject(headers) ? headers : {}).flatMap(([name, written]) => {
    const header = isObject(written) ? resolvedSchema(document, written) : true;
    if (!isObject(header) || name.toLowerCase() === 'content-type') return [];
    const [example] = examplesOf(document, header);
    const schema = isObject(header['schema']) ? header['schema'] : true;
    const made = example === undefined ? simplestValue({ document }, schema, name) : undefined;
    const value = made?.kind === 'value' && header['required'] === true ? made.value : example;
    return value === undefined ? [] : [[name, headerText(value, header['explode'] === true)]];
  });

import { askedContent } from '../contract/asked-content.ts';
import type { Operation } from '../contract/model.ts';
import { escapeToken, isObject, valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { csvText } from '../contract/wire/csv.ts';
import { essenceOf } from '../contract/wire/media-type.ts';
import { formHindrance } from '../contract/wire/plain-form.ts';
import { primitiveText } from '../contract/wire/primitive-text.ts';
import { Unwritable } from '../contract/wire/styles.ts';
import { xmlText } from '../contract/wire/xml.ts';
import { nodeOf } from '../model/location.ts';
import type { RequestBody } from '../model/request.ts';
import { type BodyForm, type ChosenContent, contentsInOrder } from './body-content.ts';
import { bodyExamples } from './body-examples.ts';
import { isBinary } from './files.ts';
import { type Form, hasFile, writtenForm } from './form-body.ts';
import { patchBody } from './json-patch.ts';
import { type Making, type MissingValue, valueNeed } from './member-value.ts';
import { bodyValue, type MadeBody } from './minimal-body.ts';
import { resolvedSchema, typesOf, withItem } from './resolved-schema.ts';
import { sampleFile } from './sample-files.ts';
import { simplestValue } from './simplest-value.ts';

export type MadeRequestBody =
  | { readonly kind: 'body'; readonly body: RequestBody; readonly madeUp: readonly string[] }
  | { readonly kind: 'missing'; readonly prerequisites: readonly MissingValue[] };

const isJsonForm = (form: BodyForm | undefined): boolean => form === 'json' || form === 'json-patch';

const asJson = (value: unknown, mediaType: string): RequestBody =>
  mediaType === 'application/json' ? { kind: 'json', value } : { kind: 'json', value, mediaType };

/**
 * The body of a value for an operation, as its document has it written: as JSON, or as the form of plain members that `askedContent` chooses. A value without members is
 * no form; what is sent of it then is JSON, which no session sends to an operation that asks for a form.
 */
export const askedBody = ({ body }: Pick<Operation, 'body'>, value: unknown): RequestBody => {
  const [chosen] = contentsInOrder(body?.content ?? []);
  if (chosen && isJsonForm(chosen.form)) return asJson(value, chosen.mediaType);
  const asked = askedContent(body);
  if (asked?.form === undefined || !isObject(value)) return asJson(value, 'application/json');
  return { kind: 'form', mediaType: essenceOf(asked.mediaType), value, members: asked.form };
};

/** The body of a change that sets members which the resource has: of a JSON Patch (RFC 6902) one replacement for each. */
export const settingBody = (operation: Pick<Operation, 'body'>, set: Readonly<Record<string, unknown>>): RequestBody => {
  const [chosen] = contentsInOrder(operation.body?.content ?? []);
  const replacing = (): readonly unknown[] =>
    Object.entries(set).map(([name, value]) => ({ op: 'replace', path: `/${escapeToken(name)}`, value }));
  return askedBody(operation, chosen?.form === 'json-patch' ? replacing() : set);
};

/**
 * The body that a request to an operation ought to have, in the first of its media types for which one can be made: JSON as declared (also
 * with a suffix), a form, another notation of its value, a text, a file; any other only where the document or the operator gives it as a text.
 */
export const requestBody = (operation: Operation, making: Making): MadeRequestBody => {
  let first: MadeRequestBody | undefined;
  for (const chosen of contentsFor(operation, making)) {
    const made = bodyIn(operation, chosen, making);
    if (made.kind === 'body') return made;
    first ??= made;
  }
  return first ?? { kind: 'missing', prerequisites: [valueNeed(operation, 'body', 'the document describes no content of it')] };
};

/** The bodies in every declared media type for which one can be made, in the order in which they are tried. */
export const requestBodies = (operation: Operation, making: Making): readonly (MadeRequestBody & { readonly kind: 'body' })[] =>
  contentsFor(operation, making).flatMap((chosen) => {
    const made = bodyIn(operation, chosen, making);
    return made.kind === 'body' ? [made] : [];
  });

const isUrlEncoded = ({ mediaType }: ChosenContent): boolean => essenceOf(mediaType) === 'application/x-www-form-urlencoded';

/** The contents in the order in which they are tried. A file is sent in a `multipart` form, where one is declared. */
const contentsFor = ({ body }: Operation, { contract }: Making): readonly ChosenContent[] => {
  const chosen = contentsInOrder(body?.content ?? []).map((one) => (isFile(one, contract) ? { ...one, form: 'file' as const } : one));
  const isBehind = (one: ChosenContent): boolean => isUrlEncoded(one) && hasFile(contract, one.content);
  return chosen.some(({ mediaType }) => mediaType.startsWith('multipart/'))
    ? [...chosen.filter((one) => !isBehind(one)), ...chosen.filter(isBehind)]
    : chosen;
};

/** Is a range declared for octets, and not for JSON? */
const isFile = ({ content, form }: ChosenContent, { document }: Making['contract']): boolean => {
  const schema = resolvedSchema(document, content.schema ?? {});
  return form === 'json' && content.mediaType.includes('*') && isObject(schema) && schema['format'] === 'binary';
};

const bodyIn = (operation: Operation, chosen: ChosenContent, making: Making): MadeRequestBody => {
  const { content, form, mediaType } = chosen;
  switch (form) {
    case 'json':
      return withValue(bodyValue(operation, content, making), (value) => asJson(value, mediaType));
    case 'json-patch':
      return withValue(patchBody(operation, content, making), (value) => asJson(value, mediaType));
    case 'form':
      return formBody(operation, chosen, making);
    case 'yaml':
      // YAML 1.2.2, section 1.3: every JSON text is one of YAML.
      return notedBody(operation, chosen, making, (value) => `${JSON.stringify(value)}\n`);
    case 'lines':
      return notedBody(operation, chosen, making, (value) =>
        [value]
          .flat()
          .map((item) => `${JSON.stringify(item)}\n`)
          .join(''),
      );
    case 'csv':
      return notedBody(operation, chosen, making, (value) => csvText([value].flat()));
    case 'xml':
      return notedBody(operation, chosen, making, (value) => xmlText(making.contract.document, content.schema ?? true, value));
    case 'text':
    case 'file':
    case 'example':
      return textBody(operation, chosen, making);
    case 'parts':
      return missingBody(operation, `media type ${mediaType}: OpenAPI does not define its parts, and assay sends only multipart/form-data`);
    default:
      return form satisfies never;
  }
};

const withValue = (made: MadeBody, written: (value: unknown) => RequestBody): MadeRequestBody =>
  made.kind === 'missing' ? made : { kind: 'body', body: written(made.value), madeUp: made.madeUp };

const missingBody = (operation: Operation, why: string): MadeRequestBody => ({
  kind: 'missing',
  prerequisites: [valueNeed(operation, 'body', why)],
});

/** What the operator gives or the document prints for a whole body. */
const printedBodies = (operation: Operation, { content }: ChosenContent, { target, contract, exampleSet }: Making): readonly unknown[] => {
  const given = target.values[operation.key]?.['body'];
  return [...(given === undefined ? [] : [given]), ...bodyExamples(contract, content, exampleSet).usable];
};

/** A body in a notation other than JSON: what is printed in it, else the value of the schema written in it. */
const notedBody = (operation: Operation, chosen: ChosenContent, making: Making, written: (value: unknown) => string): MadeRequestBody => {
  const { content, mediaType } = chosen;
  const [printed] = printedBodies(operation, chosen, making);
  if (typeof printed === 'string') return { kind: 'body', body: { kind: 'text', text: printed, mediaType }, madeUp: [] };
  const schema = resolvedSchema(making.contract.document, content.schema ?? true);
  const types = typesOf(schema);
  const isText = types.length > 0 && types.every((type) => type === 'string');
  if (content.schema === undefined || isText) return sampleBody(operation, chosen, making);
  // A table or lines without an item would be no body at all.
  const isList = chosen.form === 'lines' || chosen.form === 'csv';
  const made = bodyValue(operation, isList ? { ...content, schema: withItem(schema) } : content, making);
  if (made.kind === 'missing') return made;
  try {
    const madeUp = printed === undefined ? [...made.madeUp, 'body'] : made.madeUp;
    return { kind: 'body', body: { kind: 'text', text: written(made.value), mediaType }, madeUp };
  } catch (error) {
    if (!(error instanceof Unwritable)) throw error;
    return missingBody(operation, `media type ${mediaType}: give an example of it as a text, in the document or here: ${error.message}`);
  }
};

/** A file of ours, where nothing is known of the body but its media type. */
const sampleBody = (operation: Operation, { mediaType, form }: ChosenContent, making: Making): MadeRequestBody => {
  const fresh = operation.effect === 'safe' ? undefined : making.fresh('body');
  const content = form === 'lines' ? '{}\n' : form === 'xml' ? undefined : sampleFile(mediaType, fresh)?.content;
  if (content === undefined)
    return missingBody(operation, `media type ${mediaType}: give an example of it as a text, in the document or here`);
  const body: RequestBody =
    typeof content === 'string'
      ? { kind: 'text', text: content, mediaType }
      : { kind: 'octets', base64: content.toString('base64'), mediaType };
  return { kind: 'body', body, madeUp: ['body'] };
};

const scalar = new Set(['string', 'integer', 'number', 'boolean', 'null']);

const textBody = (operation: Operation, chosen: ChosenContent, making: Making): MadeRequestBody => {
  const { content, form, mediaType } = chosen;
  const schema = resolvedSchema(making.contract.document, content.schema ?? true);
  const isOctets = form === 'file' && isBinary(schema);
  const given = making.target.values[operation.key]?.['body'];
  const printed = printedBodies(operation, chosen, making).map(primitiveText);
  // What a document prints for octets of a picture is no picture.
  const isReadable = !isOctets || given !== undefined || typeof sampleFile(mediaType)?.content === 'string';
  const documented = isReadable ? printed.find((text) => text !== undefined) : undefined;
  if (documented !== undefined) return { kind: 'body', body: { kind: 'text', text: documented, mediaType }, madeUp: [] };
  if (form === 'example' || isBinary(schema)) return sampleBody(operation, chosen, making);
  if (!typesOf(schema).every((type) => scalar.has(type)) || typesOf(schema).length === 0)
    return missingBody(operation, `media type ${mediaType}: its schema is no text, and the document prints no example of one`);
  if (form === 'file' && sampleFile(mediaType)?.content instanceof Buffer) return sampleBody(operation, chosen, making);
  const fresh = operation.effect === 'safe' ? undefined : making.fresh;
  const made = simplestValue({ document: making.contract.document, fresh }, schema, 'body');
  if (made.kind === 'unknown') return missingBody(operation, made.why);
  return { kind: 'body', body: { kind: 'text', text: String(made.value), mediaType }, madeUp: made.madeUp ? ['body'] : [] };
};

/** A form of plain members with the writings of all that are described, so that it can be written of another value, too, and without what it cannot say. */
const asAsked = (operation: Operation, { content, mediaType }: ChosenContent, body: Form): Form =>
  content.form === undefined || content !== askedContent(operation.body)
    ? body
    : {
        kind: 'form',
        mediaType,
        value: Object.fromEntries(Object.entries(body.value).filter(([name, one]) => formHindrance({ [name]: one }) === undefined)),
        members: content.form,
      };

const formBody = (operation: Operation, chosen: ChosenContent, making: Making): MadeRequestBody => {
  const made = bodyValue(operation, chosen.content, making);
  if (made.kind === 'missing') return made;
  if (!isObject(made.value)) return missingBody(operation, `media type ${chosen.mediaType}: its schema is no object`);
  const given = making.target.values[operation.key] ?? {};
  const isGiven = (name: string): boolean => given[name] !== undefined || given['body'] !== undefined;
  const said = saidIn(valueAt(making.contract.document, nodeOf(operation.location))).toReversed();
  const fresh = operation.effect === 'safe' ? undefined : making.fresh;
  const written = writtenForm(making.contract, chosen, made.value, { isGiven, said, fresh });
  if (written.kind === 'unwritable') return missingBody(operation, written.why);
  return { kind: 'body', body: asAsked(operation, chosen, written.body), madeUp: [...new Set([...made.madeUp, ...written.madeUp])] };
};

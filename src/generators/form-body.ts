import type { Contract, Schema } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { formText, multipartOctets } from '../contract/wire/form.ts';
import { essenceOf } from '../contract/wire/media-type.ts';
import { headerHindrance, headerText, isDefined, Unwritable } from '../contract/wire/styles.ts';
import { styleWriting } from '../contract/wire/writing.ts';
import { nodeOf } from '../model/location.ts';
import type { FormMember, RequestBody } from '../model/request.ts';
import type { ChosenContent } from './body-content.ts';
import { examplesOf } from './examples.ts';
import { firstUsable, isBinary, isFileType, statedType, typeInTexts, typeInWords } from './files.ts';
import type { Making } from './member-value.ts';
import { resolvedSchema } from './resolved-schema.ts';
import { sampleFile, typeInRange } from './sample-files.ts';
import { simplestValue } from './simplest-value.ts';

export type Form = Extract<RequestBody, { readonly kind: 'form' }>;

export type WrittenForm =
  /** `madeUp` names the members whose content is a file of ours, or whose form OpenAPI leaves open. */
  | { readonly kind: 'form'; readonly body: Form; readonly madeUp: readonly string[] }
  | { readonly kind: 'unwritable'; readonly why: string };

type AroundForm = {
  /** Says of a member whether the operator gives it; then that is the content of the file. */
  readonly isGiven: (name: string) => boolean;
  /** What the document says of the operation: it may name the type of a file that its member does not. */
  readonly said: readonly string[];
  /** Makes files unlike those of other requests. */
  readonly fresh: Making['fresh'] | undefined;
};

/** A form of a value, each member written as the document declares it, and files of their media types in place of binary members. */
export const writtenForm = (
  contract: Contract,
  { content, mediaType }: ChosenContent,
  value: Readonly<Record<string, unknown>>,
  { isGiven, said, fresh }: AroundForm,
): WrittenForm => {
  const body = resolvedSchema(contract.document, content.schema ?? true);
  const properties = isObject(body) && isObject(body['properties']) ? body['properties'] : {};
  const media = valueAt(contract.document, nodeOf(content.location));
  const encodings = isObject(media) && isObject(media['encoding']) ? media['encoding'] : {};
  const isMultipart = essenceOf(mediaType).startsWith('multipart/');
  try {
    const written = Object.entries(value).map(([name, one]) => {
      const [property, encoding] = [properties[name], encodings[name]];
      const declared: Declared = {
        name,
        property: isObject(property) ? resolvedSchema(contract.document, property) : undefined,
        encoding: isObject(encoding) ? encoding : {},
        said,
      };
      const member = memberOf(contract, declared);
      return isMultipart && member.isFile && !isGiven(name)
        ? { name, ...withFile(contract, declared, member, one, fresh), isMadeUp: true }
        : { name, value: one, member: member.member, isMadeUp: isOpen(one, member.member) };
    });
    const form: Form = {
      kind: 'form',
      mediaType,
      value: Object.fromEntries(written.map((one) => [one.name, one.value])),
      members: Object.fromEntries(written.flatMap(({ name, member }) => (Object.keys(member).length > 0 ? [[name, member] as const] : []))),
    };
    if (isMultipart) multipartOctets(form);
    else formText(form);
    return { kind: 'form', body: form, madeUp: written.filter(({ isMadeUp }) => isMadeUp).map(({ name }) => name) };
  } catch (error) {
    if (error instanceof Unwritable) return { kind: 'unwritable', why: error.message };
    throw error;
  }
};

/** Has a form of a media type a member that is a file? */
export const hasFile = (contract: Contract, { schema }: ChosenContent['content']): boolean => {
  const body = resolvedSchema(contract.document, schema ?? true);
  const properties = isObject(body) && isObject(body['properties']) ? Object.values(body['properties']) : [];
  return properties.some((one) => {
    const property = isObject(one) ? resolvedSchema(contract.document, one) : undefined;
    const item = property && itemOf(contract, property);
    return isObject(item) && item['format'] === 'binary';
  });
};

type Declared = {
  readonly name: string;
  /** With `$ref` and `allOf` resolved. */
  readonly property: Schema | undefined;
  readonly encoding: Readonly<Record<string, unknown>>;
  readonly said: readonly string[];
};

type MemberOf = { readonly member: FormMember; readonly isFile: boolean };

/** Does OpenAPI leave open how a value is written in the style of its member? */
const isOpen = (value: unknown, { style }: FormMember): boolean =>
  style !== undefined && !isDefined('query', { value, style: style.style, explode: style.explode });

const itemOf = ({ document }: Contract, property: Schema): Schema => {
  const items = isObject(property) ? property['items'] : undefined;
  return isObject(items) ? resolvedSchema(document, items) : property;
};

/** How the document declares that a member of a form is written (OpenAPI 3.1, Encoding Object). */
const memberOf = (contract: Contract, { name, property, encoding, said }: Declared): MemberOf => {
  // OpenAPI 3.1, Encoding Object: any of these makes the member one of a query; without them its media type counts.
  const styled = ['style', 'explode', 'allowReserved'].some((word) => encoding[word] !== undefined) ? encoding : separatedIn(property);
  if (styled) {
    const { style, explode, allowReserved } = styleWriting('query', styled);
    return { member: { style: { style, explode, allowReserved } }, isFile: false };
  }
  const item = property && itemOf(contract, property);
  const declared = typeof encoding['contentType'] === 'string' ? firstUsable(encoding['contentType']) : undefined;
  const isFile = item !== undefined && (isBinary(item) || (isText(item) && declared !== undefined && isFileType(declared)));
  const stated = item === undefined ? undefined : typeOfMember(name, item, isFile, said);
  const contentType = declared ?? stated;
  const headers = headersIn(contract.document, encoding);
  return {
    member: {
      ...(contentType === undefined ? {} : { contentType: typeInRange(contentType) }),
      ...(headers.length > 0 ? { headers } : {}),
      ...(isFile ? { fileName: `${name}.${extensionOf(contentType)}` } : {}),
    },
    isFile,
  };
};

/** The media type that the document gives a member of a form; octets may be of any type, so that words tell more of a file than they do. */
const typeOfMember = (name: string, item: Schema, isFile: boolean, said: readonly string[]): string | undefined => {
  const stated = statedType(item);
  if (!isFile) return stated ?? (isEncoded(item) ? 'application/octet-stream' : undefined);
  if (stated !== undefined && essenceOf(stated) !== 'application/octet-stream') return stated;
  return typeInWords(name, item) ?? typeInTexts(said) ?? 'application/octet-stream';
};

/** A list with separators that only Swagger 2.0 knows, or that OpenAPI 3 declares elsewhere; see `separated-lists.ts`. */
const separatedIn = (property: Schema | undefined): Readonly<Record<string, unknown>> | undefined =>
  isObject(property) && property['x-collectionFormat'] !== undefined ? property : undefined;

const isText = (schema: Schema): boolean => isObject(schema) && schema['type'] === 'string' && schema['contentEncoding'] === undefined;

/** OpenAPI 3.1, Encoding Object: a text with `contentEncoding` is octets by default. */
const isEncoded = (schema: Schema): boolean => isObject(schema) && schema['contentEncoding'] !== undefined;

const extensionOf = (contentType: string | undefined): string =>
  (contentType === undefined ? undefined : sampleFile(contentType)?.extension) ?? 'bin';

/** Has a text only signs that a name of a file may have anywhere. */
const isSafeName = (text: string): boolean => /^[\w-]{1,60}$/u.test(text);

/** A file for each text of a binary member: what the document prints as its text, else a sample of its media type. */
const withFile = (
  { document }: Contract,
  { name, property, encoding }: Declared,
  { member }: MemberOf,
  value: unknown,
  fresh: Making['fresh'] | undefined,
): { readonly value: unknown; readonly member: FormMember } => {
  const { contentType = 'application/octet-stream' } = member;
  const sample = sampleFile(contentType, fresh?.(name));
  const isReadable = typeof sample?.content === 'string' && contentType !== 'application/octet-stream';
  const [printed] = [property, isObject(property) ? property['items'] : undefined, encoding].flatMap((node) =>
    examplesOf(document, node)
      .flat()
      .filter((one) => typeof one === 'string'),
  );
  const content = (isReadable ? printed : undefined) ?? sample?.content;
  if (content === undefined) throw new Unwritable(`assay has no file of the media type ${contentType}`);
  const text = typeof content === 'string' ? content : content.toString('base64');
  // A service may refuse a second file of the same name.
  const fileName = fresh && isSafeName(fresh(name)) ? `${fresh(name)}.${extensionOf(contentType)}` : member.fileName;
  const named = fileName === undefined ? member : { ...member, fileName };
  return {
    value: Array.isArray(value) ? value.map(() => text) : text,
    member: typeof content === 'string' ? named : { ...named, base64: true },
  };
};

/** Fields of a part that are described elsewhere (OpenAPI 3.1, Encoding Object, `headers`) or written by the form itself. */
const ofThePart = new Set(['content-type', 'content-disposition']);

/** Header fields of a part: those that are required or have an example. */
const headersIn = (document: Contract['document'], { headers }: Readonly<Record<string, unknown>>): [string, string][] =>
  Object.entries(isObject(headers) ? headers : {}).flatMap(([name, written]) => {
    const header = isObject(written) ? resolvedSchema(document, written) : true;
    if (!isObject(header) || ofThePart.has(name.toLowerCase())) return [];
    const [example] = examplesOf(document, header);
    const schema = isObject(header['schema']) ? header['schema'] : true;
    const made = example === undefined ? simplestValue({ document }, schema, name) : undefined;
    const value = made?.kind === 'value' && header['required'] === true ? made.value : example;
    if (value === undefined) return [];
    const text = headerText(value, header['explode'] === true);
    const hindrance = headerHindrance(name, text);
    if (hindrance !== undefined) throw new Unwritable(hindrance);
    return [[name, text]];
  });

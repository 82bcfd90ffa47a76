import type { Content } from '../contract/model.ts';
import { essenceOf, isCsv, isJsonLines, isJsonPatch, isJsonType, isXml, isYaml, isJsonRange } from '../contract/wire/media-type.ts';
import { rememberedByObject } from '../model/remembered.ts';
import { typeInRange } from './sample-files.ts';

/**
 * How a body is built: as JSON, as a list of changes in JSON, as a form, in a notation of its value, as a text, as the octets of a file, or
 * only from an example that is a text already. `parts`: several parts without names, which are not built.
 */
export type BodyForm = 'json' | 'json-patch' | 'form' | 'yaml' | 'lines' | 'csv' | 'xml' | 'text' | 'file' | 'example' | 'parts';

export type ChosenContent = {
  readonly content: Content;
  readonly form: BodyForm;
  /** The media type that is sent: the declared one, or a member of a declared range. */
  readonly mediaType: string;
};

/** Parameters of other types than a form are sent as declared; a boundary is our own. */
const withoutBoundary = (mediaType: string): string => (essenceOf(mediaType).startsWith('multipart/') ? essenceOf(mediaType) : mediaType);

/** What tells the form of a media type, in the order in which it is asked. */
const forms: readonly (readonly [form: BodyForm, is: (mediaType: string) => boolean])[] = [
  ['json-patch', isJsonPatch],
  ['json', isJsonType],
  ['lines', isJsonLines],
  ['csv', isCsv],
  ['yaml', isYaml],
  ['xml', isXml],
  ['form', (type) => ['application/x-www-form-urlencoded', 'multipart/form-data', 'multipart/*'].includes(essenceOf(type))],
  ['parts', (type) => essenceOf(type).startsWith('multipart/')],
  ['text', (type) => essenceOf(type).startsWith('text/')],
  ['file', (type) => /^(?:image|audio|video|font|model)\//.test(essenceOf(type)) || essenceOf(type) === 'application/octet-stream'],
  ['file', (type) => /^application\/(?:pdf|zip|gzip|x-gzip|x-zip-compressed)$/.test(essenceOf(type))],
];

const formOf = ({ mediaType }: Content): Omit<ChosenContent, 'content'> => {
  // `application/*+json` is no media type; documents use it for all types with that suffix.
  const named = withoutBoundary(mediaType).replace('*+json', 'vnd.assay+json').replace('multipart/*', 'multipart/form-data');
  if (isJsonRange(named)) return { form: 'json', mediaType: 'application/json' };
  return { form: forms.find(([, is]) => is(named))?.[0] ?? 'example', mediaType: typeInRange(named) };
};

/** Preferred forms first: JSON, because most is known about it. */
const order: readonly BodyForm[] = ['json', 'json-patch', 'form', 'yaml', 'lines', 'csv', 'xml', 'text', 'file', 'example', 'parts'];

/** The contents of a body in the order in which they are tried: JSON first, then what can be built. */
export const contentsInOrder = rememberedByObject((contents: readonly Content[]): readonly ChosenContent[] => {
  const chosen = contents.map((content) => ({ content, ...formOf(content) }));
  // A declared type goes before a range that contains it.
  const rank = (one: ChosenContent): number => order.indexOf(one.form) * 2 + Number(one.content.mediaType.includes('*'));
  return chosen.toSorted((a, b) => rank(a) - rank(b));
});

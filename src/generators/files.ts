import { wordsOf } from '../contract/infer/words.ts';
import type { Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { typesOf } from './resolved-schema.ts';
import { sampleFile } from './sample-files.ts';

/** Octets instead of text: `format: binary` in OpenAPI 3.0, a media type of its own in 3.1 (Working with Binary Data). */
export const isBinary = (schema: Schema): boolean =>
  schema === true ||
  (isObject(schema) &&
    (schema['format'] === 'binary' ||
      (schema['contentMediaType'] !== undefined && schema['contentEncoding'] === undefined) ||
      (typesOf(schema).length === 0 && Object.keys(schema).every((keyword) => keyword === 'description' || keyword === 'title'))));

/** The media type that a schema states (JSON Schema 2020-12, Validation section 8.4). */
export const statedType = (schema: Schema): string | undefined => {
  const declared = isObject(schema) ? schema['contentMediaType'] : undefined;
  return typeof declared === 'string' ? declared : undefined;
};

/** Of the media types in an `encoding` the first one of which a file can be made, else the first that is no range. */
export const firstUsable = (declared: string): string | undefined => {
  const types = declared.split(',').map((one) => one.trim());
  return types.find((one) => sampleFile(one) !== undefined) ?? types.find((one) => !one.includes('*'));
};

/** Media types that no text of JSON can be the content of. */
export const isFileType = (mediaType: string): boolean =>
  /^(?:(?:image|audio|video|font|model)\/|application\/(?:octet-stream|pdf|zip|gzip)\b)/i.test(mediaType);

/** Words for types of files, the plainest first. */
const typesInWords: readonly (readonly [words: RegExp, mediaType: string])[] = [
  [/\bpng\b/iu, 'image/png'],
  [/\bjpe?g\b/iu, 'image/jpeg'],
  [/\bgif\b/iu, 'image/gif'],
  [/\bpdf\b/iu, 'application/pdf'],
  [/\bcsv\b/iu, 'text/csv'],
  [/\bzip\b/iu, 'application/zip'],
  [/\bwav\b/iu, 'audio/wav'],
  [/\b(?:images?|photos?|pictures?|avatars?|logos?|thumbnails?)\b/iu, 'image/png'],
];

/** The media type that a file has by the words of its description, else by those of its name; undefined where they name none. */
export const typeInWords = (name: string, schema: Schema): string | undefined => {
  const description = isObject(schema) && typeof schema['description'] === 'string' ? schema['description'] : '';
  return typeInTexts([description, wordsOf(name).join(' ')]);
};

/** The media type of a file that texts name, the first of them first; undefined where they name none. */
export const typeInTexts = (texts: readonly string[]): string | undefined =>
  texts.flatMap((text) => typesInWords.filter(([words]) => words.test(text)).map(([, mediaType]) => mediaType)).at(0);

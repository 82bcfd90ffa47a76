import type { Content, Operation } from './model.ts';
import { isJsonPatch, isJsonType } from './wire/media-type.ts';

/** The first JSON content among several, a JSON Patch only where nothing else is JSON; undefined where there is none. */
export const jsonContent = (contents: readonly Content[]): Content | undefined => {
  const json = contents.filter(({ mediaType }) => isJsonType(mediaType));
  return json.find(({ mediaType }) => !isJsonPatch(mediaType)) ?? json[0];
};

/**
 * What an operation asks for in its body as a value with members: its JSON, else its form of plain members. The only place that chooses among the media types of a body;
 * `askedBody` writes a value in the same one.
 */
export const askedContent = (body: Operation['body']): Content | undefined => {
  const contents = body?.content ?? [];
  return jsonContent(contents) ?? contents.find(({ form }) => form !== undefined);
};

/** The schema of the value that an operation asks for in its body. */
export const askedSchema = (body: Operation['body']): Content['schema'] => askedContent(body)?.schema;

import type { Content } from '../contract/model.ts';
import { essenceOf, isJsonPatch, isJsonType } from '../contract/wire/media-type.ts';

export { isJsonType };

/** The first JSON content among several, a JSON Patch only where nothing else is JSON; undefined where there is none. */
export const jsonContent = (contents: readonly Content[]): Content | undefined => {
  const json = contents.filter(({ mediaType }) => isJsonType(mediaType));
  return json.find(({ mediaType }) => !isJsonPatch(mediaType)) ?? json[0];
};

/** Is it a range that contains JSON? */
export const isJsonRange = (mediaType: string): boolean => ['*/*', 'application/*'].includes(essenceOf(mediaType));

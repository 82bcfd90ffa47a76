import type { Content } from '../contract/model.ts';

/** Is it JSON: `application/json` or a `+json` suffix (RFC 6839 section 3.1), parameters ignored? */
export const isJsonType = (mediaType: string): boolean => {
  const essence = (mediaType.split(';')[0] ?? '').trim().toLowerCase();
  return essence === 'application/json' || essence.endsWith('+json');
};

/** The first JSON content among several; undefined where there is none. */
export const jsonContent = (contents: readonly Content[]): Content | undefined => contents.find(({ mediaType }) => isJsonType(mediaType));

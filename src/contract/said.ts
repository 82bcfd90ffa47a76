import { sentencesOf } from './infer/sentences.ts';
import { nodeOf } from '../model/location.ts';
import type { Operation } from './model.ts';
import { isObject, valueAt } from './pointer.ts';

/** What a node of a document says in its summary and its description (OpenAPI 3.1, Operation Object and Response Object): none, one or both, in this order. */
export const saidIn = (node: unknown): readonly string[] =>
  isObject(node) ? [node['summary'], node['description']].filter((one) => typeof one === 'string') : [];

/** What an operation says of itself and of its successes (OpenAPI 3.1, Operation Object and Response Object), in the order of the document. */
export const saidOfSuccess = (document: Readonly<Record<string, unknown>>, { location, responses }: Operation): readonly string[] => [
  ...saidIn(valueAt(document, nodeOf(location))),
  ...responses.filter(({ status }) => /^2(?:\d\d|XX)$/iu.test(status)).flatMap((one) => saidIn(valueAt(document, nodeOf(one.location)))),
];

/**
 * What the introduction of a document says of all requests with a method, sentence by sentence: "`PUT` replaces: optional members left out go back to their
 * defaults". A sentence that names several methods counts for each.
 */
export const saidOfMethod = (document: Readonly<Record<string, unknown>>, method: string): readonly string[] =>
  saidIn(document['info'])
    .flatMap(sentencesOf)
    .filter((sentence) => new RegExp(String.raw`(?<![\w/])${method}(?![\w/])(?!\W+/)`, 'u').test(sentence));

/**
 * What a document says of the tags of an operation (OpenAPI 3.1, Tag Object): the descriptions of those that it has, in the order of the document.
 * @param node The operation in the document.
 */
export const saidOfTags = (document: Readonly<Record<string, unknown>>, node: unknown): readonly string[] => {
  const tags = Array.isArray(document['tags']) ? document['tags'] : [];
  const named: readonly unknown[] = isObject(node) && Array.isArray(node['tags']) ? node['tags'] : [];
  return tags.flatMap((tag: unknown) =>
    isObject(tag) && named.includes(tag['name']) && typeof tag['description'] === 'string' ? [tag['description']] : [],
  );
};

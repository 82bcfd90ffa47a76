import { isObject } from './pointer.ts';

/** What a node of a document says in its summary and its description (OpenAPI 3.1, Operation Object and Response Object): none, one or both, in this order. */
export const saidIn = (node: unknown): readonly string[] =>
  isObject(node) ? [node['summary'], node['description']].filter((one) => typeof one === 'string') : [];

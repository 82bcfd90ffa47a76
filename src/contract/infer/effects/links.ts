import type { Operation } from '../../model.ts';
import { below, isObject, referenceTarget, tokensOf, valueAt } from '../../pointer.ts';
import { isAround, isIdName, isNounOf } from '../id-names.ts';
import { isSamePath, parametersIn } from '../path-template.ts';
import { wordsOf } from '../words.ts';

type Json = Readonly<Record<string, unknown>>;

export type Link = { readonly target: Operation; readonly parameters: Json };

/** The links in the answers of an operation (OpenAPI 3.1, Link Object). */
export const linksOf = (document: Json, operations: readonly Operation[], { responses }: Operation): readonly Link[] =>
  responses.flatMap(({ location }) => {
    const links = valueAt(document, below(location.way.at(-1) ?? '#', 'links'));
    return Object.values(isObject(links) ? links : {}).flatMap((found): Link[] => {
      const link = isObject(found) && typeof found['$ref'] === 'string' ? valueAt(document, referenceTarget(found['$ref'])) : found;
      if (!isObject(link)) return [];
      const { operationId, operationRef, parameters } = link;
      const [, path, method] = typeof operationRef === 'string' ? tokensOf(referenceTarget(operationRef)) : [];
      const target = operations.find(
        (one) =>
          (typeof operationId === 'string' && one.operationId === operationId) ||
          (path !== undefined && one.path === path && one.method === method?.toUpperCase()),
      );
      return target ? [{ target, parameters: isObject(parameters) ? parameters : {} }] : [];
    });
  });

/** Runtime expressions by which links give the new id for the path of one resource. */
export const idsLinked = (links: readonly Link[], item: Operation, collection: string): readonly string[] => {
  const parameter = parametersIn(item.path).at(-1) ?? '';
  return links.flatMap(({ target, parameters }) => {
    const expression = isSamePath(target.path, item.path) ? (parameters[parameter] ?? parameters[`path.${parameter}`]) : undefined;
    return typeof expression === 'string' && isOwnId(expression, collection) ? [expression] : [];
  });
};

/** Whether a link of a creation leads to the new resource, and not to another one that it belongs to: it must use the new id. */
export const leadsToCreated = ({ target, parameters }: Link, remove: Operation, collection: string): boolean => {
  if (!isSamePath(target.path, remove.path)) return false;
  const name = parametersIn(target.path).at(-1) ?? '';
  const expression = parameters[name] ?? parameters[`path.${name}`];
  return typeof expression !== 'string' || isOwnId(expression, collection);
};

/** Whether a runtime expression gives the id of the answered resource itself: a member with the name of an id, or a header field. */
const isOwnId = (expression: string, collection: string): boolean => {
  if (!expression.startsWith('$response.body#')) return expression.startsWith('$response.header.');
  const tokens = tokensOf(expression.slice('$response.body'.length));
  const member = tokens.at(-1) ?? '';
  const words = wordsOf(member);
  const isInside = tokens.slice(0, -1).every((token) => token === '0' || isAround(token, collection));
  return isInside && (words.length < 2 ? isIdName(member, collection) : isNounOf(words[0] ?? '', collection));
};

import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { parametersIn } from './path-template.ts';

/** "Slug of the parish", "The key", "Its unique name, in lower case". */
const namedFirst = /^(?:(?:the|its|a|an|unique|url|short) )*(?<member>slug|key|name)(?= of\b|[ ]?[.,;:(]|$)/iu;

/** "The parish's slug", "Parish slug". */
const namedLast = /^(?:the )?[\p{L}-]+(?:['’]s)? (?<member>slug|key|name)(?=[ ]?[.,;:(]|$)/iu;

/**
 * The member by which the text of the last parameter of a path says that it names a resource: `slug` of "Slug of the parish". Undefined where the text says nothing plain, or
 * takes an id as well.
 */
export const toldId = (document: Contract['document'], { path, parameters }: Operation): string | undefined => {
  const last = parametersIn(path).at(-1);
  const parameter = parameters.find((one) => one.in === 'path' && one.name === last);
  const texts = parameter === undefined ? [] : saidIn(valueAt(document, nodeOf(parameter.location)));
  for (const text of texts.map((one) => one.replaceAll('`', '').trim())) {
    if (/\b(?:ids?|identifiers?|uuid|numbers?)\b/iu.test(text)) return undefined;
    const member = (namedFirst.exec(text) ?? namedLast.exec(text))?.groups?.['member'];
    if (member !== undefined) return member.toLowerCase();
  }
  return undefined;
};

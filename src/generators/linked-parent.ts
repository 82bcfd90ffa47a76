import { inferredNamed, isLinkBeside, itemOf } from '../contract/infer/covering.ts';
import { parametersIn } from '../contract/infer/path-template.ts';
import type { Operation } from '../contract/model.ts';
import type { Making } from './member-value.ts';
import { placeholderText } from './placeholder.ts';

/**
 * Stands for what the path of a PUT is below, where that links something which is to be below the same: the path then names the one above what the run creates to be
 * linked, `/albums/{albumId}/favourites/{photoId}` the album of the photo. Undefined for any other parameter.
 */
export const linkedParent = (
  operation: Operation,
  name: string,
  { contract, fresh }: Pick<Making, 'contract' | 'fresh'>,
): string | undefined => {
  const type = contract.inferredResourceTypes.find((one) => one.create.key === operation.key && isLinkBeside(one));
  const linked = type?.linked === undefined ? undefined : inferredNamed(contract, type.linked);
  if (!type || !linked || name === type.idParameter) return undefined;
  const parameter = parametersIn(itemOf(linked).path)[parametersIn(operation.path).indexOf(name)];
  return parameter === undefined
    ? undefined
    : placeholderText({ use: 'linked', resourceType: linked.name, parameter, turn: fresh(type.idParameter) });
};

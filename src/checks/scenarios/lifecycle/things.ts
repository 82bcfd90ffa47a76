import type { Operation, Resource } from '../../../contract/model.ts';

/** @throws {RangeError} where nothing creates such a thing, which no check asks for. */
export const creatorOf = ({ name, create }: Resource): Operation => {
  if (!create) throw new RangeError(`Cannot make a "${name}": the contract has no operation that creates one`);
  return create;
};

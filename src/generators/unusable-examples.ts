import type { Contract } from '../contract/model.ts';
import { bodyExamples, type UnusableExample } from './body-examples.ts';
import { unusableParameterExamples } from './parameter-value.ts';

const known = new WeakMap<Contract, readonly UnusableExample[]>();

/**
 * Examples of requests that break their own schemas, one per location. They are not sent, and the author of the document may want to know.
 */
export const unusableExamples = (contract: Contract): readonly UnusableExample[] => {
  const found = known.get(contract) ?? findUnusable(contract);
  known.set(contract, found);
  return found;
};

const findUnusable = (contract: Contract): readonly UnusableExample[] => {
  const all = contract.operations.flatMap(({ parameters, body }) => [
    ...parameters.filter(({ required }) => required).flatMap((parameter) => unusableParameterExamples(contract, parameter)),
    ...(body?.content ?? []).flatMap((content) => bodyExamples(contract, content).unusable),
  ]);
  return [...new Map(all.map((one) => [one.pointer, one])).values()];
};

/** One sentence about them for the output of a run; none where every example can be sent. */
export const noteOnExamples = (contract: Contract): readonly string[] => {
  const [first, ...others] = unusableExamples(contract);
  if (!first) return [];
  const more = others.length === 0 ? '' : others.length === 1 ? ', and so does one more' : `, and so do ${others.length} more`;
  return [`an example of the document breaks its own schema and is not sent: ${first.pointer} ${first.why}${more}`];
};

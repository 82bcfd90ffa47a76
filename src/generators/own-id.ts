import { type Covering, coveredBy } from '../contract/infer/covering.ts';
import { identityIn } from '../contract/infer/identity.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { placeholderText } from './placeholder.ts';

/**
 * The body of a change to the resource that the path names, with the id of that resource wherever the body contains one: a service may go
 * by the body, and would change the resource whose id the document prints. Values that the operator gives are kept.
 * @param covering What the path names; by default a resource of a type that can be removed.
 */
export const withOwnId = (
  contract: Contract,
  operation: Operation,
  body: unknown,
  isGiven: (member: string) => boolean,
  covering: Covering | undefined = [...coveredBy(contract, operation).values()].at(-1),
): unknown => {
  if (operation.inferred === undefined || operation.effect !== 'changes' || !isObject(body)) return body;
  if (covering === undefined) return body;
  const { resourceType, parameter } = covering;
  const placeholder = placeholderText({ use: 'spare', resourceType: resourceType.name, parameter });
  const replaced = (value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
    const { names, wrapper } = identityIn(resourceType, value);
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        names.includes(name) && !isGiven(name) ? placeholder : name === wrapper && isObject(member) ? replaced(member) : member,
      ]),
    );
  };
  return replaced(body);
};

import { namesIn } from '../../../../contract/infer/formulas/expression.ts';
import type { Contract, Operation } from '../../../../contract/model.ts';
import { isObject } from '../../../../contract/pointer.ts';
import { bodyMembers } from '../../../../generators/body-members.ts';
import { resolvedSchema } from '../../../../generators/resolved-schema.ts';
import { toldEnds } from '../../../subjects/told-ends.ts';
import { toldFormulas } from '../../../subjects/told-formulas.ts';

/** A listed number of a body from which the answer shows something derived, and its value. */
export type ListedOperand = { readonly name: string; readonly value: number };

/** Most further values of which one is created: with each of them a table of a service may be wrong. */
const most = 4;

const isOfWhole = ({ around }: { readonly around: readonly string[] }): boolean => around.length <= 1 && !around.includes('*');

/**
 * The listed numbers of the body of a creation from which its answer is described to derive another number, or the end of a time: "`starts_at` plus `minutes`" where `minutes` is 15, 30,
 * 45 or 60.
 */
export const listedOperands = (contract: Contract, create: Operation): readonly ListedOperand[] => {
  const operands = new Set<string>([
    ...toldEnds(contract, create)
      .filter(isOfWhole)
      .map(({ length }) => length),
    ...toldFormulas(contract, create)
      .filter(isOfWhole)
      .flatMap(({ expressions }) => expressions.flatMap(namesIn)),
  ]);
  if (operands.size === 0) return [];
  return bodyMembers(contract, create)
    .filter(({ name }) => operands.has(name))
    .flatMap(({ name, schema }) => {
      const resolved = resolvedSchema(contract.document, schema);
      const listed: readonly unknown[] = isObject(resolved) && Array.isArray(resolved['enum']) ? resolved['enum'] : [];
      return listed.flatMap((value) => (typeof value === 'number' ? [{ name, value }] : []));
    })
    .slice(0, most);
};

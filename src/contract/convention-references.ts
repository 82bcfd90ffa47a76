import { ContractError } from './contract-error.ts';
import { below, isObject, referenceTarget, valueAt } from './pointer.ts';
import type { WholeDocument } from './validate-conventions.ts';

/** Members whose value is data and holds no conventions. */
const data = new Set(['example', 'examples', 'default', 'enum', 'const']);

/**
 * Checks that every reference in an `x-assay` names a node of the document.
 * @throws {ContractError} naming file, line, column and pointer of the first reference that does not.
 */
export const checkConventionReferences = (source: WholeDocument): void => {
  const { value: document } = source;
  const visit = (node: unknown, pointer: string, isConvention: boolean): void => {
    if (Array.isArray(node)) for (const [index, one] of node.entries()) visit(one, below(pointer, index), isConvention);
    if (!isObject(node)) return;
    const { $ref } = node;
    if (isConvention && typeof $ref === 'string' && valueAt(document, referenceTarget($ref)) === undefined) {
      const at = below(pointer, '$ref');
      throw new ContractError(
        `Cannot use ${source.place(at)}, ${at}: the reference "${$ref}" cannot be followed, the document has nothing at ${$ref}`,
      );
    }
    for (const [key, child] of Object.entries(node))
      if (!data.has(key)) visit(child, below(pointer, key), isConvention || key === 'x-assay');
  };
  visit(document, '#', false);
};

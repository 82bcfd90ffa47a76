import { saysReadOnly } from '../../contract/infer/conventions/access.ts';
import { type Right, rightIn } from '../../contract/infer/roles/right.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';

/** The listed texts of the members of the body of an operation. */
export const choicesOf = (contract: Contract, operation: Operation): readonly string[] =>
  bodyMembers(contract, operation)
    .flatMap(({ schema }) => (isObject(schema) && Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : []))
    .filter((one) => typeof one === 'string');

/** What the document says in prose that the credential `restricted` may do with an operation; undefined where it says nothing, or declares it in `x-assay`. */
export const rightOf = (contract: Contract, operation: Operation): Right | undefined =>
  contract.standard.size === 0 || operation.conventions.auth?.forbidden?.['x-inferred'] !== true
    ? undefined
    : rightIn(contract.document, operation, choicesOf(contract, operation));

/** The operations that ask for the key and that the document gives callers with less rights. */
export const grantedOperations = (contract: Contract): readonly Operation[] =>
  contract.operations.filter(
    (operation) =>
      operation.secured &&
      operation.takesKey &&
      operation.unsupported === undefined &&
      operation.issues !== true &&
      operation.inferred?.ends === undefined &&
      (operation.effect === 'safe' || !saysReadOnly(contract.document)) &&
      rightOf(contract, operation) === 'may',
  );

import { below } from '../../pointer.ts';
import { note, type Rule, type WrittenOperation } from './rule.ts';

/** OpenAPI 3.0.4 and 3.1.1, Operation Object: an operationId is unique among all operations of the document. */
export const operationIds: Rule = ({ operations }) => {
  const first = new Map<string, WrittenOperation>();
  return operations.flatMap((written) => {
    const { operationId } = written.operation;
    if (typeof operationId !== 'string') return [];
    const before = first.get(operationId);
    if (before === undefined) first.set(operationId, written);
    // Two paths may refer to one path item; its operations are not repeated.
    if (before === undefined || before.operation === written.operation) return [];
    const message = `the operationId "${operationId}" belongs to ${before.key} already; a reference to it means that operation`;
    return [note('duplicate-operation-id', below(written.pointer, 'operationId'), message)];
  });
};

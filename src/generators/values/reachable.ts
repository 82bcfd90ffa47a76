import { schemaListKeywords, schemaMapKeywords, singleSchemaKeywords } from '../../contract/schema/keywords.ts';
import type { ValueContext } from './generated.ts';
import { childOf, childrenOf, referencedSchema, type SchemaAt } from './reference.ts';

/** Subschemas of a node: single ones first. */
const subschemas = (node: SchemaAt): SchemaAt[] => [
  ...singleSchemaKeywords.flatMap((keyword) => childOf(node, keyword) ?? []),
  ...[...schemaListKeywords, ...schemaMapKeywords].flatMap((keyword) => childrenOf(node, keyword).map(([, child]) => child)),
];

/** Every schema that can be reached from one, itself first, each once. */
export const reachable = function* (document: ValueContext['document'], from: SchemaAt): Generator<SchemaAt> {
  const seen = new Set<unknown>();
  const waiting: SchemaAt[] = [from];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const { schema } = node;
    if (seen.has(schema)) continue;
    seen.add(schema);
    yield node;
    const { $ref: ref } = typeof schema === 'boolean' ? {} : schema;
    const referenced = typeof ref === 'string' ? referencedSchema(document, ref) : undefined;
    waiting.push(...[...subschemas(node), ...(referenced ? [referenced] : [])].toReversed());
  }
};

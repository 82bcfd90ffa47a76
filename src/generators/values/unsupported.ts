import { schemaListKeywords, schemaMapKeywords, singleSchemaKeywords } from '../../contract/schema/keywords.ts';
import { readVocabulary } from '../../contract/schema/vocabulary.ts';
import type { Generated, ValueContext } from './generated.ts';
import { childOf, childrenOf, referencedSchema, type SchemaAt } from './reference.ts';

export type Unsupported = Extract<Generated, { readonly kind: 'unsupported' }>;

/** Subschemas of a node: single ones first. */
const subschemas = (node: SchemaAt): SchemaAt[] => [
  ...singleSchemaKeywords.flatMap((keyword) => childOf(node, keyword) ?? []),
  ...[...schemaListKeywords, ...schemaMapKeywords].flatMap((keyword) => childrenOf(node, keyword).map(([, child]) => child)),
];

/** Dialects whose keywords are those of JSON Schema 2020-12 (OpenAPI 3.1, section 4.8.24.5). */
const dialects = ['https://json-schema.org/draft/2020-12/schema', 'https://spec.openapis.org/oas/3.1/'] as const;

/** What a node itself contains that is not supported. */
const wrongAt = (document: ValueContext['document'], { schema, pointer }: SchemaAt, isRoot: boolean): Unsupported | undefined => {
  if (typeof schema === 'boolean') return undefined;
  const because = (keyword: string, reason: string): Unsupported => ({ kind: 'unsupported', pointer, keyword, reason });
  for (const keyword of ['$dynamicRef', '$recursiveRef'] as const) {
    if (schema[keyword] !== undefined) return because(keyword, 'what it refers to depends on the way to it');
  }
  for (const keyword of ['unevaluatedProperties', 'unevaluatedItems'] as const) {
    if (schema[keyword] !== undefined && schema[keyword] !== true)
      return because(keyword, 'it depends on what the keywords beside it have evaluated');
  }
  const { $schema: dialect } = schema;
  if (typeof dialect === 'string' && !dialects.some((known) => dialect.startsWith(known))) {
    return because('$schema', `the dialect ${dialect} is not known`);
  }
  if (!isRoot && typeof schema['$id'] === 'string') return because('$id', 'it changes what references below it mean');
  const { $ref: ref } = schema;
  if (typeof ref === 'string' && !referencedSchema(document, ref)) return because('$ref', `${ref} leads to no schema of the document`);
  const [misread] = readVocabulary(schema, pointer, undefined).unsupported;
  return misread && because(misread.keyword, misread.reason);
};

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

/** The first unsupported keyword that can be reached from a schema, the schema itself included. Undefined where everything is supported. */
export const unsupportedIn = (document: ValueContext['document'], from: SchemaAt): Unsupported | undefined => {
  for (const node of reachable(document, from)) {
    const wrong = wrongAt(document, node, node.schema === document);
    if (wrong) return wrong;
  }
  return undefined;
};

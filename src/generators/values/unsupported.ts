import { readVocabulary } from '../../contract/schema/vocabulary.ts';
import type { Generated, ValueContext } from './generated.ts';
import { reachable } from './reachable.ts';
import { referencedSchema, type SchemaAt } from './reference.ts';

export type Unsupported = Extract<Generated, { readonly kind: 'unsupported' }>;

/** Dialects whose keywords are those of JSON Schema 2020-12 (OpenAPI 3.1, section 4.8.24.5). */
const dialects = ['https://json-schema.org/draft/2020-12/schema', 'https://spec.openapis.org/oas/3.1/'] as const;

/** What a node itself contains that is not supported. */
const wrongAt = (document: ValueContext['document'], { schema, pointer }: SchemaAt): Unsupported | undefined => {
  if (typeof schema === 'boolean') return undefined;
  const because = (keyword: string, reason: string): Unsupported => ({ kind: 'unsupported', pointer, keyword, reason });
  for (const keyword of ['$dynamicRef', '$recursiveRef'] as const) {
    if (schema[keyword] !== undefined) return because(keyword, 'what it refers to depends on the way to it');
  }
  const { $schema: dialect } = schema;
  if (typeof dialect === 'string' && !dialects.some((known) => dialect.startsWith(known))) {
    return because('$schema', `the dialect ${dialect} is not known`);
  }
  if (typeof schema['$id'] === 'string') return because('$id', 'it changes what references below it mean');
  const { $ref: ref } = schema;
  if (typeof ref === 'string' && !referencedSchema(document, ref)) return because('$ref', `${ref} leads to no schema of the document`);
  // An empty list of values is well-formed here: it allows none (Validation section 6.1.2).
  const { enum: listed, ...rest } = schema;
  const isEmpty = Array.isArray(listed) && listed.length === 0;
  const [misread] = readVocabulary(isEmpty ? rest : schema, pointer, undefined).unsupported;
  return misread && because(misread.keyword, misread.reason);
};

/** The first unsupported keyword that can be reached from a schema, the schema itself included. Undefined where everything is supported. */
export const unsupportedIn = (document: ValueContext['document'], from: SchemaAt): Unsupported | undefined => {
  for (const node of reachable(document, from)) {
    const wrong = wrongAt(document, node);
    if (wrong) return wrong;
  }
  return undefined;
};

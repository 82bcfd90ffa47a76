import type { Mutable } from './walk.ts';

/** Keywords that would refuse more once another one is gone (JSON Schema 2020-12 Core, sections 10.3 and 11). */
const goingWith: Readonly<Record<string, readonly string[]>> = {
  properties: ['additionalProperties', 'unevaluatedProperties'],
  patternProperties: ['additionalProperties', 'unevaluatedProperties'],
  prefixItems: ['items', 'unevaluatedItems'],
  items: ['unevaluatedItems'],
  allOf: ['unevaluatedProperties', 'unevaluatedItems'],
  anyOf: ['unevaluatedProperties', 'unevaluatedItems'],
  oneOf: ['unevaluatedProperties', 'unevaluatedItems'],
  if: ['then', 'else', 'unevaluatedProperties', 'unevaluatedItems'],
  contains: ['minContains', 'maxContains', 'unevaluatedItems'],
  minContains: ['contains'],
  // What was meant to allow null: without it the type would refuse it.
  nullable: ['type', 'enum'],
};

/** Takes a keyword out of a schema, so that the schema accepts at least what it accepted before. */
export const omitKeyword = (schema: Mutable, keyword: string): void => {
  for (const name of [keyword, ...(goingWith[keyword] ?? [])]) delete schema[name];
};

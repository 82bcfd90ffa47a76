import type { Mutable } from './walk.ts';

/** Keywords that would refuse more values without another one (JSON Schema 2020-12 Core, sections 10.3 and 11). */
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
  // It was meant to allow null, which the type alone would refuse.
  nullable: ['type', 'enum'],
};

/** Removes a keyword from a schema; the schema then accepts at least what it accepted before. */
export const omitKeyword = (schema: Mutable, keyword: string): void => {
  for (const name of [keyword, ...(goingWith[keyword] ?? [])]) delete schema[name];
};

/**
 * Keeps a keyword from refusing a value because a schema below it accepts more than its author wrote. A `oneOf` becomes an `anyOf`, which still refuses what fits no
 * branch, and keeps such values from being made; another keyword is removed.
 */
export const loosenKeyword = (schema: Mutable, keyword: string): void => {
  const branches = keyword === 'oneOf' && schema['anyOf'] === undefined ? schema['oneOf'] : undefined;
  omitKeyword(schema, keyword);
  if (branches !== undefined) schema['anyOf'] = branches;
};

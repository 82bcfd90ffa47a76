import * as fc from 'fast-check';
import type { Inside } from './inside.ts';
import type { SchemaAt } from './reference.ts';
import type { Unsupported } from './unsupported.ts';

/** Keywords that change the meaning of another one beside them. */
const beside: Readonly<Record<string, readonly string[]>> = {
  items: ['prefixItems'],
  contains: ['minContains', 'maxContains'],
  additionalProperties: ['properties', 'patternProperties'],
  if: ['then', 'else'],
};

/** A schema with only one of its keywords. */
const aspectOf = (schema: Readonly<Record<string, unknown>>, keyword: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries([keyword, ...(beside[keyword] ?? [])].flatMap((name) => (schema[name] === undefined ? [] : [[name, schema[name]]])));

/** The keyword that prevents a value: the one that rejects most of what was tried. */
export const unfound = (nodes: readonly SchemaAt[], tried: fc.Arbitrary<unknown>, { judge }: Inside): Unsupported => {
  const values = fc.sample(tried, { seed: 1, numRuns: 50 });
  const aspects = nodes.flatMap(({ schema, pointer }) =>
    typeof schema === 'boolean' ? [] : Object.keys(schema).map((keyword) => ({ pointer, keyword, schema: aspectOf(schema, keyword) })),
  );
  const counted = aspects.map((one) => ({ ...one, rejected: values.filter((value) => !judge([one], value)).length }));
  const [most] = counted.toSorted((a, b) => b.rejected - a.rejected);
  return {
    kind: 'unsupported',
    pointer: most?.pointer ?? '#',
    keyword: most?.keyword ?? 'schema',
    reason: 'no value was found that meets it together with the keywords beside it',
  };
};

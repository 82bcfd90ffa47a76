import { isObject } from './pointer.ts';

type Json = Readonly<Record<string, unknown>>;

/** Members that hold data, not schemas: nothing in them is changed. */
const data = new Set(['example', 'examples', 'default', 'enum', 'const', 'x-assay']);

/**
 * An OpenAPI 3.0 document in the words of 3.1, pointers unchanged: `nullable` becomes a type or choice with null (and
 * null joins an enum), boolean exclusive bounds become numbers, and what stands beside a `$ref` goes, because 3.0
 * ignores it (OpenAPI 3.0.4, Reference Object and Schema Object).
 */
export const upgraded = (document: Json): Json => {
  const turned = turn(document, false);
  return { ...(isObject(turned) ? turned : document), openapi: '3.1.1' };
};

const turn = (node: unknown, isPathItem: boolean): unknown => {
  if (Array.isArray(node)) return node.map((one) => turn(one, false));
  if (!isObject(node)) return node;
  if (typeof node['$ref'] === 'string' && !isPathItem) return { $ref: node['$ref'] };
  const copied = Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (data.has(key) && !isNamedByUser(node)) return [key, value];
      if (key === 'paths' && isObject(value))
        return [key, Object.fromEntries(Object.entries(value).map(([path, item]) => [path, turn(item, true)]))];
      return [key, turn(value, false)];
    }),
  );
  return withNull(withNumericBounds(copied));
};

/** A map whose keys are names of the API, such as `properties`, may have members called `example` or `enum` that are schemas. */
const isNamedByUser = (node: Json): boolean => Object.values(node).length > 0 && Object.values(node).every(isObject);

const withNumericBounds = (schema: Record<string, unknown>): Record<string, unknown> => {
  const bounded = { ...schema };
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof bounded[exclusive] !== 'boolean') continue;
    if (bounded[exclusive] && typeof bounded[bound] === 'number') {
      bounded[exclusive] = bounded[bound];
      delete bounded[bound];
    } else delete bounded[exclusive];
  }
  return bounded;
};

const withNull = ({ nullable, ...schema }: Record<string, unknown>): Record<string, unknown> => {
  if (typeof nullable !== 'boolean') return nullable === undefined ? schema : { nullable, ...schema };
  if (!nullable) return schema;
  // OpenAPI 3.0.3: nullable has an effect only beside a type in the same Schema Object.
  if (typeof schema['type'] !== 'string') return schema;
  const listed = Array.isArray(schema['enum']) && !schema['enum'].includes(null) ? { enum: [...schema['enum'], null] } : {};
  return { ...schema, ...listed, type: [schema['type'], 'null'] };
};

import { isObject } from '../pointer.ts';
import type { JsonSchema } from './schema-forms.ts';

/** Schemas that refer to parts which they have in common. */
export type WithSharedParts<Name extends string> = {
  /** Holds the parts as definitions; its `$id` is what the others refer to. */
  readonly parts: JsonSchema;
  readonly schemas: Readonly<Record<Name, JsonSchema>>;
};

const id = 'parts';

/** Words that only people read. */
const annotations: ReadonlySet<string> = new Set(['$schema', 'title', 'description']);

/** Shorter schemas make no more code than a reference to them. */
const leastCharacters = 60;

/** A schema with each schema directly in it replaced. Only the words that x-assay's schemas use hold schemas here. */
const withInner = (schema: JsonSchema, replaced: (inner: JsonSchema) => JsonSchema): JsonSchema =>
  Object.fromEntries(
    Object.entries(schema)
      .filter(([word]) => !annotations.has(word))
      .map(([word, value]): [string, unknown] => {
        if (word === 'properties' && isObject(value))
          return [
            word,
            Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, isObject(inner) ? replaced(inner) : inner])),
          ];
        if ((word === 'anyOf' || word === 'oneOf') && Array.isArray(value))
          return [word, value.map((inner: unknown) => (isObject(inner) ? replaced(inner) : inner))];
        const isSchema = ['items', 'additionalProperties', 'propertyNames', 'if', 'then', 'else'].includes(word);
        return [word, isSchema && isObject(value) ? replaced(value) : value];
      }),
  );

const withoutAnnotations = (schema: JsonSchema): JsonSchema => withInner(schema, withoutAnnotations);

/**
 * The same schemas, in which each part that stands in several places is written once. A validator has code for each place of a part: with shared parts it has
 * a third of it.
 */
export const withSharedParts = <Name extends string>(schemas: Readonly<Record<Name, JsonSchema>>): WithSharedParts<Name> => {
  const plain = Object.entries<JsonSchema>(schemas).map(([name, schema]): [string, JsonSchema] => [name, withoutAnnotations(schema)]);
  const places = new Map<string, number>();
  const count = (schema: JsonSchema): JsonSchema => {
    const text = JSON.stringify(schema);
    const before = places.get(text) ?? 0;
    places.set(text, before + 1);
    return before === 0 ? withInner(schema, count) : schema;
  };
  for (const [, schema] of plain) count(schema);

  const names = new Map<string, string>();
  const $defs: Record<string, JsonSchema> = {};
  const shared = (schema: JsonSchema): JsonSchema => {
    const text = JSON.stringify(schema);
    if (places.get(text) === 1 || text.length <= leastCharacters) return withInner(schema, shared);
    const known = names.get(text);
    if (known !== undefined) return { $ref: `${id}#/$defs/${known}` };
    const name = `part${names.size}`;
    names.set(text, name);
    $defs[name] = withInner(schema, shared);
    return { $ref: `${id}#/$defs/${name}` };
  };
  const made = Object.fromEntries(plain.map(([name, schema]) => [name, withInner(schema, shared)]));
  return { parts: { $id: id, $defs }, schemas: made as Record<Name, JsonSchema> };
};

import type { Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import type { Direction, ValueContext } from './generated.ts';
import { referencedSchema } from './reference.ts';

const nothing: ReadonlySet<string> = new Set();

const known = new WeakMap<object, Map<Direction, ReadonlySet<string>>>();

const word = { request: 'readOnly', response: 'writeOnly' } as const;

/** Subschemas that speak of the same value. */
const inPlace = (document: ValueContext['document'], schema: Readonly<Record<string, unknown>>): unknown[] => {
  const lists = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => (Array.isArray(schema[keyword]) ? (schema[keyword] as unknown[]) : []));
  const single = ['if', 'then', 'else'].map((keyword) => schema[keyword]);
  const referenced = typeof schema['$ref'] === 'string' ? referencedSchema(document, schema['$ref'])?.schema : undefined;
  return [...lists, ...single, referenced];
};

/** Every schema that speaks of the same value, each once. */
export const closure = (document: ValueContext['document'], schema: Schema): ReadonlySet<Readonly<Record<string, unknown>>> => {
  const found = new Set<Readonly<Record<string, unknown>>>();
  const visit = (one: unknown): void => {
    if (!isObject(one) || found.has(one)) return;
    found.add(one);
    for (const next of inPlace(document, one)) visit(next);
  };
  visit(schema);
  return found;
};

/** Is a property left out in a direction: `readOnly` of requests, `writeOnly` of responses. */
export const isHidden = (document: ValueContext['document'], direction: Direction | undefined, schema: Schema): boolean =>
  direction !== undefined && [...closure(document, schema)].some((one) => one[word[direction]] === true);

/** Names of the properties of an object that are left out in a direction, and so need not be there although they are required. */
export const hiddenNames = (document: ValueContext['document'], direction: Direction | undefined, schema: Schema): ReadonlySet<string> => {
  if (direction === undefined || typeof schema === 'boolean') return nothing;
  const remembered = known.get(schema) ?? new Map<Direction, ReadonlySet<string>>();
  known.set(schema, remembered);
  const names =
    remembered.get(direction) ??
    new Set(
      [...closure(document, schema)].flatMap(({ properties }) =>
        Object.entries(isObject(properties) ? properties : {}).flatMap(([name, property]) =>
          isObject(property) && isHidden(document, direction, property) ? [name] : [],
        ),
      ),
    );
  remembered.set(direction, names);
  return names;
};

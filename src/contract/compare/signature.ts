import type { Contract } from '../model.ts';
import { below, isObject } from '../pointer.ts';
import { type Located, resolveReference, scopeInside } from '../schema/reference.ts';

type Document = Contract['document'];

/** Keywords that assert nothing of a value. */
const annotations = new Set([
  'title',
  'description',
  'example',
  'examples',
  'externalDocs',
  '$comment',
  'default',
  'deprecated',
  'readOnly',
  'writeOnly',
  '$defs',
  'definitions',
]);

/** Keywords under which names are free. */
const mapped = new Set(['properties', 'patternProperties', 'dependentSchemas', 'dependentRequired', 'mapping']);
const data = new Set(['enum', 'const', 'default', 'required']);
const unordered = new Set(['enum', 'required', 'type']);

/**
 * A text that is equal for two schemas, also of two documents, if they assert the same in the same words; what their components are called does
 * not matter. Every schema that is reached by references is in it once, so that its length stays within that of the document.
 */
export const signatureOf = (document: Document, root: Located): string => {
  const numbers = new Map<string, number>();
  const waiting: Located[] = [];
  const written = (value: unknown, around: Located, kind: 'schema' | 'names' | 'data'): unknown => {
    if (Array.isArray(value)) return value.map((one) => written(one, around, kind));
    if (!isObject(value)) return value;
    const entries = Object.entries(value)
      .filter(([key]) => kind !== 'schema' || !(annotations.has(key) || key.startsWith('x-')))
      .sort(([left], [right]) => (left < right ? -1 : 1));
    return entries.map(([key, one]) => {
      if (kind === 'data') return [key, written(one, around, 'data')];
      if (kind === 'schema' && key === '$ref' && typeof one === 'string') return [key, numbered(one, around)];
      if (kind === 'schema' && unordered.has(key) && Array.isArray(one)) return [key, one.map((each) => JSON.stringify(each)).sort()];
      const inside = scopeInside(around.scope, one, below(around.pointer, key));
      const next = kind === 'schema' && mapped.has(key) ? 'names' : kind === 'schema' && data.has(key) ? 'data' : 'schema';
      return [key, written(one, { ...around, pointer: below(around.pointer, key), scope: inside }, next)];
    });
  };
  const numbered = (ref: string, around: Located): number | string => {
    const target = resolveReference(document, around.scope, ref);
    if (target === undefined) return ref;
    const known = numbers.get(target.pointer) ?? numbers.size;
    if (!numbers.has(target.pointer)) {
      numbers.set(target.pointer, known);
      waiting.push(target);
    }
    return known;
  };
  const texts = [JSON.stringify(written(root.schema, root, 'schema'))];
  for (let one = waiting.shift(); one; one = waiting.shift()) texts.push(JSON.stringify(written(one.schema, one, 'schema')));
  return texts.join('\n');
};

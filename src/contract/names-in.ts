import { isObject } from './pointer.ts';

/** Shorter names hold no part of a secret that would be recognised. */
const leastLength = 8;

/** Words under which a document lists values or names (JSON Schema 2020-12, validation, sections 6.1.2 and 6.1.3; OpenAPI 3.1, Parameter Object). */
const naming: ReadonlySet<string> = new Set(['enum', 'const', 'name', 'required', 'tags', 'operationId']);

/** A text of words and years that a service makes of what something is called, as in `/fairs/spring-fair-2026`. */
const slug = /^[a-z]+(?:-(?:[a-z]+|\d{1,4}))+$/u;

/** Such words in the addresses that an example prints. A credential may be printed as well, but is no such word in the path of an address. */
const slugsIn = (example: unknown): readonly string[] => {
  if (typeof example === 'object' && example !== null) return Object.values(example).flatMap(slugsIn);
  if (typeof example !== 'string' || !/^(?:https?:\/\/[^/?#\s@]+)?\/[^?#\s]+$/u.test(example)) return [];
  return example.split('/').filter((segment) => slug.test(segment));
};

/**
 * The texts by which a document names members, parameters, paths and listed values, and the words in addresses that it prints, of eight characters or more. All else
 * in its examples, and its descriptions, are left out.
 */
export const namesIn = (document: unknown): readonly string[] => {
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const add = (text: unknown): void => {
    if (typeof text === 'string' && text.length >= leastLength) names.add(text);
  };
  const pending: unknown[] = [document];
  while (pending.length > 0) {
    const node = pending.pop();
    if (typeof node !== 'object' || node === null || seen.has(node)) continue;
    seen.add(node);
    if (!isObject(node)) {
      pending.push(...(node as readonly unknown[]));
      continue;
    }
    for (const [key, value] of Object.entries(node)) {
      if (key === 'example' || key === 'examples' || key === 'default') {
        slugsIn(value).forEach(add);
        continue;
      }
      add(key);
      if (naming.has(key)) (Array.isArray(value) ? value : [value]).forEach(add);
      pending.push(value);
    }
  }
  return [...names];
};

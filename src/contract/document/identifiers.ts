import { below, isObject } from '../pointer.ts';
import type { Edition } from './structure.ts';
import { isMutable, type Mutable, type SchemaResource, schemaResourceOf, type Spot, walk } from './walk.ts';

/** The schemas of a document that references can name by an identifier instead of a pointer. */
export type Identifiers = {
  /** The document has a `$dynamicRef`, which is resolved while a value is judged; the identifiers must stay. */
  readonly areDynamic: boolean;
  /** The base address of references in a spot. */
  baseOf(spot: Spot, document: string): string;
  /** Pointer of the schema that an address with a fragment names; undefined where no identifier matches. */
  pointerOf(address: string, fragment: string): string | undefined;
  /** Schemas that repeat the identifier of another. */
  readonly repeated: readonly { readonly pointer: string; readonly id: string }[];
  /** Removes the identifiers, after every reference was replaced by a pointer. */
  forget(): void;
};

const identifying = ['$id', '$anchor', '$schema'] as const;

/**
 * Resolves a reference against a base (RFC 3986 section 5.2); undefined where that is not possible. The class `URL` does not resolve a
 * relative reference against a base without a slash, such as `urn:x:root`.
 */
export const resolvedFrom = (ref: string, base: string): URL | undefined => {
  if (URL.canParse(ref, base)) return new URL(ref, base);
  const [, scheme, path = ''] = /^([a-z][\w+.-]*:)([^?#]*)/iu.exec(base) ?? [];
  const merged = `${scheme}${path.slice(0, path.lastIndexOf('/') + 1)}${ref}`;
  return scheme !== undefined && URL.canParse(merged) ? new URL(merged) : undefined;
};

const uriOf = (resource: SchemaResource, document: string): string => {
  const around = resource.around === undefined ? document : uriOf(resource.around, document);
  const url = resolvedFrom(resource.id, around);
  if (url === undefined) return around;
  url.hash = '';
  return url.href;
};

/**
 * Finds the identifiers of the schemas below a spot (JSON Schema 2020-12 Core, sections 8.2.1 and 8.2.2). OpenAPI 3.0 and Swagger 2.0 have
 * none; what looks like one there is ignored.
 */
export const identifiersIn = (start: Spot, edition: Edition, document: string): Identifiers => {
  const pointers = new Map<string, string>();
  const named: Mutable[] = [];
  const repeated: { pointer: string; id: string }[] = [];
  let areDynamic = false;
  walk(start, edition, (spot) => {
    const { kind, value, pointer } = spot;
    if (kind !== 'schema' || !isMutable(value)) return value;
    if (identifying.some((word) => typeof value[word] === 'string')) named.push(value);
    if (edition !== '3.1') return value;
    if (typeof value['$dynamicRef'] === 'string') areDynamic = true;
    const resource = schemaResourceOf(spot);
    const uri = resource === undefined ? document : uriOf(resource, document);
    if (typeof value['$id'] === 'string') {
      if (pointers.has(uri)) repeated.push({ pointer: below(pointer, '$id'), id: value['$id'] });
      else pointers.set(uri, pointer);
    }
    for (const word of ['$anchor', '$dynamicAnchor']) if (typeof value[word] === 'string') pointers.set(`${uri}#${value[word]}`, pointer);
    return value;
  });
  return {
    areDynamic,
    repeated,
    baseOf(spot, address) {
      const resource = edition === '3.1' ? schemaResourceOf(spot) : undefined;
      return resource === undefined ? address : uriOf(resource, address);
    },
    pointerOf(address, fragment) {
      if (fragment !== '' && !fragment.startsWith('/')) return pointers.get(`${address}#${fragment}`);
      const pointer = pointers.get(address);
      return pointer === undefined ? undefined : pointer + fragment;
    },
    forget() {
      if (areDynamic) return;
      for (const schema of named) for (const word of identifying) if (!isObject(schema[word])) delete schema[word];
    },
  };
};

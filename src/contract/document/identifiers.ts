import { below, isObject } from '../pointer.ts';
import type { Edition } from './structure.ts';
import { isMutable, type Mutable, type Resource, resourceOf, type Spot, walk } from './walk.ts';

/** Schemas of a document that references can name by something else than their place. */
export type Identifiers = {
  /** A reference is resolved while a value is judged (`$dynamicRef`), so that identifiers must stay. */
  readonly areDynamic: boolean;
  /** Address that references in a spot start from. */
  baseOf(spot: Spot, document: string): string;
  /** Pointer of what an address with a fragment names; undefined where no identifier says. */
  pointerOf(address: string, fragment: string): string | undefined;
  /** Schemas that bear the identifier of another. */
  readonly repeated: readonly { readonly pointer: string; readonly id: string }[];
  /** Takes out what no reference needs any more, because each names a place now. */
  forget(): void;
};

const identifying = ['$id', '$anchor', '$schema'] as const;

/**
 * What a reference names from a base (RFC 3986 section 5.2); undefined where it is no reference. The class of the platform takes no relative one from a
 * base without a slash, such as `urn:x:root`.
 */
export const resolvedFrom = (ref: string, base: string): URL | undefined => {
  if (URL.canParse(ref, base)) return new URL(ref, base);
  const [, scheme, path = ''] = /^([a-z][\w+.-]*:)([^?#]*)/iu.exec(base) ?? [];
  const merged = `${scheme}${path.slice(0, path.lastIndexOf('/') + 1)}${ref}`;
  return scheme !== undefined && URL.canParse(merged) ? new URL(merged) : undefined;
};

const uriOf = (resource: Resource, document: string): string => {
  const around = resource.around === undefined ? document : uriOf(resource.around, document);
  const url = resolvedFrom(resource.id, around);
  if (url === undefined) return around;
  url.hash = '';
  return url.href;
};

/**
 * Finds the identifiers of the schemas below a start (JSON Schema 2020-12 Core, sections 8.2.1 and 8.2.2). OpenAPI 3.0 and
 * Swagger 2.0 know none; what looks like one there means nothing.
 */
export const identifiersIn = (start: Spot, edition: Edition, document: string): Identifiers => {
  const places = new Map<string, string>();
  const named: Mutable[] = [];
  const repeated: { pointer: string; id: string }[] = [];
  let areDynamic = false;
  walk(start, edition, (spot) => {
    const { kind, value, pointer } = spot;
    if (kind !== 'schema' || !isMutable(value)) return value;
    if (identifying.some((word) => typeof value[word] === 'string')) named.push(value);
    if (edition !== '3.1') return value;
    if (typeof value['$dynamicRef'] === 'string') areDynamic = true;
    const resource = resourceOf(spot);
    const uri = resource === undefined ? document : uriOf(resource, document);
    if (typeof value['$id'] === 'string') {
      if (places.has(uri)) repeated.push({ pointer: below(pointer, '$id'), id: value['$id'] });
      else places.set(uri, pointer);
    }
    for (const word of ['$anchor', '$dynamicAnchor']) if (typeof value[word] === 'string') places.set(`${uri}#${value[word]}`, pointer);
    return value;
  });
  return {
    areDynamic,
    repeated,
    baseOf(spot, address) {
      const resource = edition === '3.1' ? resourceOf(spot) : undefined;
      return resource === undefined ? address : uriOf(resource, address);
    },
    pointerOf(address, fragment) {
      if (fragment !== '' && !fragment.startsWith('/')) return places.get(`${address}#${fragment}`);
      const location = places.get(address);
      return location === undefined ? undefined : location + fragment;
    },
    forget() {
      if (areDynamic) return;
      for (const schema of named) for (const word of identifying) if (!isObject(schema[word])) delete schema[word];
    },
  };
};

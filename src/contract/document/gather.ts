import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { below, isObject, tokensOf, valueAt } from '../pointer.ts';
import type { Source } from '../source.ts';
import { isAddress } from '../../config/address.ts';
import type { Reach } from '../../config/fetch-text.ts';
import { createFiles, type ReferencePolicy } from './files.ts';
import { identifiersIn, resolvedFrom } from './identifiers.ts';
import { type Edition, homeOf, titles } from './structure.ts';
import { isMutable, isReference, type Mutable, type Spot, spotAt, walk } from './walk.ts';

/** A part of the gathered document, and where it is in the files: `at` is a fragment pointer in `source`. */
export type Origin = { readonly pointer: string; readonly source: Source; readonly at: string };

/** A remark about the document for its author. */
export type Remarked = { readonly rule: string; readonly pointer: string; readonly message: string };

/** A document in one piece: every reference that could be followed names a node of the document. */
export type Gathered = {
  readonly document: Mutable;
  readonly origins: readonly Origin[];
  /** Why a remaining reference cannot be followed, by its text: the end of a sentence. */
  readonly unreachable: ReadonlyMap<string, string>;
  readonly remarks: readonly Remarked[];
};

/** A longer chain of references counts as circular. */
const longestChain = 32;

type Named = { readonly address: string; readonly fragment: string };

const namedBy = (ref: string, base: string): Named | undefined => {
  try {
    const url = resolvedFrom(ref, base);
    if (url === undefined) return undefined;
    const fragment = decodeURIComponent(url.hash.slice(1));
    url.hash = '';
    return { address: url.href, fragment };
  } catch {
    return undefined;
  }
};

/** Whether a reference names a node of its own file by a JSON pointer. */
const isLocalPointer = (ref: string): boolean => ref === '#' || ref.startsWith('#/');

type Pending = { readonly spot: Spot & { readonly value: Mutable & { $ref: string } }; readonly named: Named; readonly from: string };

/**
 * Brings the targets of references to other files into the document: as a component where the components hold that kind of object, else in
 * place of the reference. The document is changed, not copied. The known library for this also follows `$ref` in examples, stops at the
 * first missing file, and loses the positions.
 */
export const gather = async (
  read: Source,
  document: Mutable,
  edition: Edition,
  policy: ReferencePolicy,
  reach?: Reach,
): Promise<Gathered> => {
  const home = isAddress(read.file) ? read.file : pathToFileURL(read.file).href;
  const root = spotAt('openapi', document, '#');
  const files = createFiles(read, policy, reach);
  const identifiers = identifiersIn(root, edition, home);
  const origins: Origin[] = [];
  const unreachable = new Map<string, string>();
  const remarks: Remarked[] = identifiers.repeated.map(({ pointer, id }) => ({
    rule: 'repeated-schema-id',
    pointer,
    message: `another schema has the $id "${id}" too, a reference to it means the first`,
  }));
  const components = new Map<string, string>();
  const seen = new Set<unknown>();
  const starts: { readonly spot: Spot; readonly address: string; readonly chain: number }[] = [{ spot: root, address: home, chain: 0 }];

  const componentFor = (spot: Spot, holder: string, { address, fragment }: Named, value: unknown, source: Source): string => {
    const key = `${holder} ${address}#${fragment}`;
    const known = components.get(key);
    if (known !== undefined) return known;
    const held = mapAt(document, holder);
    const pointer = below(holder, freeName(held, fragment, address));
    held[tokensOf(pointer).at(-1) ?? ''] = value;
    components.set(key, pointer);
    origins.push({ pointer, source, at: `#${fragment}` });
    starts.push({ spot: { ...spotAt(spot.kind, value, pointer), holder: held, key: tokensOf(pointer).at(-1) ?? '' }, address, chain: 0 });
    return pointer;
  };

  const inPlace = (spot: Spot, value: unknown): Spot => {
    const beside = isMutable(spot.value) ? Object.entries(spot.value).filter(([key]) => key !== '$ref') : [];
    const put: unknown = beside.length > 0 && isObject(value) ? { ...value, ...Object.fromEntries(beside) } : value;
    if (spot.holder !== undefined) Reflect.set(spot.holder, spot.key, put);
    return { ...spot, value: put };
  };

  const join = async ({ spot, named, from }: Pending, chain: number): Promise<void> => {
    const node = spot.value;
    const fail = (why: string): void => {
      if (from !== home) node.$ref = `${named.address}${named.fragment === '' ? '' : `#${named.fragment}`}`;
      unreachable.set(node.$ref, why);
    };
    const reached = await files.reach(named.address, from);
    if (reached.kind === 'none') return fail(reached.why);
    const value = valueAt(reached.source.value, named.fragment);
    if (value === undefined) return fail(`"${reached.source.file}" has nothing at #${named.fragment}`);
    const holder = spot.kind === 'pathItem' ? undefined : homeOf(edition, spot.kind);
    if (holder !== undefined) {
      node.$ref = componentFor(spot, holder, named, value, reached.source);
      return undefined;
    }
    if (chain >= longestChain) return fail('it is circular');
    origins.push({ pointer: spot.pointer, source: reached.source, at: `#${named.fragment}` });
    starts.push({ spot: inPlace(spot, value), address: named.address, chain: chain + 1 });
    return undefined;
  };

  for (let start = starts.pop(); start !== undefined; start = starts.pop()) {
    const { address, chain } = start;
    const pending: Pending[] = [];
    walk(start.spot, edition, (spot) => {
      const { value, kind, pointer } = spot;
      if (isMutable(value) && seen.has(value)) return undefined;
      if (isMutable(value)) seen.add(value);
      if (!isReference(value)) return value;
      const base = identifiers.areDynamic ? address : identifiers.baseOf(spot, address);
      const isHere = address === home && base === home && isLocalPointer(value.$ref);
      if (isHere && (kind === 'pathItem' || homeOf(edition, kind) !== undefined)) return value;
      const named = namedBy(value.$ref, base);
      if (named === undefined) return value;
      const pointed = identifiers.areDynamic ? undefined : identifiers.pointerOf(named.address, named.fragment);
      const isRoot = named.address === home && (named.fragment === '' || named.fragment.startsWith('/'));
      const target = pointed ?? (isRoot ? `#${named.fragment}` : undefined);
      if (target === undefined) {
        if (named.address !== home) pending.push({ spot: { ...spot, value }, named, from: address });
        return value;
      }
      if (kind === 'pathItem' || homeOf(edition, kind) !== undefined) {
        value.$ref = target;
        return value;
      }
      const there = valueAt(document, target);
      if (there === undefined) return value;
      remarks.push({ rule: 'reference-not-allowed', pointer, message: `a ${titles[kind]} may not be a $ref; it is followed nevertheless` });
      return inPlace(spot, there).value;
    });
    for (const one of pending) await join(one, chain);
  }
  identifiers.forget();
  return { document, origins, unreachable, remarks };
};

/** The map at a pointer, made where it is missing. */
const mapAt = (document: Mutable, pointer: string): Mutable => {
  let map = document;
  for (const token of tokensOf(pointer)) {
    const inner = map[token];
    const next: Mutable = isMutable(inner) ? inner : {};
    map[token] = next;
    map = next;
  }
  return map;
};

const freeName = (taken: Mutable, fragment: string, address: string): string => {
  const file = decodeURIComponent(basename(new URL(address).pathname));
  const word = tokensOf(fragment).at(-1) ?? basename(file, extname(file));
  const name = word.replace(/[^\w.-]+/g, '_') || 'part';
  if (!Object.hasOwn(taken, name)) return name;
  let n = 2;
  while (Object.hasOwn(taken, `${name}_${n}`)) n += 1;
  return `${name}_${n}`;
};

import type { Contract, Schema } from '../model.ts';
import { below, isObject } from '../pointer.ts';
import { plainKeywords } from './keywords.ts';
import { type Located, resolveReference, scopeInside } from './reference.ts';
import { type Direction, hiddenNames, isEndless, schemasOfSameValue } from './same-value.ts';
import { readVocabulary, type Unsupported } from './vocabulary.ts';

/** Keywords for the validator beside those of JSON Schema. */
export const referringKeyword = 'x-assay-refers';
export const unknownKeyword = 'x-assay-unknown';

export type Preparing = {
  readonly document: Contract['document'];
  readonly direction: Direction;
  /** Gives a target a name by which the validator finds it when a value first reaches it. */
  name(target: Located, excused: ReadonlySet<string>): string;
};

/** About how many subschemas are compiled at once; deeper ones get a name, and are compiled when a value reaches them. */
const usualNodes = 300;

/** The most subschemas of one value that are compiled; with more the value is not judged, because compiling would take too long. */
const mostNodes = 5000;

const inPlaceLists = ['allOf', 'anyOf', 'oneOf'] as const;
const inPlaceSingles = ['not', 'if', 'then', 'else'] as const;
const innerSingles = ['items', 'contains', 'additionalProperties', 'propertyNames', 'unevaluatedItems', 'unevaluatedProperties'] as const;
const innerMaps = ['properties', 'patternProperties'] as const;

type Json = Readonly<Record<string, unknown>>;

const isUnevaluated = (schema: Json): boolean => schema['unevaluatedProperties'] !== undefined || schema['unevaluatedItems'] !== undefined;

/**
 * A schema of the document in a form that the validator can judge by: references become names, so that their targets are compiled only when
 * a value reaches them; names that are absent in this direction are not required; what cannot be read is marked as unknown.
 * @param part The whole node, or only what was read of it before; then the caller reports the rest.
 */
export const prepared = (node: Located, excused: ReadonlySet<string>, around: Preparing, part: 'whole' | 'read'): Schema => {
  let nodes = 0;

  const inner = (child: Located): Schema => {
    const names = hiddenNames(around.document, around.direction, child);
    return nodes > usualNodes && isObject(child.schema) ? { [referringKeyword]: around.name(child, names) } : whole(child, names, false);
  };

  const unknown = ({ pointer, keyword, reason }: Unsupported): Json => ({ [unknownKeyword]: `${pointer} (${keyword}): ${reason}` });

  /** A schema inside the judged one: what cannot be read in it makes the outcome unknown. */
  const whole = (at: Located, excusedHere: ReadonlySet<string>, joined: boolean): Schema => {
    const { schema, unsupported } = readVocabulary(at.schema, at.pointer, at.scope.dialect);
    const read = own({ ...at, schema }, excusedHere, joined);
    const marked: Schema = unsupported.length === 0 ? read : { allOf: [read, ...unsupported.map(unknown)] };
    const isNullable = isObject(at.schema) && at.schema['nullable'] === true;
    return isNullable ? { anyOf: [{ type: 'null' }, marked] } : marked;
  };

  const refer = (at: Located, ref: string, excusedHere: ReadonlySet<string>, joined: boolean): Schema => {
    const target = resolveReference(around.document, at.scope, ref);
    if (!target) return unknown({ pointer: at.pointer, keyword: '$ref', reason: `${ref} does not name a schema of the document` });
    if (isEndless(around.document, target)) {
      return unknown({ pointer: target.pointer, keyword: '$ref', reason: 'it refers to itself without going deeper into the value' });
    }
    // The validator knows what adjacent keywords have evaluated only inside one compiled schema.
    if (joined) return whole(target, excusedHere, true);
    return { [referringKeyword]: around.name(target, excusedHere) };
  };

  const own = (at: Located, excusedHere: ReadonlySet<string>, joinedAround: boolean): Schema => {
    const { schema } = at;
    if (typeof schema === 'boolean') return schema;
    nodes += 1;
    if (nodes > mostNodes) return unknown({ pointer: at.pointer, keyword: 'schema', reason: `it contains more than ${mostNodes} schemas` });
    const joined = joinedAround || isUnevaluated(schema);
    const unclear = isUnevaluated(schema) ? unclearDependency(around.document, at) : undefined;
    if (unclear) return unknown(unclear);
    const child = (one: unknown, ...keys: readonly (string | number)[]): Located => {
      const pointer = below(at.pointer, ...keys);
      return { schema: one as Schema, pointer, scope: scopeInside(at.scope, one, pointer) };
    };
    const here = (one: Located): Schema =>
      nodes > usualNodes && !joined && isObject(one.schema)
        ? { [referringKeyword]: around.name(one, excusedHere) }
        : whole(one, excusedHere, joined);
    const made: Record<string, unknown> = {};
    const parts: Schema[] = [];
    for (const keyword of plainKeywords) if (schema[keyword] !== undefined) made[keyword] = schema[keyword];
    if (Array.isArray(schema['required'])) made['required'] = schema['required'].filter((name: string) => !excusedHere.has(name));
    for (const keyword of inPlaceLists) {
      const list: unknown = schema[keyword];
      if (!Array.isArray(list)) continue;
      const branches = list.map((one, n) => here(child(one, keyword, n)));
      if (keyword === 'allOf') parts.push(...branches);
      // A discriminator selects the branch, so another may match as well (OpenAPI 3.1, Discriminator Object).
      // Nor is it an error that a text fits two branches which only their formats distinguish, because formats are not judged here.
      else if (keyword === 'oneOf' && (isObject(schema['discriminator']) || differByFormat(list))) parts.push({ anyOf: branches });
      else made[keyword] = branches;
    }
    for (const keyword of inPlaceSingles) if (schema[keyword] !== undefined) made[keyword] = here(child(schema[keyword], keyword));
    for (const keyword of innerSingles) if (schema[keyword] !== undefined) made[keyword] = inner(child(schema[keyword], keyword));
    for (const keyword of innerMaps) {
      const map: unknown = schema[keyword];
      if (isObject(map)) made[keyword] = mapped(map, (one, name) => inner(child(one, keyword, name)));
    }
    const { dependentSchemas, prefixItems } = schema;
    if (isObject(dependentSchemas))
      made['dependentSchemas'] = mapped(dependentSchemas, (one, name) => here(child(one, 'dependentSchemas', name)));
    if (Array.isArray(prefixItems)) made['prefixItems'] = prefixItems.map((one, n) => inner(child(one, 'prefixItems', n)));
    for (const keyword of ['$ref', '$dynamicRef'] as const) {
      if (typeof schema[keyword] === 'string') parts.push(refer(at, schema[keyword], excusedHere, joined));
    }
    if (made['contains'] !== undefined) parts.push(takenOut(made, ['contains', 'minContains', 'maxContains']));
    return parts.length === 0 ? made : { ...made, allOf: parts };
  };

  return (part === 'whole' ? whole : own)(node, excused, false);
};

const mapped = (map: Json, turn: (value: unknown, name: string) => Schema): Record<string, Schema> => {
  const made: Record<string, Schema> = {};
  // A property may have the name __proto__, which a plain assignment would not create.
  for (const [name, value] of Object.entries(map)) Object.defineProperty(made, name, { value: turn(value, name), enumerable: true });
  return made;
};

/** Adjacent keywords whose evaluation of items or members the validator does not track in every case. */
const untracked = ['anyOf', 'oneOf', 'if', 'contains', 'dependentSchemas'];

const unclearDependency = (document: Preparing['document'], at: Located): Unsupported | undefined => {
  for (const { schema, pointer } of schemasOfSameValue(document, at)) {
    if (!isObject(schema) || !isObject(at.schema)) continue;
    const keyword = at.schema['unevaluatedItems'] === undefined ? 'unevaluatedProperties' : 'unevaluatedItems';
    const isHalf = schema['if'] !== undefined && (schema['then'] === undefined || schema['else'] === undefined);
    const found = untracked.find((one) => schema[one] !== undefined);
    if (isHalf || (keyword === 'unevaluatedItems' && found !== undefined)) {
      return { pointer: at.pointer, keyword, reason: `it depends on what ${isHalf ? 'if' : found} at ${pointer} has evaluated` };
    }
  }
  return undefined;
};

/** Moves keywords into a schema of their own, because beside `prefixItems` the validator ignores `contains` for an empty list. */
const takenOut = (made: Record<string, unknown>, keywords: readonly string[]): Schema => {
  const out = Object.fromEntries(keywords.flatMap((keyword) => (made[keyword] === undefined ? [] : [[keyword, made[keyword]]])));
  for (const keyword of keywords) delete made[keyword];
  return out;
};

/** Do some branches have different formats and nothing else that tells them apart. */
const differByFormat = (branches: readonly unknown[]): boolean => {
  const bare = branches.map((one) =>
    isObject(one) ? JSON.stringify({ ...one, format: undefined, description: undefined, title: undefined, example: undefined }) : '',
  );
  return bare.some((one, n) => one !== '' && bare.indexOf(one) < n);
};

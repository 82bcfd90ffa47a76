import type { Contract } from '../model.ts';
import { below, isObject } from '../pointer.ts';
import { type Located, resolveReference } from '../schema/reference.ts';
import { type Direction, isHidden } from '../schema/same-value.ts';
import { readVocabulary } from '../schema/vocabulary.ts';
import { type Alternative, type Alternatives, type Form, keyOf, type Together } from './form.ts';
import {
  child,
  impliedTypes,
  intersection,
  type Json,
  limitsOf,
  objectAt,
  type Part,
  prefixOf,
  restOf,
  statedTypes,
  statedTypeWords,
  textsAt,
  textsBy,
  valuesOf,
} from './schema-parts.ts';
import { signatureOf } from './signature.ts';

type Document = Contract['document'];

/** Most alternatives of one schema; the product of several choices can be any number. */
const mostAlternatives = 64;

type Choice = { readonly pointer: string; readonly branches: readonly Located[] };

/** Keywords that say nothing of the value alone and are compared as a whole. */
const compared = [
  'not',
  'if',
  'then',
  'else',
  'contains',
  'minContains',
  'maxContains',
  'propertyNames',
  'patternProperties',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
  'xml',
] as const;

/** Reads what schemas of a document say of a value, once for each direction. */
export class FormReader {
  readonly #document: Document;
  readonly #known = new Map<string, Alternatives>();
  readonly #hidden = new Map<string, boolean>();
  readonly #nulls = new Map<string, boolean>();

  constructor(document: Document) {
    this.#document = document;
  }

  alternatives(together: Together, direction: Direction): Alternatives {
    const key = `${direction} ${keyOf(together)}`;
    const known = this.#known.get(key);
    if (known) return known;
    const all: Alternative[] = [];
    const isWhole = this.#expand(together, direction, new Map(), [], all);
    const made: Alternatives = {
      all: isWhole ? all : [],
      allowsNull: together.every((one) => this.#allowsNull(one)),
      isCut: !isWhole,
    };
    this.#known.set(key, made);
    return made;
  }

  /** A text that is equal for schemas that say the same, whatever their components are called. */
  signature(together: Together): string {
    return together.map((one) => signatureOf(this.#document, one)).join('\n');
  }

  /** @returns Whether all were found. */
  #expand(
    together: Together,
    direction: Direction,
    chosen: ReadonlyMap<string, Located>,
    names: readonly string[],
    found: Alternative[],
  ): boolean {
    const { parts, isImpossible, open, unresolved } = this.#flatten(together, chosen);
    if (open === undefined) {
      const pointer = (parts.find(({ schema }) => !isOnlyReference(schema)) ?? parts[0])?.located.pointer ?? together[0]?.pointer ?? '#';
      found.push({
        name: names.join(', ') || rootName(together),
        form: this.#formOf(parts, { pointer, isImpossible, direction, unresolved }),
      });
      return found.length <= mostAlternatives;
    }
    const values = valuesOfBranches(open);
    if (values) return this.#expand(together, direction, new Map(chosen).set(open.pointer, values), names, found);
    const real = open.branches.filter((branch) => !isOnlyNull(branch));
    const branches = real.length > 0 ? real : open.branches;
    return branches.every((branch, at) => {
      const name = branches.length === 1 ? [] : [branchName(branch, at)];
      return this.#expand(together, direction, new Map(chosen).set(open.pointer, branch), [...names, ...name], found);
    });
  }

  #flatten(
    together: Together,
    chosen: ReadonlyMap<string, Located>,
  ): { readonly parts: Part[]; readonly isImpossible: boolean; readonly open: Choice | undefined; readonly unresolved: string[] } {
    const parts: Part[] = [];
    const unresolved: string[] = [];
    const seen = new Set<string>();
    const waiting = together.toReversed();
    let open: Choice | undefined;
    let isImpossible = false;
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      if (seen.has(one.pointer)) continue;
      seen.add(one.pointer);
      const { schema } = readVocabulary(one.schema, one.pointer, one.scope.dialect);
      if (typeof schema === 'boolean' || !isObject(one.schema)) {
        isImpossible ||= schema === false;
        continue;
      }
      const here: Located = { ...one, schema };
      parts.push({ schema, raw: one.schema, located: here });
      const inside: Located[] = [];
      for (const word of ['$ref', '$dynamicRef']) {
        const ref = schema[word];
        if (typeof ref !== 'string') continue;
        const target = resolveReference(this.#document, one.scope, ref);
        if (target) inside.push(target);
        else unresolved.push(ref);
      }
      const { allOf } = schema;
      if (Array.isArray(allOf)) inside.push(...allOf.map((branch, at) => child(here, branch, 'allOf', at)));
      for (const word of ['oneOf', 'anyOf']) {
        const list = schema[word];
        if (!Array.isArray(list) || list.length === 0) continue;
        const pointer = below(one.pointer, word);
        const branch = chosen.get(pointer);
        if (branch) inside.push(branch);
        else open ??= { pointer, branches: list.map((each, at) => child(here, each, word, at)) };
      }
      waiting.push(...inside.toReversed());
    }
    return { parts, isImpossible, open, unresolved };
  }

  #formOf(
    parts: readonly Part[],
    around: {
      readonly pointer: string;
      readonly isImpossible: boolean;
      readonly direction: Direction;
      readonly unresolved: readonly string[];
    },
  ): Form {
    const types = intersection(parts.map(({ schema }) => statedTypes(schema)));
    const implied = intersection(parts.map(({ schema }) => impliedTypes(schema)));
    const members = new Map<string, Located[]>();
    for (const { schema, located } of parts)
      for (const [name, value] of Object.entries(objectAt(schema, 'properties')))
        members.set(name, [...(members.get(name) ?? []), child(located, value, 'properties', name)]);
    const hidden = [...members].filter(([, nodes]) => nodes.some((node) => this.#isHidden(around.direction, node)));
    for (const [name] of hidden) members.delete(name);
    const isHiddenName = new Set(hidden.map(([name]) => name));
    const required = new Map(
      parts.flatMap(({ schema, located }) =>
        textsAt(schema, 'required')
          .filter((name) => !isHiddenName.has(name))
          .map((name) => [name, below(located.pointer, 'required')] as const),
      ),
    );
    const discriminators = parts.flatMap(({ schema, located }) => {
      const { propertyName, mapping } = objectAt(schema, 'discriminator');
      if (typeof propertyName !== 'string') return [];
      return [
        {
          value: { property: propertyName, mapped: isObject(mapping) ? Object.keys(mapping) : [] },
          pointer: below(located.pointer, 'discriminator'),
        },
      ];
    });
    return {
      pointer: around.pointer,
      isImpossible: around.isImpossible,
      types,
      impliedTypes: implied,
      values: valuesOf(parts),
      isExtensible: parts.some(
        ({ raw }) => Array.isArray(raw['x-extensible-enum']) || objectAt(raw, 'x-ms-enum')['modelAsString'] === true,
      ),
      limits: limitsOf(parts),
      steps: parts.flatMap(({ schema, located }) => {
        const { multipleOf } = schema;
        return typeof multipleOf === 'number' ? [{ value: multipleOf, pointer: below(located.pointer, 'multipleOf') }] : [];
      }),
      isUnique: parts.flatMap(({ schema, located }) =>
        schema['uniqueItems'] === true ? [{ value: true as const, pointer: below(located.pointer, 'uniqueItems') }] : [],
      )[0],
      patterns: textsBy(parts, 'pattern'),
      formats: textsBy(parts, 'format'),
      members,
      required,
      further: restOf(parts, 'additionalProperties'),
      prefix: prefixOf(parts),
      elements: restOf(parts, 'items'),
      defaultValue: parts.flatMap(({ schema, located }) =>
        schema['default'] === undefined ? [] : [{ value: schema['default'], pointer: below(located.pointer, 'default') }],
      )[0],
      isDeprecated: parts.some(({ schema }) => schema['deprecated'] === true),
      discriminator: discriminators[0],
      others: this.#othersOf(parts, around.unresolved),
    };
  }

  #othersOf(parts: readonly Part[], unresolved: readonly string[]): ReadonlyMap<string, string> {
    const found = new Map<string, string[]>();
    const add = (keyword: string, text: string): void => {
      found.set(keyword, [...(found.get(keyword) ?? []), text]);
    };
    for (const { schema, raw, located } of parts) {
      for (const keyword of compared)
        if (schema[keyword] !== undefined)
          add(keyword, signatureOf(this.#document, { ...located, schema: { [keyword]: schema[keyword] } }));
      for (const [keyword, value] of Object.entries(raw))
        if (schema[keyword] === undefined && value !== undefined) add(keyword, JSON.stringify(value) ?? '');
    }
    for (const ref of unresolved) add('$ref', ref);
    return new Map([...found].map(([keyword, texts]) => [keyword, texts.sort().join('\n')]));
  }

  #isHidden(direction: Direction, node: Located): boolean {
    const key = `${direction} ${node.pointer}`;
    const known = this.#hidden.get(key) ?? isHidden(this.#document, direction, node);
    this.#hidden.set(key, known);
    return known;
  }

  #allowsNull(located: Located): boolean {
    const known = this.#nulls.get(located.pointer);
    if (known !== undefined) return known;
    // Where a schema comes back to itself, the rest of it decides.
    this.#nulls.set(located.pointer, true);
    const allows = this.#readsNull(located);
    this.#nulls.set(located.pointer, allows);
    return allows;
  }

  #readsNull(located: Located): boolean {
    const { schema } = readVocabulary(located.schema, located.pointer, located.scope.dialect);
    if (typeof schema === 'boolean') return schema;
    if (schema['nullable'] === true) return true;
    const { type, enum: listed, $ref: ref, allOf } = schema;
    const types: unknown = typeof type === 'string' ? [type] : type;
    if (Array.isArray(types) && !types.includes('null')) return false;
    if (Array.isArray(listed) && !listed.includes(null)) return false;
    if (schema['const'] !== undefined && schema['const'] !== null) return false;
    const target = typeof ref === 'string' ? resolveReference(this.#document, located.scope, ref) : undefined;
    if (target && !this.#allowsNull(target)) return false;
    const branches = (word: string, list: unknown): Located[] =>
      Array.isArray(list) ? list.map((one, at) => child(located, one, word, at)) : [];
    if (!branches('allOf', allOf).every((one) => this.#allowsNull(one))) return false;
    return ['oneOf', 'anyOf'].every((word) => {
      const list = branches(word, schema[word]);
      return list.length === 0 || list.some((one) => this.#allowsNull(one));
    });
  }
}

/** What stands beside the reference says nothing of a value. */
const isOnlyReference = (schema: Json): boolean =>
  schema['$ref'] !== undefined && Object.keys(schema).every((word) => word === '$ref' || word === 'description' || word === 'title');

const isOnlyNull = ({ schema }: Located): boolean => {
  if (!isObject(schema)) return false;
  const { type, enum: listed } = schema;
  return (
    type === 'null' ||
    (Array.isArray(type) && type.length === 1 && type[0] === 'null') ||
    schema['const'] === null ||
    (Array.isArray(listed) && listed.length === 1 && listed[0] === null)
  );
};

const valueWords = new Set(['type', 'const', 'enum', 'title', 'description', 'deprecated', 'example', 'examples', '$comment']);

/** The branches of a choice that only lists values, as one list (a common way to describe each value of an enumeration). */
const valuesOfBranches = ({ pointer, branches }: Choice): Located | undefined => {
  const lists = branches.map(({ schema }) => {
    if (!isObject(schema) || !Object.keys(schema).every((word) => valueWords.has(word) || word.startsWith('x-'))) return undefined;
    if (schema['const'] !== undefined) return [schema['const']];
    return Array.isArray(schema['enum'])
      ? (schema['enum'] as unknown[])
      : isOnlyNull({ schema, pointer, scope: { base: '#', dialect: undefined } })
        ? [null]
        : undefined;
  });
  const [first] = branches;
  if (first === undefined || lists.some((list) => list === undefined) || lists.every((list) => list?.every((one) => one === null)))
    return undefined;
  const types = branches.flatMap(({ schema }) => (isObject(schema) ? (statedTypeWords(schema) ?? [undefined]) : [undefined]));
  const type = types.includes(undefined) ? {} : { type: [...new Set(types)] };
  return { ...first, pointer, schema: { ...type, enum: lists.flatMap((list) => list ?? []) } };
};

/** The component that a schema refers to, so that it is known again as a branch. */
const rootName = ([first]: Together): string =>
  first === undefined || !isObject(first.schema) || first.schema['$ref'] === undefined ? '' : branchName(first, 0);

const branchName = ({ schema }: Located, at: number): string => {
  if (!isObject(schema)) return `alternative ${at + 1}`;
  const { $ref: ref, title } = schema;
  if (typeof ref === 'string') return ref.split('/').at(-1) ?? ref;
  if (typeof title === 'string' && title !== '') return title;
  return '';
};

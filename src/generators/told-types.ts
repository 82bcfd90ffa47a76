import { descriptionsIn, itemsOf, membersOf, partsOf } from '../contract/infer/schema-parts.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { rememberedByPair } from '../model/remembered.ts';
import { listedBy } from './conditions.ts';
import { mayBeSent } from './request-match.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';
import { simplestValue } from './simplest-value.ts';

type Document = Contract['document'];
type Values = Readonly<Record<string, unknown>>;

/** What listed values call the types of JSON (RFC 8259, section 3). */
const typesCalled: Readonly<Record<string, readonly string[]>> = {
  boolean: ['boolean'],
  bool: ['boolean'],
  flag: ['boolean'],
  yesno: ['boolean'],
  string: ['string'],
  text: ['string'],
  number: ['number', 'integer'],
  numeric: ['number', 'integer'],
  decimal: ['number'],
  float: ['number'],
  integer: ['integer', 'number'],
  int: ['integer', 'number'],
};

const calledType = (value: unknown): readonly string[] => (typeof value === 'string' ? (typesCalled[wordsOf(value).join('')] ?? []) : []);

/** A member that names the type of other values: `kind`, one of `boolean`, `text` and `number`. */
type Deciding = { readonly words: readonly string[]; readonly types: readonly string[] };

/** Words by which a description says of which type a value is. */
const ofType = /\b(?:types?|kinds?|sorts?|matches|fits|suits|according to|depend(?:s|ing) on|as)\b/iu;

/** The members at the top of a body that list names of types alone: few bodies have one. */
const namingTypes = rememberedByPair((document: Document, schema: object) =>
  [...membersOf(document, schema)].filter(([, member]) => {
    const listed = listedBy(document, member).filter((one) => typeof one === 'string');
    return listed.length > 1 && listed.every((one) => calledType(one).length > 0);
  }),
);

/** The members at the top of a body that name a type, with the types that the body names by them. */
const decidingIn = (document: Document, schema: Schema, body: Values): readonly Deciding[] =>
  (isObject(schema) ? namingTypes(document, schema) : []).flatMap(([name, member]) => {
    const resolved = resolvedSchema(document, member);
    const types = calledType(body[name] ?? (isObject(resolved) ? resolved['default'] : undefined));
    return types.length > 0 ? [{ words: wordsOf(name), types }] : [];
  });

const scalars: ReadonlySet<string> = new Set(['boolean', 'string', 'number', 'integer']);

/** The alternatives of a value that may be of several plain types, each with its type; none of a value of one type. */
const alternatives = (document: Document, schema: Schema): readonly { readonly type: string; readonly schema: Schema }[] => {
  const resolved = resolvedSchema(document, schema);
  if (!isObject(resolved)) return [];
  const { oneOf, anyOf, ...rest } = resolved;
  const choices = Array.isArray(oneOf) ? oneOf : Array.isArray(anyOf) ? anyOf : undefined;
  const found = choices
    ? choices.flatMap((one: unknown) => {
        const [type, ...others] = isObject(one) ? typesOf(resolvedSchema(document, one)) : [];
        return isObject(one) && type !== undefined && others.length === 0 && scalars.has(type)
          ? [{ type, schema: { allOf: [rest, one] } }]
          : [];
      })
    : typesOf(resolved)
        .filter((type) => scalars.has(type))
        .map((type) => ({ type, schema: { ...resolved, type } }));
  return found.length > 1 ? found : [];
};

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** Is a member by its description of the type that a deciding member names. */
const decidedBy = (document: Document, schema: Schema, all: readonly Deciding[]): Deciding | undefined => {
  const said = [
    ...descriptionsIn(document, schema),
    ...partsOf(document, schema).flatMap(({ title }) => (typeof title === 'string' ? [title] : [])),
  ];
  return all.find(({ words }) => said.some((text) => ofType.test(text) && words.every((word) => wordsOf(text).includes(word))));
};

/**
 * A body in which values that may be of several types are of the one that a listed value in it names: `values` of "The type that `kind` says" are texts where `kind` is `text`. Of
 * several that are true or false, or numbers, each second one is false or zero.
 * @returns The body, and the names of the members that differ from `value`.
 */
export const withTypesTold = (
  document: Document,
  schema: Schema,
  value: Values,
  fresh: (name: string) => string = (name) => `ct-${name}`,
): { readonly value: Values; readonly changed: readonly string[] } => {
  const deciding = decidingIn(document, schema, value);
  if (deciding.length === 0) return { value, changed: [] };
  let isChanged = false;
  let count = 0;
  const typed = (described: Schema, name: string, own: unknown, { types }: Deciding): unknown => {
    const choice = alternatives(document, described).find(({ type }) => types.includes(type));
    const isRight =
      types.includes(typeOf(own)) || (typeof own === 'number' && types.some((type) => type === 'integer' || type === 'number'));
    if (!choice || isRight) return own;
    count += 1;
    const made = simplestValue({ document, fresh }, choice.schema, `${name}-${count}`);
    const plain = made.kind === 'value' ? made.value : undefined;
    // Of several, one is what services take for nothing.
    const other = choice.type === 'boolean' ? count % 2 === 1 : typeof plain === 'number' && count % 2 === 0 ? 0 : plain;
    if (other === undefined || !mayBeSent(document, described, other)) return own;
    isChanged = true;
    return other;
  };
  const visit = (described: Schema, name: string, own: unknown): unknown => {
    const by = decidedBy(document, described, deciding);
    if (by && alternatives(document, described).length > 0) return typed(described, name, own, by);
    if (Array.isArray(own)) {
      const item = itemsOf(document, described);
      return item === undefined ? own : own.map((one) => visit(item, name, one));
    }
    if (!isObject(own)) return own;
    const members = membersOf(document, described);
    return Object.fromEntries(
      Object.entries(own).map(([key, one]) => [key, members.has(key) ? visit(members.get(key) ?? true, key, one) : one]),
    );
  };
  const members = membersOf(document, schema);
  const changed: string[] = [];
  const made = Object.fromEntries(
    Object.entries(value).map(([name, own]) => {
      isChanged = false;
      count = 0;
      const other = visit(members.get(name) ?? true, name, own);
      if (isChanged) changed.push(name);
      return [name, isChanged ? other : own];
    }),
  );
  return { value: made, changed };
};

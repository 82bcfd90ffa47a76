import type { Contract } from '../model.ts';
import { below, escapeToken, isObject } from '../pointer.ts';
import type { Located } from './reference.ts';
import { type Shape, shapeAt } from './shape.ts';
import { type Validate, validatorOf } from './validator.ts';

type Document = Contract['document'];

/** The branches of a schema: what the values that it allows can differ in. */
export type Branches = {
  /**
   * One name for each, the nearest to the root first, at most {@link mostBranches}: `/owner present`, `/owner absent`, `/owner null`,
   * `/kind "cat"`, `/pet oneOf Cat`. A place is the JSON pointer in the value, with `*` for the elements of a list.
   */
  readonly names: ReadonlySet<string>;
  /** Which of them a value shows. */
  shownBy(value: unknown): ReadonlySet<string>;
};

/** Most branches of one schema. */
const mostBranches = 100;

/** Schemas of real documents refer to each other without end: most steps from the root, and most schemas, that are looked at. */
const mostSteps = 8;
const mostSchemas = 400;

/** Most parts of one value, and most elements of one list, that are looked at. */
const mostParts = 4000;
const mostElements = 20;

/** Most values of an `enum` whose members are branches: longer lists are registers, such as currencies. */
const mostValues = 50;

type Choice = { readonly name: string; readonly shape: Shape; readonly fits: (value: unknown) => boolean };

/** What a schema says of a value beside and in which it can differ, with `$ref` and `allOf` followed. */
type Facets = {
  readonly isNullable: boolean;
  readonly values: readonly unknown[];
  readonly members: ReadonlyMap<string, { readonly shape: Shape; readonly isOptional: boolean }>;
  readonly items: Shape | undefined;
  readonly choices: readonly Choice[];
};

/** A shape with everything that judges the same value in any case. */
const together = (shape: Shape): readonly Shape[] => {
  const found = new Set<Shape>();
  const waiting = [shape];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    waiting.push(...one.children.branches, ...(one.children.referenced ? [one.children.referenced] : []));
  }
  return [...found];
};

const keyword = ({ schema }: Located, name: string): unknown => (isObject(schema) ? schema[name] : undefined);

const listAt = (shape: Located, name: string): readonly unknown[] => {
  const value = keyword(shape, name);
  return Array.isArray(value) ? value : [];
};

const typesOf = (shape: Located): readonly unknown[] => {
  const type = keyword(shape, 'type');
  return Array.isArray(type) ? type : type === undefined ? [] : [type];
};

const kindOf = (value: unknown): readonly string[] => {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (typeof value === 'number') return ['number', 'integer'];
  return [typeof value];
};

/** What an alternative is called: by the schema that it refers to, else by its place. */
const choiceName = (shape: Located, word: string, at: number): string => {
  const ref = keyword(shape, '$ref');
  if (typeof ref === 'string') return `${word} ${ref.split('/').at(-1) ?? ref}`;
  const types = typesOf(shape);
  return types.length === 1 && types[0] === 'null' ? 'null' : `${word}/${at}`;
};

const facetsBy = new WeakMap<Shape, Facets>();

const facetsOf = (document: Document, shape: Shape): Facets => {
  const known = facetsBy.get(shape);
  if (known) return known;
  const parts = together(shape);
  const required = new Set(parts.flatMap((one) => one.required));
  const hidden = shape.hiddenNames('response');
  const members = new Map<string, { shape: Shape; isOptional: boolean }>();
  for (const part of parts)
    for (const [name, member] of part.children.properties)
      if (!hidden.has(name) && !members.has(name)) members.set(name, { shape: member, isOptional: !required.has(name) });
  const values = parts.flatMap((part) => listAt(part, 'enum'));
  const facets: Facets = {
    isNullable: parts.some((part) => part.isNullable || (typesOf(part).length > 1 && typesOf(part).includes('null'))),
    values: values.length > 1 && values.length <= mostValues ? values : [],
    members,
    items: parts.map(({ children }) => children.items).find((one) => one !== undefined),
    choices: parts.flatMap((part) => choicesOf(document, part)),
  };
  facetsBy.set(shape, facets);
  return facets;
};

const choicesBy = new WeakMap<Shape, readonly Choice[]>();

/** The alternatives of a schema, made once for all that refer to it, because each compiles a validator. */
const choicesOf = (document: Document, shape: Shape): readonly Choice[] => {
  const known = choicesBy.get(shape);
  if (known) return known;
  const hidden = shape.hiddenNames('response');
  const choices = ['oneOf', 'anyOf'].flatMap((word) =>
    listAt(shape, word).map((_one, at) => choiceOf(document, shapeAt(document, below(shape.pointer, word, at)), word, at, hidden)),
  );
  choicesBy.set(shape, choices);
  return choices;
};

const choiceOf = (document: Document, shape: Shape, word: string, at: number, hidden: ReadonlySet<string>): Choice => {
  const types = new Set(together(shape).flatMap(typesOf));
  let validate: Validate | undefined;
  return {
    name: choiceName(shape, word, at),
    shape,
    fits(value) {
      // Most alternatives differ in their types, which takes no validator.
      if (types.size > 0 && !kindOf(value).some((kind) => types.has(kind))) return false;
      validate ??= validatorOf(document).compile(shape, 'response', hidden, 'whole');
      return validate(value).kind === 'match';
    },
  };
};

/** Longest text of a listed value in a name. */
const mostCharacters = 60;

const shownValue = (value: unknown): string => {
  if (typeof value === 'bigint' || typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? '';
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
};

const ownNames = ({ isNullable, values, choices }: Facets, at: string): readonly string[] => [
  ...choices.map(({ name }) => `${at} ${name}`),
  ...(isNullable ? [`${at} null`] : []),
  ...values.map((value) => `${at} ${shownValue(value)}`),
];

const namesOf = (document: Document, root: Shape): ReadonlySet<string> => {
  const names = new Set<string>();
  let level: readonly { readonly shape: Shape; readonly at: string; readonly around: ReadonlySet<Shape> }[] = [
    { shape: root, at: '', around: new Set() },
  ];
  let looked = 0;
  for (let steps = 0; steps < mostSteps && level.length > 0; steps += 1) {
    const next: (typeof level)[number][] = [];
    for (const { shape, at, around } of level) {
      looked += 1;
      const own = together(shape);
      // What a schema says of itself again, deeper in the value, is no new branch.
      if (own.some((one) => around.has(one)) || looked > mostSchemas || names.size >= mostBranches) continue;
      const inside = new Set([...around, ...own]);
      const facets = facetsOf(document, shape);
      for (const name of ownNames(facets, at)) names.add(name);
      for (const choice of facets.choices) next.push({ shape: choice.shape, at, around: inside });
      for (const [name, member] of facets.members) {
        const place = `${at}/${escapeToken(name)}`;
        if (member.isOptional) names.add(`${place} present`).add(`${place} absent`);
        next.push({ shape: member.shape, at: place, around: inside });
      }
      if (facets.items) next.push({ shape: facets.items, at: `${at}/*`, around: inside });
    }
    level = next;
  }
  return new Set([...names].slice(0, mostBranches));
};

const shownBy = (document: Document, root: Shape, names: ReadonlySet<string>, value: unknown): ReadonlySet<string> => {
  const shown = new Set<string>();
  let parts = 0;
  const show = (name: string): void => {
    if (names.has(name)) shown.add(name);
  };
  const look = (shape: Shape, one: unknown, at: string, steps: number): void => {
    parts += 1;
    if (steps >= mostSteps || parts > mostParts || shown.size === names.size) return;
    const { isNullable, values, members, items, choices } = facetsOf(document, shape);
    if (one === null && isNullable) show(`${at} null`);
    if (typeof one !== 'object' && values.includes(one)) show(`${at} ${shownValue(one)}`);
    for (const choice of choices) {
      if (!choice.fits(one)) continue;
      show(`${at} ${choice.name}`);
      look(choice.shape, one, at, steps + 1);
    }
    if (isObject(one))
      for (const [name, member] of members) {
        const place = `${at}/${escapeToken(name)}`;
        const has = Object.hasOwn(one, name);
        if (member.isOptional) show(`${place} ${has ? 'present' : 'absent'}`);
        if (has) look(member.shape, one[name], place, steps + 1);
      }
    if (Array.isArray(one) && items) for (const element of one.slice(0, mostElements)) look(items, element, `${at}/*`, steps + 1);
  };
  look(root, value, '', 0);
  return shown;
};

const known = new WeakMap<Document, Map<string, Branches>>();

/** The branches of the schema of an answer at a pointer of the document, named once for all operations that share it. */
export const branchesOf = (document: Document, pointer: string): Branches => {
  const ofDocument = known.get(document) ?? new Map<string, Branches>();
  known.set(document, ofDocument);
  const found = ofDocument.get(pointer);
  if (found) return found;
  const root = shapeAt(document, pointer);
  const names = namesOf(document, root);
  const made: Branches = { names, shownBy: (value) => (names.size === 0 ? names : shownBy(document, root, names, value)) };
  ofDocument.set(pointer, made);
  return made;
};

/** The texts of the listed values (`enum`) of a parameter, or of the elements of one that is a list; empty where any value is allowed. */
export const listedValues = (document: Document, pointer: string): readonly string[] => {
  const own = together(shapeAt(document, pointer));
  const items = own.flatMap(({ children }) => (children.items ? together(children.items) : []));
  const values = [...own, ...items].flatMap((part) => listAt(part, 'enum'));
  return [...new Set(values.filter((value) => value !== null && typeof value !== 'object').map(String))];
};

import type { Contract, Schema } from '../model.ts';
import { below, isObject, valueAt } from '../pointer.ts';
import { type Acceptance, acceptanceOf } from './acceptance.ts';
import { assertedFormat } from './formats.ts';
import { judgedWhole, localSchema, objectAt, requiredNames } from './keywords.ts';
import { type Located, resolveReference, type Scope, scopeAt, scopeInside } from './reference.ts';
import { type Direction, hiddenNames, isEndless } from './same-value.ts';
import { subjectOf } from './subject.ts';
import { type Ruling, type Validate, validatorOf } from './validator.ts';
import { readVocabulary, type Unsupported } from './vocabulary.ts';
import { type Pattern, readPattern } from '../pattern/pattern.ts';

type Document = Contract['document'];

/** The shapes below a shape: for the same value, or for something inside it. */
export type Children = {
  readonly referenced: Shape | undefined;
  readonly branches: readonly Shape[];
  readonly condition: { readonly judge: Judge; readonly then: Shape | undefined; readonly otherwise: Shape | undefined } | undefined;
  readonly properties: ReadonlyMap<string, Shape>;
  readonly patterns: readonly { readonly pattern: Pattern; readonly node: Shape }[];
  readonly additional: Shape | undefined;
  readonly prefix: readonly Shape[];
  readonly items: Shape | undefined;
};

/** Judges a value in a direction; `excused` are names that may be absent although they are required. */
export type Judge = (value: unknown, direction: Direction, excused: ReadonlySet<string>) => Ruling;

/**
 * One schema node of the document, independent of the location that leads to it: read once, compiled when a value first reaches it, and
 * shared by every operation that refers to it.
 */
export type Shape = Located & {
  /** It asserts something by itself: by a keyword, or by a required member. */
  readonly judges: boolean;
  /** Judges by what the node itself asserts; undefined where it asserts nothing. */
  readonly local: Judge | undefined;
  /** Whether a value could break what the node itself asserts, because its keywords apply to values of that type. */
  readonly isAbout: (value: unknown) => boolean;
  /** `nullable: true`: null is allowed, whatever else the node asserts. */
  readonly isNullable: boolean;
  readonly required: readonly string[];
  /** Keywords by which nothing can be judged. */
  readonly unsupported: readonly Unsupported[];
  readonly children: Children;
  /** Names of members that may be absent in a direction. */
  hiddenNames(direction: Direction): ReadonlySet<string>;
};

const shapes = new WeakMap<Document, Map<string, Shape>>();

/** The shape at a pointer of the document; anything but a schema accepts every value. */
export const shapeAt = (document: Document, pointer: string, scope?: Scope): Shape => {
  const known = shapes.get(document) ?? new Map<string, Shape>();
  shapes.set(document, known);
  const found = known.get(pointer);
  if (found) return found;
  const made = makeShape(document, valueAt(document, pointer), pointer, scope ?? scopeAt(document, pointer));
  known.set(pointer, made);
  return made;
};

/** The shape of a given schema, without a look-up from the root. */
const shapeOf = (document: Document, { schema, pointer, scope }: Located): Shape => {
  const known = shapes.get(document) ?? new Map<string, Shape>();
  shapes.set(document, known);
  const made = known.get(pointer) ?? makeShape(document, schema, pointer, scope);
  known.set(pointer, made);
  return made;
};

const noChildren: Children = {
  referenced: undefined,
  branches: [],
  condition: undefined,
  properties: new Map(),
  patterns: [],
  additional: undefined,
  prefix: [],
  items: undefined,
};

const makeShape = (document: Document, value: unknown, pointer: string, scope: Scope): Shape => {
  const written: Schema = typeof value === 'boolean' || isObject(value) ? value : true;
  const located: Located = { schema: written, pointer, scope };
  const reading = readVocabulary(written, pointer, scope.dialect);
  const endless = isEndless(document, located);
  const schema = endless ? true : reading.schema;
  const read: Located = { schema, pointer, scope };
  const whole = judgedWhole(schema);
  const own = localSchema(schema);
  const format = assertedFormat(schema);
  const required = whole ? [] : requiredNames(schema);
  const { $ref: ref } = isObject(schema) ? schema : {};
  const target = typeof ref === 'string' ? resolveReference(document, scope, ref) : undefined;
  const dangling = typeof ref === 'string' && !whole && !target;
  let children: Children | undefined;
  const hidden = new Map<Direction, ReadonlySet<string>>();
  return {
    ...located,
    required,
    judges: own !== undefined || format !== undefined || required.length > 0,
    isAbout: subjectOf({ local: own, format: format !== undefined, required: required.length > 0 }),
    isNullable: isObject(written) && written['nullable'] === true,
    unsupported: [
      ...reading.unsupported,
      ...(endless ? [{ pointer, keyword: '$ref', reason: 'it refers to itself without going deeper into the value' }] : []),
      ...(dangling ? [{ pointer, keyword: '$ref', reason: `${ref} does not name a schema of the document` }] : []),
    ],
    local:
      own === undefined && !format ? undefined : localJudge(document, own === undefined ? undefined : { ...read, schema: own }, format),
    get children() {
      return (children ??= whole ? noChildren : childrenOf(document, read, target));
    },
    hiddenNames(direction) {
      let names = hidden.get(direction);
      if (names === undefined) {
        names = hiddenNames(document, direction, read);
        hidden.set(direction, names);
      }
      return names;
    },
  };
};

/** The validators of a node, one for each direction and set of excused names. */
const judgeBy = (document: Document, node: Located, part: 'whole' | 'read'): Judge => {
  const compiled = new Map<string, Validate>();
  return (value, direction, excused) => {
    const key = excused.size === 0 ? direction : [direction, ...[...excused].sort()].join('\n');
    let validate = compiled.get(key);
    if (validate === undefined) {
      validate = validatorOf(document).compile(node, direction, excused, part);
      compiled.set(key, validate);
    }
    return validate(value);
  };
};

const match: Ruling = { kind: 'match' };

/** Judges only what is not surely accepted. */
const acceptedOr = (accepts: Acceptance | undefined, judge: Judge): Judge =>
  accepts === undefined ? judge : (value, direction, excused) => (accepts(value) ? match : judge(value, direction, excused));

const localJudge = (document: Document, own: Located | undefined, format: ReturnType<typeof assertedFormat>): Judge => {
  const judge = own && acceptedOr(acceptanceOf(own.schema), judgeBy(document, own, 'read'));
  if (format === undefined) return judge ?? (() => match);
  return (value, direction, excused) => {
    const ruling = judge?.(value, direction, excused) ?? match;
    return ruling.kind === 'match' ? format(value) : ruling;
  };
};

const childrenOf = (document: Document, node: Located, target: Located | undefined): Children => {
  const { schema, pointer, scope } = node;
  if (!isObject(schema)) return noChildren;
  const child = (value: unknown, ...keys: readonly (string | number)[]): Shape => {
    const at = below(pointer, ...keys);
    return shapeOf(document, { schema: value as Schema, pointer: at, scope: scopeInside(scope, value, at) });
  };
  const list = (keyword: string): readonly unknown[] => {
    const value: unknown = schema[keyword];
    return Array.isArray(value) ? value : [];
  };
  const under = (keyword: string): Shape | undefined => (schema[keyword] === undefined ? undefined : child(schema[keyword], keyword));
  const objectUnder = (keyword: string): Shape | undefined => (isObject(schema[keyword]) ? under(keyword) : undefined);
  return {
    referenced: target && shapeOf(document, target),
    branches: list('allOf').map((one, n) => child(one, 'allOf', n)),
    condition:
      schema['if'] === undefined
        ? undefined
        : {
            judge: judgeBy(document, locatedBelow(node, 'if'), 'whole'),
            then: under('then'),
            otherwise: under('else'),
          },
    properties: new Map(Object.entries(objectAt(schema, 'properties')).map(([name, value]) => [name, child(value, 'properties', name)])),
    patterns: Object.entries(objectAt(schema, 'patternProperties')).flatMap(([source, value]) => {
      const pattern = readPattern(source);
      return pattern.kind === 'pattern' ? [{ pattern, node: child(value, 'patternProperties', source) }] : [];
    }),
    additional: objectUnder('additionalProperties'),
    prefix: list('prefixItems').map((one, n) => child(one, 'prefixItems', n)),
    items: objectUnder('items'),
  };
};

const locatedBelow = ({ schema, pointer, scope }: Located, keyword: string): Located => {
  const at = below(pointer, keyword);
  const value = isObject(schema) ? schema[keyword] : true;
  return { schema: value as Schema, pointer: at, scope: scopeInside(scope, value, at) };
};

import type { Place } from '../../model/place.ts';
import type { Contract, Schema } from '../model.ts';
import { below, isObject, referenceTarget, valueAt } from '../pointer.ts';
import { assertedFormat } from './formats.ts';
import { judgedWhole, localSchema, objectAt, requiredNames } from './keywords.ts';
import { subjectOf } from './subject.ts';
import { type Validate, validatorOf } from './validator.ts';

/**
 * A schema node with the way it was reached. Children are made when first asked for, because schemas may refer to
 * themselves; a node keeps one identity, so that its owner is looked up once.
 */
export type SchemaNode = {
  readonly place: Place;
  /** It judges something by itself: a keyword of its own, or a member that must be there. */
  readonly judges: boolean;
  /** What the node itself asserts; undefined where it asserts nothing. */
  readonly local: Validate | undefined;
  /** Could a value break what the node itself asserts: its keywords are about values of that type. */
  readonly isAbout: (value: unknown) => boolean;
  readonly required: readonly string[];
  /** Nodes that judge the same value: what `$ref` names, and each `allOf` branch. */
  readonly referenced: SchemaNode | undefined;
  readonly branches: readonly SchemaNode[];
  readonly condition:
    | { readonly holds: (value: unknown) => boolean; readonly then: SchemaNode | undefined; readonly otherwise: SchemaNode | undefined }
    | undefined;
  readonly properties: ReadonlyMap<string, SchemaNode>;
  readonly patterns: readonly { readonly pattern: RegExp; readonly node: SchemaNode }[];
  readonly additional: SchemaNode | undefined;
  readonly prefix: readonly SchemaNode[];
  readonly items: SchemaNode | undefined;
};

const trees = new WeakMap<Contract['document'], Map<string, SchemaNode>>();

/** The node of a schema at a place, the same object for the same way. */
export const schemaNode = (document: Contract['document'], place: Place): SchemaNode => {
  const known = trees.get(document) ?? new Map<string, SchemaNode>();
  trees.set(document, known);
  const key = `${place.operation ?? ''} ${place.way.join(' ')}`;
  const node = known.get(key) ?? makeNode(document, place);
  known.set(key, node);
  return node;
};

const makeNode = (document: Contract['document'], place: Place): SchemaNode => {
  const pointer = place.way.at(-1) ?? '#';
  const value = valueAt(document, pointer);
  const schema: Schema = typeof value === 'boolean' || isObject(value) ? value : true;
  const validator = validatorOf(document);
  const at = (target: string): SchemaNode => schemaNode(document, { operation: place.operation, way: [...place.way, target] });
  const child = (...keys: readonly (string | number)[]): SchemaNode => at(below(pointer, ...keys));
  const has = (keyword: string): boolean => isObject(schema) && schema[keyword] !== undefined;
  const list = (keyword: string): readonly unknown[] => (isObject(schema) && Array.isArray(schema[keyword]) ? schema[keyword] : []);
  const lazy = <T>(make: () => T): (() => T) => {
    let made: { readonly value: T } | undefined;
    return () => (made ??= { value: make() }).value;
  };
  const whole = judgedWhole(schema);
  const unless = <T>(nothing: T, make: () => T): (() => T) => lazy(() => (whole ? nothing : make()));

  const own = localSchema(schema);
  const format = assertedFormat(schema);
  const required = whole ? [] : requiredNames(schema);
  const local = lazy((): Validate | undefined => {
    const compiled = own === undefined ? undefined : validator.compile(own);
    return compiled && format ? (tried) => compiled(tried) ?? format(tried) : (compiled ?? format);
  });
  const referenced = unless<SchemaNode | undefined>(undefined, () =>
    isObject(schema) && typeof schema['$ref'] === 'string' ? at(referenceTarget(schema['$ref'])) : undefined,
  );
  const branches = unless<readonly SchemaNode[]>([], () => list('allOf').map((_, n) => child('allOf', n)));
  const condition = unless<SchemaNode['condition']>(undefined, () => {
    if (!isObject(schema) || schema['if'] === undefined) return undefined;
    const matches = validator.compile(schema['if'] as Schema);
    return {
      holds: (tried) => matches(tried) === undefined,
      then: has('then') ? child('then') : undefined,
      otherwise: has('else') ? child('else') : undefined,
    };
  });
  const properties = unless<ReadonlyMap<string, SchemaNode>>(new Map(), () => {
    const declared = Object.keys(objectAt(schema, 'properties'));
    return new Map(declared.map((name) => [name, child('properties', name)]));
  });
  const patterns = unless<SchemaNode['patterns']>([], () =>
    Object.keys(objectAt(schema, 'patternProperties')).map((pattern) => ({
      pattern: new RegExp(pattern, 'u'),
      node: child('patternProperties', pattern),
    })),
  );
  const additional = unless<SchemaNode | undefined>(undefined, () =>
    isObject(schema) && isObject(schema['additionalProperties']) ? child('additionalProperties') : undefined,
  );
  const prefix = unless<readonly SchemaNode[]>([], () => list('prefixItems').map((_, n) => child('prefixItems', n)));
  const items = unless<SchemaNode | undefined>(undefined, () =>
    isObject(schema) && isObject(schema['items']) ? child('items') : undefined,
  );

  return {
    place,
    required,
    judges: own !== undefined || format !== undefined || required.length > 0,
    isAbout: subjectOf({ local: own, format: format !== undefined, required: required.length > 0 }),
    get local() {
      return local();
    },
    get referenced() {
      return referenced();
    },
    get branches() {
      return branches();
    },
    get condition() {
      return condition();
    },
    get properties() {
      return properties();
    },
    get patterns() {
      return patterns();
    },
    get additional() {
      return additional();
    },
    get prefix() {
      return prefix();
    },
    get items() {
      return items();
    },
  };
};

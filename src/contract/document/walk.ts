import { below, isObject } from '../pointer.ts';
import { type Edition, type Kind, type Step, stepOf } from './structure.ts';

export type Mutable = Record<string, unknown>;

/** An object that may be changed: each contract parses its document for itself, and mends it in place. */
export const isMutable = (value: unknown): value is Mutable => isObject(value);

/** A keyword that could refuse a valid value when something below it is left out, and the one that it is below. */
export type Fragile = {
  readonly schema: Mutable;
  readonly keyword: string;
  readonly pointer: string;
  readonly around: Fragile | undefined;
};

/** A schema with an `$id`, which is the base of the references below it (JSON Schema 2020-12 Core, section 8.2.1). */
export type SchemaResource = {
  readonly id: string;
  readonly schema: Mutable;
  readonly pointer: string;
  readonly around: SchemaResource | undefined;
};

/** An object of the specification in its document. */
export type Spot = {
  readonly kind: Kind;
  readonly value: unknown;
  readonly pointer: string;
  /** The object or list that holds it under `key`; undefined for the start of a walk. */
  readonly holder: Mutable | unknown[] | undefined;
  readonly key: string | number;
  /** Nothing that is sent or judged depends on it. */
  readonly loose: boolean;
  readonly fragile: Fragile | undefined;
  /** The schema resource it belongs to; undefined where that is the document itself. */
  readonly resource: SchemaResource | undefined;
};

const fragileKeywords = new Set(['not', 'oneOf', 'if', 'contains']);

/** A Reference Object, or a schema or path item that refers to another. */
export const isReference = (value: unknown): value is Mutable & { $ref: string } => isObject(value) && typeof value['$ref'] === 'string';

/** Whether siblings of a reference count: in schemas of 3.1 and in path items (OpenAPI 3.0.4 and 3.1.1, Reference Object). */
export const countsBesideReference = (edition: Edition, kind: Kind): boolean =>
  kind === 'pathItem' || (kind === 'schema' && edition === '3.1');

export const spotAt = (kind: Kind, value: unknown, pointer: string): Spot => ({
  kind,
  value,
  pointer,
  holder: undefined,
  key: '',
  loose: false,
  fragile: undefined,
  resource: undefined,
});

/** The schema resource that the value of a spot belongs to: the value itself where it has an `$id`. */
export const schemaResourceOf = ({ kind, value, pointer, resource }: Spot): SchemaResource | undefined =>
  kind === 'schema' && isMutable(value) && typeof value['$id'] === 'string'
    ? { id: value['$id'], schema: value, pointer, around: resource }
    : resource;

/**
 * Visits the objects of the specification and nothing else: examples, defaults, enums and extensions are data, whatever they look like.
 * References are not followed.
 * @param visit Returns the value to continue with below a spot: its value, one that replaces it, or undefined to stop there.
 */
export const walk = (start: Spot, edition: Edition, visit: (spot: Spot) => unknown): void => {
  const open: Spot[] = [start];
  for (let spot = open.pop(); spot !== undefined; spot = open.pop()) {
    const value = visit(spot);
    if (!isMutable(value)) continue;
    if (isReference(value) && !countsBesideReference(edition, spot.kind)) continue;
    const first = open.length;
    for (const key of Object.keys(value)) {
      const step = stepOf(edition, spot.kind, key);
      if (step !== undefined) pushBelow(open, spot, { holder: value, key, step });
    }
    // The stack gives the last spot first, so that reversing it visits spots in the order of the document.
    reverseFrom(open, first);
  }
};

const reverseFrom = (list: Spot[], first: number): void => {
  for (let [low, high] = [first, list.length - 1]; low < high; low++, high--) {
    const [one, other] = [list[low], list[high]];
    if (one === undefined || other === undefined) return;
    list[low] = other;
    list[high] = one;
  }
};

type Member = { readonly holder: Mutable; readonly key: string; readonly step: Step };

const pushBelow = (open: Spot[], around: Spot, { holder, key, step }: Member): void => {
  const { kind, shape } = step;
  const value = holder[key];
  const at = below(around.pointer, key);
  const isSchema = around.kind === 'schema';
  const fragile =
    isSchema && fragileKeywords.has(key)
      ? { schema: holder, keyword: key, pointer: around.pointer, around: around.fragile }
      : around.fragile;
  const resource =
    isSchema && typeof holder['$id'] === 'string'
      ? { id: holder['$id'], schema: holder, pointer: around.pointer, around: around.resource }
      : around.resource;
  const loose = around.loose || step.loose === true;
  const push = (one: unknown, pointer: string, inside: Mutable | unknown[], name: string | number): void => {
    open.push({ kind, value: one, pointer, holder: inside, key: name, loose, fragile, resource });
  };
  if (shape === 'one') push(value, at, holder, key);
  else if (shape === 'list') {
    if (Array.isArray(value)) for (const [index, one] of (value as unknown[]).entries()) push(one, below(at, index), value, index);
  } else if (isMutable(value)) {
    // Its keys are names: `x-request-id` is a header here, not an extension.
    for (const name of Object.keys(value)) push(value[name], below(at, name), value, name);
  }
};

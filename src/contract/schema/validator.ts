import { Ajv2020, type ErrorObject, str, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Contract, Schema } from '../model.ts';
import { isObject } from '../pointer.ts';
import { readPattern } from '../pattern/pattern.ts';
import { decimalOf, isMultiple } from './decimal.ts';
import { prepared, referringKeyword, unknownKeyword } from './prepare.ts';
import type { Located } from './reference.ts';
import { type Direction, hiddenNames } from './same-value.ts';

/** Why a value does not match, in words for a finding. */
export type Mismatch = { readonly keyword: string; readonly instancePath: string; readonly expected: string };

/** What a value shows: it matches, it does not, or nothing can be said of it, for a reason. */
export type Ruling = { readonly kind: 'match' } | { readonly kind: 'mismatch'; readonly mismatch: Mismatch } | Unknown;
export type Unknown = {
  readonly kind: 'unknown';
  /** It has to do with this value alone: another may be judged by the same schema. */
  readonly passing: boolean;
  readonly reason: string;
};

/** Judges a value. Never throws. */
export type Validate = (value: unknown) => Ruling;

/** Makes validators for schemas that may refer to other parts of their document. */
export type Validator = {
  /**
   * Compiles a schema when a value is first judged by it.
   * @param excused Names that need not be there although they are required.
   * @param part Where only what was read of the schema is given, the rest of it is told elsewhere.
   */
  compile(node: Located, direction: Direction, excused: ReadonlySet<string>, part: 'whole' | 'read'): Validate;
};

/** A keyword function of the validator, which looks for the errors of a call at the function itself. */
type Referring = {
  (key: string, value: unknown, parent?: unknown, at?: { readonly instancePath: string }): boolean;
  errors?: Partial<ErrorObject>[];
};

const match: Ruling = { kind: 'match' };
const validators = new WeakMap<Contract['document'], Validator>();

/** One validator a document, so that what many operations refer to is compiled once. */
export const validatorOf = (document: Contract['document']): Validator => {
  const known = validators.get(document);
  if (known) return known;
  const made = createValidator(document);
  validators.set(document, made);
  return made;
};

/** How long schemas are compiled without a pause, milliseconds: a worker that says nothing for much longer is taken for dead. */
const mostMs = 10_000;
const weary = 'the schemas that this answer needs take too long to be compiled at once';

let spentMs = 0;
const isWeary = (): boolean => spentMs >= mostMs;

const timed = <T>(compile: () => T): T => {
  if (spentMs === 0) setImmediate(() => (spentMs = 0)).unref();
  const since = performance.now();
  try {
    return compile();
  } finally {
    spentMs += performance.now() - since;
  }
};

/** Schemas of more characters are seldom written twice. */
const mostShared = 4096;

/** A schema as JSON; undefined where it holds what JSON has no words for, such as `.inf` of YAML. */
const jsonOf = (schema: Schema): string | undefined => {
  let isJson = true;
  const text = JSON.stringify(schema, (_key, value: unknown) => {
    if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) isJson = false;
    return isJson ? value : null;
  });
  return isJson ? text : undefined;
};

const createValidator = (document: Contract['document']): Validator => {
  /** What kept the value that is being judged from being judged. */
  let met: Unknown | undefined;
  const meet = (reason: string, passing: boolean): void => {
    met ??= { kind: 'unknown', passing, reason };
  };

  const targets = new Map<string, { readonly node: Located; readonly direction: Direction; readonly excused: ReadonlySet<string> }>();
  const compiled = new Map<string, ValidateFunction | string>();

  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    validateSchema: false,
    logger: false,
    addUsedSchema: false,
    inlineRefs: false,
    ownProperties: true,
    allErrors: false,
    // Most schemas are a keyword or two: making them fast takes longer than judging with them.
    code: { optimize: false, regExp: Object.assign((source: string) => searching(source, meet), { code: 'assay:search' }) },
  });

  const shared = new Map<string, ValidateFunction>();

  /** References in it are by name, so that the text of it says all: thousands of nodes say no more than `type: string`. */
  const compileOnce = (schema: Schema): ValidateFunction => {
    const text = jsonOf(schema);
    if (text === undefined || text.length > mostShared) return ajv.compile(schema);
    const made = shared.get(text) ?? ajv.compile(schema);
    shared.set(text, made);
    return made;
  };

  const functionOf = (key: string): ValidateFunction | string | undefined => {
    const done = compiled.get(key);
    if (done !== undefined) return done;
    const target = targets.get(key);
    if (!target) return `nothing is known of ${key}`;
    if (isWeary()) return undefined;
    const made = compile(target.node, target.direction, target.excused, 'whole');
    compiled.set(key, made);
    return made;
  };

  const compile = (
    node: Located,
    direction: Direction,
    excused: ReadonlySet<string>,
    part: 'whole' | 'read',
  ): ValidateFunction | string => {
    const name = (target: Located, around: ReadonlySet<string>): string => {
      const left = new Set([...around, ...hiddenNames(document, direction, target)]);
      const key = JSON.stringify([direction, target.pointer, ...[...left].sort()]);
      if (!targets.has(key)) targets.set(key, { node: target, direction, excused: left });
      return key;
    };
    try {
      return timed(() => compileOnce(prepared(node, excused, { document, direction, name }, part)));
    } catch (error) {
      return `${node.pointer}: the validator cannot compile it, ${error instanceof Error ? error.message : String(error)}`;
    }
  };

  const refers: Referring = (key, value, _parent, at) => {
    const validate = functionOf(key);
    if (typeof validate !== 'function') {
      meet(validate ?? weary, validate === undefined);
      return true;
    }
    if (validate(value)) return true;
    refers.errors = (validate.errors ?? []).map((error) => ({ ...error, instancePath: (at?.instancePath ?? '') + error.instancePath }));
    return false;
  };
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    validate: isNearlyMultiple,
    error: { message: ({ schemaCode }) => str`must be multiple of ${schemaCode}` },
  });
  ajv.addKeyword({ keyword: referringKeyword, schemaType: 'string', errors: 'full', validate: refers });
  ajv.addKeyword({
    keyword: unknownKeyword,
    schemaType: 'string',
    errors: false,
    validate: (reason: string) => {
      meet(reason, false);
      return true;
    },
  });

  return {
    compile(node, direction, excused, part) {
      let own: ValidateFunction | string | undefined;
      return (value) => {
        if (own === undefined && isWeary()) return { kind: 'unknown', passing: true, reason: weary };
        own ??= compile(node, direction, excused, part);
        if (typeof own === 'string') return { kind: 'unknown', passing: false, reason: own };
        met = undefined;
        try {
          const holds = own(value);
          // What is unknown may turn a match into a mismatch and the other way round.
          if (met !== undefined) return met;
          return holds ? match : { kind: 'mismatch', mismatch: mismatch(own.errors?.at(-1)) };
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          return { kind: 'unknown', passing: true, reason: `${node.pointer}: the value is nested too deep to be judged` };
        }
      };
    },
  };
};

/** Whoever calculates with doubles misses a multiple by a little, which nobody means to forbid. */
const isNearlyMultiple = (step: number, value: number): boolean => {
  const quotient = value / step;
  const isNear = Number.isFinite(quotient) && Math.abs(Math.round(quotient) - quotient) < 1e-9;
  return isNear || isMultiple(decimalOf(value), decimalOf(step));
};

/** A pattern as the validator wants it: what is not found out is told, and counts for found. */
const searching = (
  source: string,
  meet: (reason: string, passing: boolean) => void,
): { test(text: string): boolean; toString(): string } => {
  const pattern = readPattern(source);
  return {
    test(text) {
      if (pattern.kind === 'unread') {
        meet(pattern.reason, false);
        return true;
      }
      const found = pattern.matches(text);
      if (found === undefined)
        meet(`a text of ${text.length} characters takes too long to be matched with the pattern ${JSON.stringify(source)}`, true);
      return found ?? true;
    },
    // By this the validator keeps patterns apart.
    toString: () => source,
  };
};

const mismatch = (error: ErrorObject | undefined): Mismatch => {
  if (!error) return { keyword: 'schema', instancePath: '', expected: 'a value that matches the schema' };
  return { keyword: error.keyword, instancePath: error.instancePath, expected: expectation(error) };
};

const expectation = ({ keyword, params, message }: ErrorObject): string => {
  const given: Readonly<Record<string, unknown>> = isObject(params) ? params : {};
  switch (keyword) {
    case 'type':
      return `type ${Array.isArray(given['type']) ? given['type'].join(' or ') : String(given['type'])}`;
    case 'const':
      return `exactly ${JSON.stringify(given['allowedValue'])}`;
    case 'enum':
      return `one of ${JSON.stringify(given['allowedValues'])}`;
    case 'pattern':
      return `text matching ${String(given['pattern'])}`;
    case 'additionalProperties':
      return `no member "${String(given['additionalProperty'])}"`;
    case 'false schema':
      return 'no value here';
    default:
      return `a value that ${message ?? 'matches'}`;
  }
};

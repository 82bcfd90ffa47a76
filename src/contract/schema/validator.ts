import { Ajv2020, type ErrorObject, str, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Contract, Schema } from '../model.ts';
import { isObject } from '../pointer.ts';
import { readPattern } from '../pattern/pattern.ts';
import { decimalOf, isMultiple } from './decimal.ts';
import { prepared, referringKeyword, unknownKeyword } from './prepare.ts';
import type { Located } from './reference.ts';
import { type Direction, hiddenNames } from './same-value.ts';

/** Why a value does not match, for a finding. */
export type Mismatch = { readonly keyword: string; readonly instancePath: string; readonly expected: string };

/** The judgement of a value: it matches, it does not, or it could not be judged, with the reason. */
export type Ruling = { readonly kind: 'match' } | { readonly kind: 'mismatch'; readonly mismatch: Mismatch } | Unknown;
export type Unknown = {
  readonly kind: 'unknown';
  /** The reason is in this value: another may be judged by the same schema. */
  readonly onlyThisValue: boolean;
  readonly reason: string;
};

/** Judges a value. Never throws. */
export type Validate = (value: unknown) => Ruling;

/** Makes validators for schemas that may refer to other parts of their document. */
export type Validator = {
  /**
   * Compiles a schema when a value is first judged by it.
   * @param excused Names that may be absent although they are required.
   * @param part The whole schema, or only what was read of it before; then the caller reports the rest.
   */
  compile(node: Located, direction: Direction, excused: ReadonlySet<string>, part: 'whole' | 'read'): Validate;
};

/** A keyword function of the validator, which reads the errors of a call from the function itself. */
type Referring = {
  (key: string, value: unknown, parent?: unknown, at?: { readonly instancePath: string }): boolean;
  errors?: Partial<ErrorObject>[];
};

const match: Ruling = { kind: 'match' };
const validators = new WeakMap<Contract['document'], Validator>();

/** The validator of a document. There is one for each, so that shared schemas are compiled once. */
export const validatorOf = (document: Contract['document']): Validator => {
  const known = validators.get(document);
  if (known) return known;
  const made = createValidator(document);
  validators.set(document, made);
  return made;
};

/** Time limit for compiling without a pause, milliseconds: a worker that sends nothing for much longer counts as dead. */
const mostMs = 10_000;
const tooLong = 'the schemas that this answer needs take too long to be compiled at once';

let spentMs = 0;
const isOverTime = (): boolean => spentMs >= mostMs;

const timed = <T>(compile: () => T): T => {
  if (spentMs === 0) setImmediate(() => (spentMs = 0)).unref();
  const since = performance.now();
  try {
    return compile();
  } finally {
    spentMs += performance.now() - since;
  }
};

/** Schemas of more characters seldom occur twice. */
const mostShared = 4096;

/** A schema as JSON; undefined where it has a value that JSON cannot express, such as `.inf` of YAML. */
const jsonOf = (schema: Schema): string | undefined => {
  let isJson = true;
  const text = JSON.stringify(schema, (_key, value: unknown) => {
    if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) isJson = false;
    return isJson ? value : null;
  });
  return isJson ? text : undefined;
};

const createValidator = (document: Contract['document']): Validator => {
  /** Why the present value cannot be judged. */
  let obstacle: Unknown | undefined;
  const meet = (reason: string, onlyThisValue: boolean): void => {
    obstacle ??= { kind: 'unknown', onlyThisValue, reason };
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
    // Most schemas have one or two keywords: to optimize their code takes longer than to judge with it.
    code: { optimize: false, regExp: Object.assign((source: string) => searching(source, meet), { code: 'assay:search' }) },
  });

  const shared = new Map<string, ValidateFunction>();

  /** Compiles equal schemas once. References are by name, so equal texts mean equal schemas; thousands of nodes are just `type: string`. */
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
    if (!target) return `there is no schema ${key}`;
    if (isOverTime()) return undefined;
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
      meet(validate ?? tooLong, validate === undefined);
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
  ajv.removeKeyword('maxLength');
  ajv.addKeyword({
    keyword: 'maxLength',
    type: 'string',
    schemaType: 'number',
    validate: isNoLonger,
    error: { message: ({ schemaCode }) => str`must NOT have more than ${schemaCode} characters` },
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
        if (own === undefined && isOverTime()) return { kind: 'unknown', onlyThisValue: true, reason: tooLong };
        own ??= compile(node, direction, excused, part);
        if (typeof own === 'string') return { kind: 'unknown', onlyThisValue: false, reason: own };
        obstacle = undefined;
        try {
          const holds = own(value);
          // An unknown part may turn a match into a mismatch, and the other way round.
          if (obstacle !== undefined) return obstacle;
          return holds ? match : { kind: 'mismatch', mismatch: mismatch(own.errors?.at(-1)) };
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          return { kind: 'unknown', onlyThisValue: true, reason: `${node.pointer}: the value is nested too deep to be judged` };
        }
      };
    },
  };
};

/** Servers that calculate with doubles miss a multiple by a little, which no document means to forbid. */
const isNearlyMultiple = (step: number, value: number): boolean => {
  const quotient = value / step;
  const isNear = Number.isFinite(quotient) && Math.abs(Math.round(quotient) - quotient) < 1e-9;
  return isNear || isMultiple(decimalOf(value), decimalOf(step));
};

/**
 * Has a text at most so many characters (code points)? Up to four replacement characters can stand for one that was cut on the way: its damage is a breach of its own,
 * and that it takes more room then is none.
 */
const isNoLonger = (most: number, text: string): boolean =>
  text.length <= most || [...text.replaceAll(/\uFFFD{1,4}/gu, '\uFFFD')].length <= most;

/** A pattern in the form that the validator needs. Where the search gives no result, that is reported, and the pattern counts as found. */
const searching = (
  source: string,
  meet: (reason: string, onlyThisValue: boolean) => void,
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
    // The validator distinguishes patterns by this.
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

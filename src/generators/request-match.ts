import type { Contract, Schema } from '../contract/model.ts';
import { evaluateSchema } from '../contract/schema/evaluate.ts';
import type { Place } from '../model/place.ts';
import { createJudge } from './values/judge/create-judge.ts';
import { unsupportedIn } from './values/unsupported.ts';

type Matches = (value: unknown) => boolean;

const known = new WeakMap<object, WeakMap<object, Matches | undefined>>();

/**
 * Tells whether a value may be sent for a schema: what is `readOnly` need not be there, and formats are annotations. Undefined where the
 * schema holds what this judge does not understand.
 */
const requestJudge = (document: Contract['document'], schema: Readonly<Record<string, unknown>>): Matches | undefined => {
  const judges = known.get(document) ?? new WeakMap<object, Matches | undefined>();
  known.set(document, judges);
  if (judges.has(schema)) return judges.get(schema);
  const judge = createJudge({ document, direction: 'request', formats: false });
  const made = unsupportedIn(document, { schema, pointer: '#' }) ? undefined : (value: unknown): boolean => judge(schema, value);
  judges.set(schema, made);
  return made;
};

/** May a value be sent for a schema; true where we cannot tell. */
export const mayBeSent = (document: Contract['document'], schema: Schema, value: unknown): boolean => {
  if (typeof schema === 'boolean') return schema;
  return requestJudge(document, schema)?.(value) ?? true;
};

/** Why a value may not be sent for the schema at a place; undefined where it may. */
export const mismatch = (contract: Contract, schema: Schema, place: Place, value: unknown): string | undefined => {
  const breach = evaluateSchema(contract, place, value).find(({ holds }) => !holds);
  if (!breach || breach.holds) return undefined;
  const judge = typeof schema === 'boolean' ? undefined : requestJudge(contract.document, schema);
  return judge?.(value) === true ? undefined : `${breach.keyword}, it wants ${breach.expected}`;
};

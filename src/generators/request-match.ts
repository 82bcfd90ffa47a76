import type { Contract, Schema } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { evaluateSchema, type SchemaBreach } from '../contract/schema/evaluate.ts';
import { nodeOf, type Location } from '../model/location.ts';
import { isHidden } from './values/hidden.ts';
import { createJudge } from './values/judge/create-judge.ts';
import { referencedSchema } from './values/reference.ts';
import { reachable } from './values/reachable.ts';
import { unsupportedIn } from './values/unsupported.ts';

type Matches = (value: unknown) => boolean;

const known = new WeakMap<object, WeakMap<object, Matches | undefined>>();

/** Schemas from which only supported keywords can be reached, so that they need not be examined again. */
const understood = new WeakMap<object, WeakSet<object>>();

const isUnderstood = (document: Contract['document'], schema: Readonly<Record<string, unknown>>): boolean => {
  const all = understood.get(document) ?? new WeakSet<object>();
  understood.set(document, all);
  const { $ref: ref } = schema;
  const named = typeof ref === 'string' ? referencedSchema(document, ref)?.schema : undefined;
  if (all.has(schema) || (isObject(named) && Object.keys(schema).length === 1 && all.has(named))) return true;
  if (unsupportedIn(document, { schema, pointer: '#' })) return false;
  for (const node of reachable(document, { schema, pointer: '#' })) if (isObject(node.schema)) all.add(node.schema);
  return true;
};

/**
 * Decides whether a value may be sent for a schema: `readOnly` members may be absent, and formats are annotations. Undefined where the
 * schema contains something that this judge does not support.
 */
const requestJudge = (document: Contract['document'], schema: Readonly<Record<string, unknown>>): Matches | undefined => {
  const judges = known.get(document) ?? new WeakMap<object, Matches | undefined>();
  known.set(document, judges);
  if (judges.has(schema)) return judges.get(schema);
  const judge = createJudge({ document, direction: 'request', formats: false });
  const made = isUnderstood(document, schema) ? (value: unknown): boolean => judge(schema, value) : undefined;
  judges.set(schema, made);
  return made;
};

/** May a value be sent for a schema? True where that cannot be decided. */
export const mayBeSent = (document: Contract['document'], schema: Schema, value: unknown): boolean => {
  if (typeof schema === 'boolean') return schema;
  return requestJudge(document, schema)?.(value) ?? true;
};

/** Is the breach a missing member that requests leave out? */
const isLeftOut = ({ document }: Contract, { keyword, location }: SchemaBreach): boolean => {
  const member = keyword === 'required' ? valueAt(document, nodeOf(location)) : undefined;
  return isObject(member) && isHidden(document, 'request', member);
};

/** Why a value may not be sent for the schema at a location; undefined where it may. */
export const mismatch = (contract: Contract, schema: Schema, location: Location, value: unknown): string | undefined => {
  const breach = evaluateSchema(contract, location, value).find((visit) => !visit.holds && !isLeftOut(contract, visit));
  if (!breach || breach.holds) return undefined;
  const judge = typeof schema === 'boolean' ? undefined : requestJudge(contract.document, schema);
  return judge?.(value) === true ? undefined : `${breach.keyword}, which requires ${breach.expected}`;
};

import type { z } from 'zod';
import type { Members } from './answering.ts';
import { isMembers } from './answering.ts';
import { refuse } from './refusing.ts';
import type { JsonBody } from './request-body.ts';

/** Statuses for bodies that cannot be used. */
export type BodyRules = {
  readonly empty: 400 | 422;
  readonly unparsable: 400 | 422;
  /** JSON, but not an object. */
  readonly notAnObject: 400 | 422;
  readonly missing: 400 | 422;
  readonly wrongType: 400 | 422;
  readonly unusable: 400 | 422;
};

/** The same status for every fault. */
export const bodyRules = (status: 400 | 422, changes: Partial<BodyRules> = {}): BodyRules => ({
  empty: status,
  unparsable: 400,
  notAnObject: status,
  missing: status,
  wrongType: status,
  unusable: status,
  ...changes,
});

/**
 * The object that a body holds.
 * @throws {ErrorResponse} for any other body.
 */
export const jsonObject = (body: JsonBody | undefined, rules: BodyRules): Members => {
  if (body === undefined || body.kind === 'empty') return refuse(rules.empty, 'empty-body', 'The request body is empty');
  if (body.kind === 'unparsable') return refuse(rules.unparsable, 'unparsable-body', 'The request body is not valid JSON');
  if (body.kind === 'too-large') return refuse(413, 'body-too-large', 'The request body is too large');
  return isMembers(body.value) ? body.value : refuse(rules.notAnObject, 'body-not-object', 'The request body must be a JSON object');
};

const isGiven = (given: Members, path: readonly PropertyKey[]): boolean => {
  let value: unknown = given;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[step];
  }
  return true;
};

/**
 * The body, parsed by the schema.
 * @throws {ErrorResponse} for a body that is not an object. Otherwise it names every field at fault: `missing-member` where one
 * is missing, `wrong-type` where one has another type, else `unusable-value`.
 */
export const readObject = <Schema extends z.ZodType>(schema: Schema, body: JsonBody | undefined, rules: BodyRules): z.infer<Schema> => {
  const given = jsonObject(body, rules);
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const { issues } = read.error;
  const faults = issues.flatMap((issue) =>
    (issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')]).map((field) => ({ field, message: issue.message })),
  );
  if (issues.some((issue) => issue.code === 'invalid_type' && !isGiven(given, issue.path))) {
    return refuse(rules.missing, 'missing-member', 'Missing required fields', { faults });
  }
  return issues.some((issue) => issue.code === 'invalid_type')
    ? refuse(rules.wrongType, 'wrong-type', 'Validation failed', { faults })
    : refuse(rules.unusable, 'unusable-value', 'Validation failed', { faults });
};

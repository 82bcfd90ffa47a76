import type { Operation } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { bodyMembers } from './body-members.ts';
import { type Making, memberValue } from './member-value.ts';
import { resolvedSchema } from './resolved-schema.ts';

/** The body of a creation with an entry in one of its lists, which it may leave out; as it is where it has one there, or none can be made. */
export const withEntry = (
  operation: Operation,
  body: Readonly<Record<string, unknown>>,
  list: string,
  making: Making,
): Readonly<Record<string, unknown>> => {
  const own = body[list];
  const member = bodyMembers(making.contract, operation).find(({ name }) => name === list);
  const schema = member && resolvedSchema(making.contract.document, member.schema);
  if (!member || !isObject(schema) || (Array.isArray(own) && own.length > 0)) return body;
  const made = memberValue(
    operation,
    { ...member, schema: { ...schema, minItems: Math.max(1, Number(schema['minItems'] ?? 0)) } },
    making,
    'fresh',
  );
  return made.kind === 'missing' || !Array.isArray(made.value) || made.value.length === 0 ? body : { ...body, [list]: made.value };
};

/** The body of a creation with a member that it may leave out; as it is where it has that, or none can be made. */
export const withMember = (
  operation: Operation,
  body: Readonly<Record<string, unknown>>,
  name: string,
  making: Making,
): Readonly<Record<string, unknown>> => {
  const member = bodyMembers(making.contract, operation).find((one) => one.name === name);
  const made = member && body[name] === undefined ? memberValue(operation, member, making, 'fresh') : undefined;
  return made?.kind === 'value' ? { ...body, [name]: made.value } : body;
};

import type { Contract, Operation } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { bodyMembers } from './body-members.ts';
import { resolvedSchema } from './resolved-schema.ts';

/** The members at the top of a body whose schema lists several values, with the ones that the body has; in the order of the schema. */
export const choicesIn = (
  contract: Contract,
  operation: Operation,
  body: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    bodyMembers(contract, operation).flatMap(({ name, schema }) => {
      const resolved = resolvedSchema(contract.document, schema);
      const listed: unknown = isObject(resolved) ? resolved['enum'] : undefined;
      const isChoice = Array.isArray(listed) && listed.filter((one) => one !== null).length > 1 && listed.includes(body[name]);
      return isChoice ? [[name, body[name]] as const] : [];
    }),
  );

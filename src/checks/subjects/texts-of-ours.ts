import { isObject } from '../../contract/pointer.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';

/** Members that take a text of which the schema gives neither a form nor a list, and those whose text is free. */
export const anyTexts = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(({ conventions, schema }) => {
    const isOpen = isObject(schema) && !['enum', 'const', 'format', 'pattern'].some((word) => word in schema);
    return typesOf(schema).includes('string') && (isOpen || conventions.fresh === true);
  });

/** Members whose text is free, so that assay may use any letters. */
export const freshTexts = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(({ conventions, schema }) => conventions.fresh === true && typesOf(schema).includes('string'));

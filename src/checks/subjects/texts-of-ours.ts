import type { Contract, Operation } from '../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';

/** Members whose text is free, so that assay may use any letters. */
export const freshTexts = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(({ conventions, schema }) => conventions.fresh === true && typesOf(schema).includes('string'));

import type { Contract, Operation } from '../../contract/model.ts';
import { bodyMembers, conventionsOf } from '../../generators/body-members.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import type { Location } from '../../model/location.ts';

/** A member of a body, or a parameter, whose value is the id of another thing. */
export type Referring = {
  readonly name: string;
  readonly where: 'query' | 'header' | 'request body';
  /** Name of the resource. */
  readonly refers: string;
  readonly isList: boolean;
  readonly location: Location;
};

/** What in a request refers to other things; the id in the path is not meant. */
export const referringIn = (contract: Contract, operation: Operation): Referring[] => [
  ...operation.parameters.flatMap(({ name, in: where, schema, schemaLocation }): Referring[] => {
    const resolved = resolvedSchema(contract.document, schema);
    const { refers } = conventionsOf(resolved);
    if (refers === undefined || (where !== 'query' && where !== 'header')) return [];
    return [{ name, where, refers, isList: typesOf(resolved).includes('array'), location: schemaLocation }];
  }),
  ...bodyMembers(contract, operation).flatMap(({ name, schema, location, conventions: { refers } }): Referring[] =>
    refers === undefined ? [] : [{ name, where: 'request body', refers, isList: typesOf(schema).includes('array'), location }],
  ),
];

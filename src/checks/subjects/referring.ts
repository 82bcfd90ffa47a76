import type { Contract, Operation } from '../../contract/model.ts';
import { bodyMembers, conventionsOf } from '../../generators/body-members.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import type { Location } from '../../model/location.ts';

/** A member of a body, or a parameter, whose value is the id of another resource. */
export type Referring = {
  readonly name: string;
  readonly where: 'query' | 'header' | 'request body';
  /** Name of the resource type. */
  readonly refers: string;
  readonly isList: boolean;
  readonly location: Location;
};

/** The members and parameters of a request that refer to other resources, without the path. */
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

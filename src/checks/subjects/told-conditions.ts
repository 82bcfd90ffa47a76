import type { ToldCondition } from '../../contract/infer/told-conditions.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { conditionsIn, conditionsInObject } from '../../generators/conditions.ts';
import { at, type Subject } from '../kit/define.ts';
import { type BodyPlace, innerPlaces } from './body-places.ts';
import { refusesToldMistakes } from './mistaken-bodies.ts';
import { actsAs } from '../../contract/infer/acting.ts';

/** A condition with the object whose members it is about. */
type Placed = Pick<BodyPlace, 'inside' | 'members' | 'schema'> & { readonly condition: ToldCondition };

/** A member of a body that has to be there, or may not, beside some values of another one, or that holds such members. */
export type Conditioned = Subject & {
  readonly operation: Operation;
  readonly member: BodyMember;
  readonly conditions: readonly Placed[];
};

/** At most so many conditions of one member are tried. */
const most = 4;

const conditionedIn = (contract: Contract, operation: Operation): readonly Conditioned[] => {
  const { document } = contract;
  const own = bodyMembers(contract, operation);
  const members = new Map(own.map(({ name, schema }) => [name, schema]));
  const top = conditionsIn(contract, operation)
    .filter(({ isPart }) => isPart !== true)
    .map((condition): Placed => ({ inside: undefined, members, schema: true, condition }));
  const inner = innerPlaces(contract, operation).flatMap(({ schema, ...place }): readonly Placed[] =>
    isObject(schema)
      ? conditionsInObject(document, schema)
          // What else stands in an answer is not looked for inside.
          .filter(({ rule }) => rule === 'required')
          .map((condition) => ({ ...place, schema, condition }))
      : [],
  );
  return own.flatMap((member): readonly Conditioned[] => {
    const conditions = [...top, ...inner].filter(({ inside, condition }) => (inside ?? condition.member) === member.name);
    return conditions.length === 0 ? [] : [at(member.location, { operation, member, conditions: conditions.slice(0, most) })];
  });
};

/** The members of the bodies of a contract that is held to the standard requirements of which a text says when they have to be there, or may not be. */
export const toldConditions = (contract: Contract): readonly Conditioned[] =>
  contract.standard.size === 0
    ? []
    : contract.operations
        .filter((operation) => actsAs(operation) !== 'PATCH' && refusesToldMistakes(operation))
        .flatMap((operation) => conditionedIn(contract, operation));

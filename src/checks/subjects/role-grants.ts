import { askedSchema } from '../../contract/asked-content.ts';
import { type AnyInferred, coveredBy, itemOf } from '../../contract/infer/covering.ts';
import { endsInParameter, isSamePath, parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import { toldRoles } from '../../contract/infer/roles/hidden.ts';
import { roleOfValue } from '../../contract/infer/roles/spelled.ts';
import { membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { people } from './person-names.ts';

/** An operation that gives somebody a role on one thing that the run can create: `PUT /boards/{boardId}/shares/{personId}` with a `role`. */
export type RoleGrant = {
  readonly operation: Operation;
  /** The type of the thing. */
  readonly above: AnyInferred;
  /** The parameter of the path, or the member of the body, that has the id of the person. */
  readonly parameter: string | undefined;
  readonly member: string | undefined;
  /** The member of the body with the role, and its values by the stems of their names. */
  readonly role: string;
  readonly values: ReadonlyMap<string, string>;
};

const idWords: ReadonlySet<string> = new Set(['id', 'uuid', 'guid']);

/** Is a name that of the id of a person: `personId`, `user_id`. */
const isIdOfPerson = (name: string): boolean => {
  const words = wordsOf(name);
  const rest = words.filter((word) => !idWords.has(word));
  return rest.length > 0 && rest.length < words.length && rest.every((word) => people.has(word));
};

const listedIn = (contract: Contract, operation: Operation, name: string): readonly string[] =>
  partsOf(contract.document, membersOf(contract.document, askedSchema(operation.body)).get(name)).flatMap(({ enum: listed }) =>
    Array.isArray(listed) ? listed.filter((one): one is string => typeof one === 'string') : [],
  );

/** The values of a member that are all roles of the document, one of them with less than all rights; undefined of any other member. */
const rolesIn = (contract: Contract, operation: Operation, name: string): ReadonlyMap<string, string> | undefined => {
  const { full, lesser } = toldRoles(contract.document);
  const values = new Map(listedIn(contract, operation, name).map((value) => [roleOfValue(contract.document, value), value]));
  const isAll = [...values.keys()].every((one) => lesser.has(one) || full.has(one));
  return isAll && [...values.keys()].some((one) => lesser.has(one)) ? values : undefined;
};

const grantBy = (contract: Contract, operation: Operation): readonly RoleGrant[] => {
  const isPut = operation.method === 'PUT' && endsInParameter(operation.path);
  const isPost = operation.method === 'POST' && !endsInParameter(operation.path);
  if ((!isPut && !isPost) || operation.unsupported !== undefined || operation.issues === true) return [];
  const item = isPut ? pathAbove(pathAbove(operation.path)) : pathAbove(operation.path);
  const above = [...coveredBy(contract, operation).values()]
    .map(({ resourceType }) => resourceType)
    .find((one) => isSamePath(itemOf(one).path, item));
  if (!above || parametersIn(item).length !== 1) return [];
  const members = bodyMembers(contract, operation);
  const parameter = isPut ? parametersIn(operation.path).at(-1) : undefined;
  const persons = isPut ? [] : members.filter(({ name }) => isIdOfPerson(name));
  const [member] = persons;
  if (isPut ? parameter === undefined || !isIdOfPerson(parameter) : persons.length !== 1) return [];
  const roles = members.flatMap(({ name }) => {
    const values = rolesIn(contract, operation, name);
    return values ? [{ name, values }] : [];
  });
  const [role, ...others] = roles;
  return role && others.length === 0 ? [{ operation, above, parameter, member: member?.name, role: role.name, values: role.values }] : [];
};

const known = new WeakMap<Contract, readonly RoleGrant[]>();

/** The operations that give people roles on things that the run can create. Only for a contract that is held to the standard requirements. */
export const roleGrants = (contract: Contract): readonly RoleGrant[] => {
  const found = known.get(contract) ?? (contract.standard.size === 0 ? [] : contract.operations.flatMap((one) => grantBy(contract, one)));
  known.set(contract, found);
  return found;
};

import { saysReadOnly } from '../../contract/infer/conventions/access.ts';
import { toldRoles, type Whom } from '../../contract/infer/roles/hidden.ts';
import { ownOnlyWriters } from '../../contract/infer/roles/own-only.ts';
import { nameless, type Rights, rightsIn } from '../../contract/infer/roles/right.ts';
import { hasTableOfRights } from '../../contract/infer/roles/rows-of-operations.ts';
import { type Party, toldParties } from '../../contract/infer/roles/told-parties.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { onOwnResource } from './own-resources.ts';

/** The listed texts of the members of the body of an operation. */
export const choicesOf = (contract: Contract, operation: Operation): readonly string[] =>
  bodyMembers(contract, operation)
    .flatMap(({ schema }) => (isObject(schema) && Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : []))
    .filter((one) => typeof one === 'string');

/** Who may do an operation only with what they made: a run tries it on what its key has made. */
const makersOf = (contract: Contract, operation: Operation): Whom | undefined =>
  contract.standard.size > 0 ? ownOnlyWriters(contract.document, operation) : undefined;

const isOfMaker = (contract: Contract, operation: Operation): boolean => makersOf(contract, operation) === 'all';

/** What the document says in prose that callers with less rights may do with an operation; undefined where it says nothing, or declares it in `x-assay`. */
const rightsOf = (contract: Contract, operation: Operation): Rights | undefined =>
  isSuggested(contract, operation) ? rightsIn(contract.document, operation, choicesOf(contract, operation)) : undefined;

const isSuggested = (contract: Contract, operation: Operation): boolean =>
  contract.standard.size > 0 && operation.conventions.auth?.forbidden?.['x-inferred'] === true;

/** The roles of which the document lets in the one alone that a resource names, or that made it: what the key made is of nobody else. */
const partiesIn = (contract: Contract, operation: Operation): ReadonlySet<string> => {
  const makers = makersOf(contract, operation);
  return new Set([
    ...toldPartiesOf(contract, operation).map(({ role }) => role),
    ...(makers === undefined || makers === 'all' ? [] : makers),
  ]);
};

/** What the text of an operation on a resource that the run can create says of the only ones who may do it. */
export const toldPartiesOf = (contract: Contract, operation: Operation): readonly Party[] => {
  const onOwn = contract.standard.size === 0 ? undefined : onOwnResource(contract, operation);
  return onOwn ? toldParties(contract, operation, onOwn.resourceType) : [];
};

const without = (roles: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...roles].filter((one) => !others.has(one)));

const whomOf = (roles: ReadonlySet<string>, all: ReadonlySet<string>): Whom | undefined =>
  roles.size === 0 ? undefined : roles.size === all.size ? 'all' : roles;

/**
 * The callers to whom an operation is to be refused; undefined where it is to be refused to none.
 * @param isOtherwise Whether it is to be refused to a role of which the prose says nothing.
 */
export const refusedTo = (contract: Contract, operation: Operation, isOtherwise: boolean): Whom | undefined => {
  if (isOfMaker(contract, operation)) return 'all';
  const rights = rightsOf(contract, operation);
  const parties = operation.effect === 'safe' ? new Set<string>() : partiesIn(contract, operation);
  // Where a table tells the rights of each role, silence about an operation refuses it to nobody.
  const isElse = isOtherwise && !(isSuggested(contract, operation) && hasTableOfRights(contract.document));
  if (!rights) return isElse ? 'all' : whomOf(parties, toldRoles(contract.document).lesser);
  const { may, mayNot, open, all } = rights;
  const told = isElse ? [...all].filter((one) => !may.has(one) && !open.has(one)) : mayNot;
  return whomOf(new Set([...told, ...parties]), all);
};

/** What a document says of the roles with less than all rights, without a name, holds for each of them. */
const byName = ({ document }: Contract, told: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...told].flatMap((one) => (one === nameless ? [...toldRoles(document).lesser].filter((role) => !others.has(role)) : [one])));

/** The roles to which the document refuses an operation in words, by the stems of their names. */
export const namedRefused = (contract: Contract, operation: Operation): ReadonlySet<string> => {
  if (isOfMaker(contract, operation)) return new Set();
  const rights = rightsOf(contract, operation);
  const parties = operation.effect === 'safe' ? [] : partiesIn(contract, operation);
  return new Set([...(rights ? byName(contract, rights.mayNot, rights.may) : []), ...parties]);
};

/** The roles to which the document gives an operation in words, by the stems of their names. */
export const namedGranted = (contract: Contract, operation: Operation): ReadonlySet<string> => {
  const rights = isOfMaker(contract, operation) ? undefined : rightsOf(contract, operation);
  return rights ? without(byName(contract, rights.may, rights.mayNot), partiesIn(contract, operation)) : new Set();
};

/** The callers to whom the document gives an operation; undefined where it gives it to none. */
export const grantedTo = (contract: Contract, operation: Operation): Whom | undefined => {
  const rights = isOfMaker(contract, operation) ? undefined : rightsOf(contract, operation);
  return rights && whomOf(without(rights.may, partiesIn(contract, operation)), rights.all);
};

/** The operations that ask for the key and that the document gives callers with less rights. */
export const grantedOperations = (contract: Contract): readonly Operation[] =>
  contract.operations.filter(
    (operation) =>
      operation.secured &&
      operation.takesKey &&
      operation.unsupported === undefined &&
      operation.issues !== true &&
      operation.inferred?.ends === undefined &&
      (operation.effect === 'safe' || !saysReadOnly(contract.document)) &&
      grantedTo(contract, operation) !== undefined,
  );

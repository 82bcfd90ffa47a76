import { type AnyInferred, inferredNamed } from '../../../contract/infer/covering.ts';
import { memberOf } from '../../../contract/infer/suited-members.ts';
import { parametersIn, pathAbove, tailOf, valuesAlong } from '../../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { filledBody, type Id } from '../../../generators/filled-value.ts';
import {
  fillPlaceholders,
  idLike,
  isOfPart,
  isOther,
  type Placeholder,
  placeholdersIn,
  placeholderText,
} from '../../../generators/placeholder.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import type { Session } from '../../kit/session.ts';
import { idBelow } from './below-named.ts';
import { besideInOtherState } from '../../subjects/beside-in-other-state.ts';
import { shownFor } from './suited.ts';

/** Where a resource shows what is below it: a list, and the member of its entries that has the id. */
type Held = { readonly list: string; readonly ids: readonly string[]; readonly type: AnyInferred; readonly above: string };

/** What an action on a resource names in its body, where that is created below this very resource: a line of the order. Undefined of all else. */
const heldBy = (contract: Contract, operation: Operation, { resourceType, use, parameter }: Placeholder): Held | undefined => {
  const type = use === 'listed' || parameter === undefined ? undefined : inferredNamed(contract, resourceType);
  const list = type && tailOf(type.create.path).at(-1);
  const above = type && pathAbove(type.create.path);
  if (!type || list === undefined || above === undefined || parametersIn(above).length === 0) return undefined;
  return operation.path.startsWith(`${above}/`) && operation.key !== type.create.key
    ? { list, ids: [parameter ?? '', 'id'], type, above }
    : undefined;
};

const idIn = (entries: unknown, ids: readonly string[]): Id | undefined => {
  const first: unknown = Array.isArray(entries) ? entries[0] : undefined;
  const found = isObject(first)
    ? ids.map((name) => first[name]).find((one) => typeof one === 'string' || typeof one === 'number')
    : undefined;
  return typeof found === 'string' || typeof found === 'number' ? found : undefined;
};

/** What is below the resource in the path, where nothing but a list of its own shows that: undefined of a second one, and where a part of the path is not known. */
const listedBelow = async (
  session: Session,
  placeholder: Placeholder,
  { type, above }: Held,
  values: readonly string[],
): Promise<Id | undefined> => {
  const parents = values.slice(0, parametersIn(above).length);
  if (isOther(placeholder.use) || parents.some((one) => one === '' || placeholdersIn(one).length > 0)) return undefined;
  const id = await idBelow(session, type, parents);
  return id === undefined ? undefined : idLike(placeholder, id);
};

/** Does the body of a request name something that is created below the resource in its path. */
export const namesOwnEntries = ({ contract }: Session, { operation: key, body }: PlannedRequest): boolean => {
  const operation = contract.operations.find((one) => one.key === key);
  if (contract.standard.size === 0 || !operation || !holdsValue(body) || parametersIn(operation.path).length === 0) return false;
  return placeholdersIn(JSON.stringify(body.value) ?? '').some((one) => !isOfPart(one) && heldBy(contract, operation, one) !== undefined);
};

/**
 * A request with the resource of the run in its path that its operation needs, where what its body names has to be created before that comes to the state that the operation
 * asks for: the shared entry is below a tour that is still planned, and only one that is on takes reports.
 */
export const belowInState = ({ contract }: Pick<Session, 'contract'>, request: PlannedRequest): PlannedRequest => {
  const operation = contract.operations.find((one) => one.key === request.operation);
  const beside = operation && besideInOtherState(contract, operation);
  if (!beside) return request;
  const { above, parameter, named } = beside;
  const pathValues = Object.fromEntries(
    Object.entries(request.pathValues).map(([name, value]) => {
      const [one] = placeholdersIn(value);
      const isOfNamed = one !== undefined && value === placeholderText(one) && named.some((type) => type.name === one.resourceType);
      return [
        name,
        isOfNamed && name === parameter.inPath ? placeholderText({ ...one, resourceType: above.name, parameter: parameter.own }) : value,
      ];
    }),
  );
  return { ...request, pathValues };
};

/**
 * A request whose body names entries of the resource in its path as a read shows them, or as they are listed below it, and none of another resource.
 * @param request A request with the ids of its path filled in.
 */
export const withOwnEntries = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const { contract } = session;
  const operation = contract.operations.find((one) => one.key === request.operation);
  if (!operation || !holdsValue(request.body)) return request;
  const resource = await shownFor(session, operation, request);
  const values = valuesAlong(operation.path, request.pathValues);
  const ids = new Map<string, Id>();
  for (const placeholder of placeholdersIn(JSON.stringify(request.body.value) ?? '')) {
    const held = isOfPart(placeholder) ? undefined : heldBy(contract, operation, placeholder);
    const id =
      held && ((resource && idIn(memberOf(resource, held.list), held.ids)) ?? (await listedBelow(session, placeholder, held, values)));
    if (id !== undefined) ids.set(placeholderText(placeholder), typeof placeholder.otherwise === 'string' ? String(id) : id);
  }
  const filled = (text: string): string =>
    fillPlaceholders(text, (placeholder) => String(ids.get(placeholderText(placeholder)) ?? placeholderText(placeholder)));
  return ids.size === 0 ? request : { ...request, body: filledBody(request.body, filled, ids) };
};

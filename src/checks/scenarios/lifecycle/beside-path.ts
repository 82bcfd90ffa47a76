import { type AnyInferred, coveredBy, coveredByLasting, inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { beginsWith, isSamePath, parametersIn, pathAbove, valuesAlong } from '../../../contract/infer/path-template.ts';
import { operationWith } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { idLike, isOther, type Placeholder, placeholdersIn } from '../../../generators/placeholder.ts';
import { holdsValue, type PlannedRequest, withValue } from '../../../model/request.ts';
import { orSkipped, isSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { childMade, idBelow } from './below-named.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { shownWhenMade } from './named-values.ts';
import { onlyPlaceholder } from './of-owner.ts';

/** A member of a body that names something of a type which is created below what the path of the request names as well. */
type Beside = {
  readonly member: string;
  readonly placeholder: Placeholder;
  readonly type: AnyInferred;
  /** The parameters of what both are below, in the path of the creation of the type. */
  readonly above: readonly string[];
  /** The type that the path names, where only its answers show what it is below: the order at `/orders/{orderId}`, of the house that it shows as `houseId`. */
  readonly shownBy: AnyInferred | undefined;
};

/**
 * The members at the top of a body that name what is created below the same as the request: the table of an order, which is one of the very house at `/houses/{houseId}/orders`; also another one
 * of the type that the path names, such as the section that another one is moved below.
 */
export const besidePath = ({ contract }: Pick<Session, 'contract'>, request: PlannedRequest): readonly Beside[] => {
  const { body, faults } = request;
  const operation = operationWith(contract, request.operation);
  if (!operation || faults.length > 0 || !holdsValue(body) || !isObject(body.value) || contract.standard.size === 0) return [];
  return Object.entries(body.value).flatMap(([member, value]): readonly Beside[] => {
    const placeholder = onlyPlaceholder(value);
    const isMeant = placeholder?.otherwise !== undefined && (['known', 'spare'].includes(placeholder.use) || isOther(placeholder.use));
    const type = isMeant ? inferredNamed(contract, placeholder.resourceType) : undefined;
    if (!placeholder || !type) return [];
    const above = pathAbove(type.create.path);
    const named = parametersIn(above);
    const shownBy = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()].at(-1)?.resourceType;
    if (named.length === 0 || !(beginsWith(itemOf(type).path, above) || type === shownBy)) return [];
    if (beginsWith(operation.path, above)) return [{ member, placeholder, type, above: named, shownBy: undefined }];
    const isShown = shownBy !== undefined && !beginsWith(itemOf(shownBy).path, above) && isSamePath(pathAbove(shownBy.create.path), above);
    return isShown ? [{ member, placeholder, type, above: named, shownBy }] : [];
  });
};

/** What a resource of the run is below, as the answer to its creation shows it by the names of the parameters; none where it does not. */
const shownAbove = async (session: Session, type: AnyInferred, above: readonly string[], id: string): Promise<readonly string[]> => {
  const shown = await shownWhenMade(session, type.name, id);
  const values = above.map((name) => idText(isObject(shown) ? shown[name] : undefined)).filter((one) => one !== undefined);
  return values.length === above.length ? values : [];
};

/** How many were made for one request alone. */
const turns = defineScenario<null, { count: number }>({ id: 'turns-beside-path', run: async () => ({ count: 0 }) });

/**
 * A request whose body names what is below the same resource as its path.
 * @param request With the ids in its path; what its path does not know leaves the body as it is.
 */
export const withBesidePath = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  let { body } = request;
  for (const { member, placeholder, type, above, shownBy } of besidePath(session, request)) {
    const inPath = valuesAlong(request.path, request.pathValues);
    const parents = shownBy ? await shownAbove(session, shownBy, above, inPath.at(-1) ?? '') : inPath.slice(0, above.length);
    if (parents.length < above.length || parents.some((one) => one === '' || placeholdersIn(one).length > 0)) continue;
    const own = async (): Promise<string | undefined> => {
      const known = await session.run(turns, null);
      known.count += 1;
      return childMade(session, type, parents, `beside-${String(known.count)}`);
    };
    // What names another one of its own type may not name itself.
    const id = await orSkipped(placeholder.use === 'known' && type !== shownBy ? idBelow(session, type, parents) : own());
    if (isSkipped(id) || id === undefined || !holdsValue(body) || !isObject(body.value)) continue;
    body = withValue(body, { ...body.value, [member]: idLike(placeholder, id) });
  }
  return { ...request, ...(body && { body }) };
};

import { type AnyInferred, inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { beginsWith, parametersIn, pathAbove, valuesAlong } from '../../../contract/infer/path-template.ts';
import { operationWith } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { idLike, isOther, type Placeholder, placeholdersIn } from '../../../generators/placeholder.ts';
import { holdsValue, type PlannedRequest, withValue } from '../../../model/request.ts';
import { orSkipped, isSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { childMade, idBelow } from './below-named.ts';
import { onlyPlaceholder } from './of-owner.ts';

/** A member of a body that names something of a type which is created below what the path of the request names as well. */
type Beside = {
  readonly member: string;
  readonly placeholder: Placeholder;
  readonly type: AnyInferred;
  /** How many of the values in the path lead to what both are below. */
  readonly depth: number;
};

/** The members at the top of a body that name what is created below the same as the request: the table of an order, which is one of the very house at `/houses/{houseId}/orders`. */
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
    const depth = parametersIn(above).length;
    const isBelowSame = depth > 0 && beginsWith(operation.path, above) && beginsWith(itemOf(type).path, above);
    return isBelowSame ? [{ member, placeholder, type, depth }] : [];
  });
};

/** How many were made for one request alone. */
const turns = defineScenario<null, { count: number }>({ id: 'turns-beside-path', run: async () => ({ count: 0 }) });

/**
 * A request whose body names what is below the same resource as its path.
 * @param request With the ids in its path; what its path does not know leaves the body as it is.
 */
export const withBesidePath = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  let { body } = request;
  for (const { member, placeholder, type, depth } of besidePath(session, request)) {
    const parents = valuesAlong(request.path, request.pathValues).slice(0, depth);
    if (parents.length < depth || parents.some((one) => one === '' || placeholdersIn(one).length > 0)) continue;
    const own = async (): Promise<string | undefined> => {
      const known = await session.run(turns, null);
      known.count += 1;
      return childMade(session, type, parents, `beside-${String(known.count)}`);
    };
    const id = await orSkipped(placeholder.use === 'known' ? idBelow(session, type, parents) : own());
    if (isSkipped(id) || id === undefined || !holdsValue(body) || !isObject(body.value)) continue;
    body = withValue(body, { ...body.value, [member]: idLike(placeholder, id) });
  }
  return { ...request, ...(body && { body }) };
};

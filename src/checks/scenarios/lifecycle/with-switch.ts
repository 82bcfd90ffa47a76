import { type AnyInferred, inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { firstBySwitch, type FirstBySwitch } from '../../../contract/infer/first-by-switch.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isObject } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { statesFor, wayBetween } from '../../subjects/action-states.ts';
import { statefulAnswer } from '../../subjects/needed-states.ts';
import { noteMade } from './named-values.ts';
import { sendCreation } from './send-creation.ts';

/** A creation with a switch in its body. */
const switched = (request: PlannedRequest, { create }: AnyInferred, member: string, value: boolean): PlannedRequest => {
  const { body } = request;
  return holdsValue(body) && isObject(body.value) ? { ...request, body: askedBody(create, { ...body.value, [member]: value }) } : request;
};

type Switch = { readonly resourceType: string; readonly member: string; readonly value: boolean };

/**
 * A resource that was created with a switch, for everything that has to be created in such a one.
 * @throws {NotTried} where it could not be created.
 */
const withSwitch = defineScenario<Switch, PathValues>({
  id: 'thing-with-switch',
  async run(session, { resourceType: name, member, value }) {
    const type = inferredNamed(session.contract, name);
    if (!type) throw new NotTried('unsupported', `The document shows no resource type at ${name}`);
    const planned = usableRequest(session, type.create, `with-${member}-${value ? 'on' : 'off'}`);
    const creation = await sendCreation(session, switched(planned, type, member, value));
    const made = createdResource(type, creation, session.target.baseUrl);
    if (!isSuccess(creation) || made.kind === 'unknown')
      throw new NotTried('missing-prerequisite', `${type.create.key} with "${member}" was answered ${outcomeOf(creation)}`);
    await noteMade(session, name, made.pathValues, jsonOf(creation));
    return made.pathValues;
  },
});

const firstOf = ({ contract }: Session, create: Operation): FirstBySwitch | undefined => {
  const shown = contract.standard.size > 0 ? statefulAnswer(contract, create) : undefined;
  return shown && firstBySwitch(contract, create, shown.states);
};

/** The values in the path of a creation below what has a switch. */
const below = async (session: Session, create: Operation, by: FirstBySwitch, value: boolean): Promise<PathValues | undefined> => {
  const made = await orSkipped(session.run(withSwitch, { resourceType: by.type.name, member: by.member, value }));
  return isSkipped(made) ? undefined : inPath(create.path, valuesAlong(itemOf(by.type).path, made));
};

/**
 * A creation whose resource begins in a state in which an operation on it is possible, where a switch decides that: of its own body, or of what it is created in. As it
 * is where nothing says so, or where the resource can begin in any of its states.
 */
export const begunFor = async (
  session: Session,
  resourceType: AnyInferred,
  operation: Operation,
  request: PlannedRequest,
): Promise<PlannedRequest> => {
  const by = firstOf(session, resourceType.create);
  const states = by && statesFor(session.contract, resourceType, operation);
  if (!by || !states) return request;
  const [suited, ...others] = [...by.states].filter(([, state]) => states.includes(state));
  if (!suited || others.length > 0) return request;
  if (by.type.create.key === resourceType.create.key) return switched(request, resourceType, by.member, suited[0]);
  const values = await below(session, resourceType.create, by, suited[0]);
  return values ? { ...request, pathValues: { ...request.pathValues, ...values } } : request;
};

/**
 * The values in the path of a creation below what has a switch, so that the resource begins in the state from which actions lead to its other one. Undefined where no
 * such switch decides that.
 */
export const begunEarly = async (session: Session, resourceType: AnyInferred): Promise<PathValues | undefined> => {
  const by = firstOf(session, resourceType.create);
  if (!by || by.type.create.key === resourceType.create.key) return undefined;
  const leads = ([, from]: readonly [boolean, string]): boolean =>
    [...by.states.values()].some((to) => to !== from && (wayBetween(session.contract, resourceType, from, [to])?.by.length ?? 0) > 0);
  const [early, ...others] = [...by.states].filter(leads);
  return early && others.length === 0 ? below(session, resourceType.create, by, early[0]) : undefined;
};

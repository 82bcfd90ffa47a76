import { isObject } from '../../../contract/pointer.ts';
import { statusOf } from '../../../contract/message.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import type { Operation } from '../../../contract/model.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { jsonBody } from '../../../generators/request-body.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';
import { wholeBody } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import type { Life, Mover } from '../../subjects/lives.ts';
import { nextValue, valuesInPath } from '../../subjects/sequences.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import type { State } from '../../subjects/state-words.ts';

/** A read that shows a resource. */
export type Look = { readonly exchange: Exchange; readonly resource: Resource; readonly states: readonly State[] };

/** A resource under way. */
export type Being = { readonly creation: Exchange; readonly id: string; readonly done: Mover[]; look: Look };

/** The values in the path of an operation on a resource of the run. */
export const onIt = ({ path }: Operation, { creation, id }: Pick<Being, 'creation' | 'id'>): Readonly<Record<string, string>> => {
  const above = parametersIn(creation.request.path).map((name) => creation.request.pathValues[name]);
  return valuesInPath(path, above, id);
};

/** A body that changes one member that is no state; undefined where there is none. */
const harmlessChange = (session: Session, { type, states }: Life, { look }: Being, turn: number): Resource | undefined => {
  const { contract } = session;
  const { patch } = type;
  if (!patch) return undefined;
  const member = type.members.find(({ name }) => !states.some((one) => one.member === name));
  const value = member && nextValue(contract, member, look.resource[member.name], freshFor(session, `lived-${turn}`));
  if (!member || value === undefined) return undefined;
  const required = bodyMembers(contract, patch).filter((one) => one.required && look.resource[one.name] !== undefined);
  return { ...Object.fromEntries(required.map(({ name }) => [name, look.resource[name]])), [member.name]: value };
};

/** Sends a call on a resource of the run; what it needs that nothing gives is a reason not to try it. */
export const sendOn = async (session: Session, life: Life, being: Being, mover: Mover, turn: number): Promise<Exchange> => {
  const { operation, set } = mover;
  if (mover.to !== undefined) return sendMove(session, being, mover, turn);
  const namedBy = life.refusing.find((one) => one.operation === operation)?.namedBy;
  if (namedBy !== undefined) {
    const request = usableRequest(session, operation, `lived-${turn}`);
    const usual = request.body?.kind === 'json' && isObject(request.body.value) ? request.body.value : {};
    const member = bodyMembers(session.contract, operation).find(({ name }) => name === namedBy);
    const isNumber = member !== undefined && typesOf(member.schema).some((type) => type === 'integer' || type === 'number');
    const id = isNumber ? Number(being.id) : being.id;
    return session.send({ ...request, body: jsonBody(operation, { ...usual, [namedBy]: id }) });
  }
  const body = set ?? (operation === life.type.patch ? harmlessChange(session, life, being, turn) : undefined);
  if (operation === life.type.patch && body === undefined)
    throw new NotTried('not-applicable', 'Nothing of it can be changed but its state');
  return session.send(
    usableRequest(session, operation, `lived-${turn}`, {
      pathValues: onIt(operation, being),
      ...(body === undefined ? {} : { body: jsonBody(operation, body) }),
    }),
  );
};

/** Sends an action whose body names the state to come to; once more with all its members where it is refused for what it lacks, such as a reason. */
const sendMove = async (session: Session, being: Being, { operation, set }: Mover, turn: number): Promise<Exchange> => {
  const { contract } = session;
  const request = usableRequest(session, operation, `lived-${turn}`, { pathValues: onIt(operation, being) });
  const usual = request.body?.kind === 'json' && isObject(request.body.value) ? request.body.value : {};
  const put = (members: Resource): Promise<Exchange> => session.send({ ...request, body: jsonBody(operation, { ...members, ...set }) });
  const answer = await put(usual);
  if (![400, 422].includes(statusOf(answer) ?? 0)) return answer;
  const optional = bodyMembers(contract, operation).filter(({ required, name }) => !required && set?.[name] === undefined);
  const whole = wholeBody(contract, optional, usual, freshFor(session, `lived-${turn}`));
  return Object.keys(whole).length > Object.keys(usual).length ? put(whole) : answer;
};

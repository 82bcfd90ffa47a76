import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { unknownLike } from '../../../generators/unknown-id.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { sentMember } from '../../subjects/creators.ts';
import { isGuess } from '../../subjects/guesses.ts';
import { type Referring, referringIn } from '../../subjects/referring.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { creationAsSet } from '../../scenarios/lifecycle/creation-as-set.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { recentRead } from '../../scenarios/calls/reads.ts';

/** A request with an existing reference, and the same request with an unknown one. */
export type UnknownReference = {
  /** The request with an existing reference. */
  readonly control: Exchange;
  /** The unknown id. */
  readonly id: string;
  /** The request with the unknown id; undefined where the control did not succeed. */
  readonly exchange: Exchange | undefined;
  /** The same request without the reference; sent only where the unknown id was accepted and the name of the member is a guess. */
  readonly without: Exchange | undefined;
};

/** Sends a request with an existing reference, and then the same request with an unknown one. */
export const unknownReference = defineScenario<{ readonly operation: string; readonly name: string }, UnknownReference>({
  id: 'unknown-reference',
  async run(session, { operation: key, name }) {
    const referring = referringIn(session.contract, operationOf(session.contract, key)).find((one) => one.name === name);
    if (!referring) throw new NotTried('not-applicable', `"${name}" of ${key} refers to nothing`);
    const control = await controlFor(session, key, referring);
    const known = valueIn(control, referring);
    const alike = known === undefined ? undefined : unknownLike(String(known), (label, count) => session.hex(label, count));
    const id = alike ?? `ct-${session.hex('unknown-reference', 12)}`;
    const unsent = { control, id, exchange: undefined, without: undefined };
    if (!isSuccess(control)) return unsent;
    const request = requestFor(session, control, key, referring, typeof known === 'number' ? Number(id) : id);
    const exchange = await session.send({ ...request, faults: ['value-unusable'] });
    if (!isSuccess(exchange) || !isGuess(session.contract, referring.location)) return { ...unsent, exchange };
    const bare = requestFor(session, control, key, referring, undefined);
    return { ...unsent, exchange, without: await session.send({ ...bare, faults: ['member-missing'] }) };
  },
});

const controlFor = async (session: Session, key: string, { where }: Referring): Promise<Exchange> => {
  if (session.contract.resourceTypes.some(({ create }) => create?.key === key)) {
    return (await session.run(created, { operation: key })).exchange;
  }
  if (where === 'request body') return session.run(creationAsSet, { operation: key, settings: [], purpose: 'refer' });
  return session.run(recentRead, { operation: key });
};

/** The request of the control with another id, or without one. Members of a body that must be fresh get new values. */
const requestFor = (
  session: Session,
  control: Exchange,
  key: string,
  { name, where, isList }: Referring,
  id: string | number | undefined,
): PlannedRequest => {
  if (where === 'request body') {
    const settings = [{ member: name, value: isList ? [id] : id }];
    const request = requestAsSet(session, { operation: key, settings, purpose: id === undefined ? 'refer-to-none' : 'refer-nowhere' });
    return id === undefined ? withoutMember(request, name) : request;
  }
  const { request } = control;
  const replaced = (pairs: PlannedRequest['query']): PlannedRequest['query'] => [
    ...pairs.filter(([one]) => one !== name),
    ...(id === undefined ? [] : [[name, String(id)] as const]),
  ];
  return where === 'query' ? { ...request, query: replaced(request.query) } : { ...request, headers: replaced(request.headers) };
};

const withoutMember = (request: PlannedRequest, name: string): PlannedRequest => {
  const { body } = request;
  if (!holdsValue(body) || !isObject(body.value)) return request;
  return { ...request, body: { ...body, value: Object.fromEntries(Object.entries(body.value).filter(([member]) => member !== name)) } };
};

/** The id that the control referred to, in the form of the service. */
const valueIn = (control: Exchange, { name, where }: Referring): string | number | undefined => {
  const { query, headers } = control.request;
  if (where !== 'request body') return (where === 'query' ? query : headers).find(([one]) => one === name)?.[1];
  const value = sentMember(control, name);
  const [first] = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return typeof first === 'string' || typeof first === 'number' ? first : undefined;
};

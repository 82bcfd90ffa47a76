import type { AnyInferred } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { lives, type Mover } from '../../subjects/lives.ts';
import { onOwnResource, valuesFor } from '../../subjects/own-resources.ts';
import { created } from '../lifecycle/created.ts';
import { withNeededValues } from '../lifecycle/needed-values.ts';
import { sendCreation } from '../lifecycle/send-creation.ts';

/** Actions that bring a new resource to another state, in their order. */
export type Way = readonly Mover[];

export type Own = {
  readonly creation: Exchange;
  readonly values: PathValues | undefined;
  /** The operation that it was brought to a state for. */
  readonly asking?: string;
};

/** Creates a resource for a purpose; without one it is the shared one of the run, because what no operation removes is created seldom. */
export const createOwn = async (
  session: Session,
  resourceType: AnyInferred,
  purpose: string | undefined,
  isMoved = false,
): Promise<Own> => {
  const { create } = resourceType;
  const life = isMoved ? lives(session.contract).find(({ type }) => type.create.key === create.key) : undefined;
  const made = async (purposed: string): Promise<Exchange> => {
    const request = usableRequest(session, create, purposed);
    return sendCreation(session, life ? await withNeededValues(session, life, request) : request);
  };
  const creation = purpose === undefined ? (await session.run(created, { operation: create.key })).exchange : await made(purpose);
  const resource = isSuccess(creation) ? createdResource(resourceType, creation, session.target.baseUrl) : undefined;
  return { creation, values: resource?.kind === 'known' ? resource.pathValues : undefined };
};

/** Brings a resource to a state, with the key. */
export const brought = async (session: Session, own: Own, way: readonly Mover[], asking: Operation): Promise<Own> => {
  for (const { operation, set } of way) {
    const on = onOwnResource(session.contract, operation);
    const pathValues = on && own.values && valuesFor(on, own.values);
    if (pathValues === undefined) break;
    const body = set === undefined ? {} : { body: askedBody(operation, set) };
    await session.send(usableRequest(session, operation, 'visited', { pathValues, ...body }));
  }
  return { ...own, asking: asking.key };
};

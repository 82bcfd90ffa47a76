import { isScalar } from '../../../model/json.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { largestPage, pageItems, stylesOf } from '../../subjects/collection.ts';
import { idOfMade, parentOf, type Trip } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { onItem } from '../lifecycle/round-trip/steps.ts';
import { ifTried, type Way } from '../lifecycle/round-trip/way.ts';
import { sendCreation } from '../lifecycle/send-creation.ts';
import { holdsValue, type LesserName } from '../../../model/request.ts';

/** With so many members is tried to make a parent that the credential sees. */
const mostTried = 2;

/** Of what a list shows to a credential nothing more is looked at than its first page. */
const shownTo = async (session: Session, { list }: Trip, name: 'key' | LesserName): Promise<readonly Resource[]> => {
  if (!list || list.operation.path.includes('{')) return [];
  const [style] = stylesOf(list);
  const request = usableRequest(session, list.operation, 'seen');
  const page = await session.send({
    ...request,
    query: [...request.query, ...(style === undefined ? [] : largestPage(style))],
    ...(name === 'key' ? {} : { credential: { kind: 'valid', name }, faults: ['credential-forbidden'] as const }),
  });
  return (pageItems(list, page) ?? []).filter((item): item is Resource => isObject(item));
};

/** Members of a creation that have one value in all that the credential sees, and others in what the key sees: `holder_email`. */
const ownValues = async (session: Session, parent: Trip, who: LesserName): Promise<readonly Resource[]> => {
  const [own, all] = [await shownTo(session, parent, who), await shownTo(session, parent, 'key')];
  // An address that is shown to the credential reaches somebody.
  const mayReach = session.target.allow.includes('destructive');
  return bodyMembers(session.contract, parent.create).flatMap(({ name, schema }) => {
    if (!mayReach && !isSettable({ name, required: false, schema })) return [];
    const [value, ...others] = [...new Set(own.map((item) => item[name]))];
    const isOwn =
      isScalar(value) && typeof value !== 'boolean' && value !== null && others.length === 0 && all.some((item) => item[name] !== value);
    const isListed = isObject(schema) && (schema['enum'] !== undefined || schema['const'] !== undefined);
    return isOwn && !isListed && mayBeSent(session.contract.document, schema, value) ? [{ [name]: value }] : [];
  });
};

/**
 * The path to a new parent that a credential with less rights sees, for what is created below it: what the parent hides shows nothing of what is below. One as the run creates it where
 * that is seen, else one with the value that all resources have which the credential sees. Undefined where there is no parent, or none can be made.
 */
export const seenParent = async (session: Session, trip: Trip, who: LesserName): Promise<Way['pathValues'] | 'none' | undefined> => {
  const parent = parentOf(session.contract, trip);
  const [last] = parametersIn(trip.addsTo).slice(-1);
  const { read } = parent ?? {};
  // What no operation removes is not created for this alone.
  if (!parent?.remove || !read || last === undefined || parametersIn(parent.itemPath).length > 1) return undefined;
  const way: Way = { session, trip: parent, pathValues: {} };
  const restricted: Session = {
    ...session,
    send: (request) => session.send({ ...request, credential: { kind: 'valid', name: who }, faults: ['credential-forbidden'] }),
  };
  const seen = async (creation: Exchange | undefined): Promise<Way['pathValues'] | undefined> => {
    const id = creation && idOfMade(session.contract, parent, creation);
    const answer = id === undefined || !creation ? undefined : await ifTried(onItem({ ...way, session: restricted }, read, creation, id));
    return id !== undefined && answer && isSuccess(answer) ? { [last]: id } : undefined;
  };
  const request = usableRequest(session, parent.create, 'seen-parent');
  const plain = await seen(await ifTried(sendCreation(session, request)));
  if (plain) return plain;
  const value = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : undefined;
  if (value === undefined) return 'none';
  for (const [n, own] of (await ownValues(session, parent, who)).slice(0, mostTried).entries()) {
    const fresh = usableRequest(session, parent.create, `seen-parent-${n}`);
    const usual = holdsValue(fresh.body) && isObject(fresh.body.value) ? fresh.body.value : value;
    const found = await seen(await ifTried(sendCreation(session, { ...fresh, body: askedBody(parent.create, { ...usual, ...own }) })));
    if (found) return found;
  }
  return 'none';
};

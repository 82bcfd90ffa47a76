import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import type { Owner } from '../../../contract/infer/common-owners.ts';
import { createdResource } from '../../../contract/infer/created-resource.ts';
import { isSamePath, parametersIn } from '../../../contract/infer/path-template.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Id } from '../../../generators/filled-value.ts';
import { isOfPart, type Placeholder, placeholdersIn, placeholderText } from '../../../generators/placeholder.ts';
import { holdsValue, type PlannedRequest, withValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** The one placeholder for a resource that a value consists of; undefined for anything else. */
export const onlyPlaceholder = (value: unknown): Placeholder | undefined => {
  const [only] = typeof value === 'string' ? placeholdersIn(value) : [];
  return only && placeholderText(only) === value && !isOfPart(only) ? only : undefined;
};

const idIn = (value: unknown): string | undefined => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined);

/** The id of what a resource belongs to, as a read of it shows; undefined where none does. */
export const ownerShown = async (session: Session, type: AnyInferred, owner: Owner, id: Id): Promise<string | undefined> => {
  const read = session.contract.operations.find(
    ({ method, path, effect }) => method === 'GET' && effect === 'safe' && isSamePath(path, itemOf(type).path),
  );
  return read && ownerShownBy(session, read, owner, id);
};

/** The same, as a certain read of it shows. */
export const ownerShownBy = async (session: Session, read: Operation, { by }: Owner, id: Id): Promise<string | undefined> => {
  const [parameter, ...others] = parametersIn(read.path);
  if (parameter === undefined || others.length > 0) return undefined;
  const seen = await orSkipped(
    (async () => session.send(usableRequest(session, read, 'owner', { pathValues: { [parameter]: String(id) } })))(),
  );
  if (isSkipped(seen) || !isSuccess(seen)) return undefined;
  const shown = resourceIn(jsonOf(seen)) ?? {};
  const member = Object.keys(shown).find((name) => wordsOf(name).join(' ') === wordsOf(by).join(' '));
  return member === undefined ? undefined : idIn(shown[member]);
};

/** The creation of a resource that belongs to a certain one. */
const creationFor = (
  session: Session,
  { create }: AnyInferred,
  { by, isInPath }: Owner,
  owner: string,
  purpose: string,
): PlannedRequest => {
  if (isInPath) return usableRequest(session, create, purpose, { pathValues: { [by]: owner } });
  const request = usableRequest(session, create, purpose);
  const { body } = request;
  return holdsValue(body) && isObject(body.value) ? { ...request, body: withValue(body, { ...body.value, [by]: owner }) } : request;
};

/** The id of a new resource that belongs to a certain one; undefined where it may not be created, or is refused. */
export const madeFor = async (
  session: Session,
  type: AnyInferred,
  owner: Owner,
  id: string,
  purpose: string,
): Promise<string | undefined> => {
  if (!isAllowed(type.create, session.target)) return undefined;
  const creation = await orSkipped((async () => session.send(creationFor(session, type, owner, id, purpose)))());
  const made = isSkipped(creation) || !isSuccess(creation) ? undefined : createdResource(type, creation, session.target.baseUrl);
  return made?.kind === 'known' ? made.pathValues[parametersIn(itemOf(type).path).at(-1) ?? ''] : undefined;
};

import type { AnyInferred } from '../../../contract/infer/covering.ts';
import { createdResource } from '../../../contract/infer/created-resource.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { CredentialName } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { once, type Session } from '../../kit/session.ts';
import { creationBy } from '../../requests/creation-by.ts';
import type { Own } from './made-to-try.ts';

/** A resource that a visitor has made itself, the same one for all that it tries; undefined where it may not make one. */
export const madeByVisitor = async (session: Session, resourceType: AnyInferred, who: CredentialName): Promise<Own | undefined> => {
  const creation = await orSkipped(once(session, creationBy(session, resourceType.create, who)));
  if (isSkipped(creation) || !isSuccess(creation)) return undefined;
  const made = createdResource(resourceType, creation, session.target.baseUrl);
  return made.kind === 'known' ? { creation, values: made.pathValues } : undefined;
};

import type { CredentialName } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';

/** The same session, whose own requests have another credential. What scenarios remember is that of the session, and they ask with their own. */
export const sessionAs = (session: Session, name: CredentialName): Session => ({
  ...session,
  send: (request) => session.send({ ...request, credential: { kind: 'valid', name } }),
});

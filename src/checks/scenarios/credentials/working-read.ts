import { outcomeOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialName } from '../../../model/request.ts';
import { Undecidable } from '../../kit/define.ts';
import { once, type Session } from '../../kit/session.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { readWith } from '../../requests/small-read.ts';

/**
 * A small read that must succeed first: an error response shows nothing where the service or the credential does not work at all.
 * @throws {Undecidable} when it does not succeed as the contract declares.
 */
export const workingRead = async (session: Session, key: string, credential: CredentialName): Promise<Exchange> => {
  const operation = operationOf(session.contract, key);
  const read = await once(session, readWith(session, operation, credential));
  if (isDeclaredSuccess(operation, read)) return read;
  throw new Undecidable(`${key} with the credential "${credential}" ought to succeed and was answered ${outcomeOf(read)}`, [read]);
};

import { outcomeOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialName } from '../../../model/request.ts';
import { Undecidable } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { readWith } from './read-with.ts';

/**
 * A small read that must succeed before anything else is asked for: a refusal shows nothing of a service, or of a
 * credential, that does not work in the first place.
 * @throws {Undecidable} when it does not succeed as the contract declares.
 */
export const workingRead = async (session: Session, operation: string, credential: CredentialName): Promise<Exchange> => {
  const read = await session.measure(readWith, { operation, credential });
  if (isDeclaredSuccess(operationOf(session.contract, operation), read)) return read;
  throw new Undecidable(`${operation} with the credential "${credential}" ought to succeed and was answered ${outcomeOf(read)}`, [read]);
};

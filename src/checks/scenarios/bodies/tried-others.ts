import { isSuccess } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import type { BodyMember } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Session } from '../../kit/session.ts';
import { otherValues } from './setting-rows.ts';
import { triedSetting } from './tried-setting.ts';

/** So many values are tried until a creation is accepted. */
const mostOthers = 3;

/** Creations with other values of a member that listed things show, in order, until one is accepted. None where they show none. */
export const triedOthers = async (session: Session, operation: Operation, member: BodyMember): Promise<readonly Exchange[]> => {
  const values = (await otherValues(session, operation, member)).slice(0, mostOthers);
  const tried: Exchange[] = [];
  for (const value of values) {
    const { exchange } = await triedSetting(session, operation.key, { member: member.name, value });
    tried.push(exchange);
    if (isSuccess(exchange)) break;
  }
  return tried;
};

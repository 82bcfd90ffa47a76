import { isSuccess } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { isAllowed, needsFor } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import type { Refused } from './unusable-credential.ts';

/**
 * Does the same call succeed with a good credential. Asked only where some expected status may be about something else
 * than the credential, and where the call may be made.
 */
export const hasControl = async (session: Session, operation: Operation, { expected, telling }: Refused): Promise<boolean> => {
  if (expected.every((status) => telling.includes(status))) return true;
  const { contract, target } = session;
  const { key } = operation;
  if (parameterlessReads(contract).some((one) => one.key === key)) return succeeded(session.measure(plainRead, { operation: key }));
  if (operation.effect !== 'creates' && operation.effect !== 'creates-permanently') return false;
  const isTried = operation.takesKey && isAllowed(operation, target);
  const isReady = isTried && needsFor(operation, { contract, target }).every(({ kind }) => kind === 'permission');
  return isReady && succeeded(session.measure(created, { operation: key }).then(({ exchange }) => exchange));
};

const succeeded = async (measuring: ReturnType<Session['send']>): Promise<boolean> => {
  const exchange = await orSkipped(measuring);
  return !isSkipped(exchange) && isSuccess(exchange);
};

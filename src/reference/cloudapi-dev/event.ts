import { randomUUID } from 'node:crypto';
import type { Members } from '../kit/answering.ts';
import type { Call } from './call.ts';

/** Sends an event to the endpoint of the account. In the sandbox the event is marked as simulated. */
export const emitEvent = ({ state }: Call, type: string, data: Members): void => {
  state.account.emit({
    id: `evt_${randomUUID().replaceAll('-', '').slice(0, 16)}`,
    type,
    created_at: new Date().toISOString(),
    ...(state.environment === 'sandbox' && { simulated: true }),
    data,
  });
};

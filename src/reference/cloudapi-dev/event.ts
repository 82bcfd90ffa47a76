import { randomUUID } from 'node:crypto';
import type { Members } from '../kit/answering.ts';
import type { Call } from './call.ts';

/** Tells the endpoint of the account what happened; in the sandbox a simulated event says so. */
export const emitEvent = ({ state }: Call, type: string, data: Members): void => {
  state.account.emit({
    id: `evt_${randomUUID().replaceAll('-', '').slice(0, 16)}`,
    type,
    created_at: new Date().toISOString(),
    ...(state.environment === 'sandbox' && { simulated: true }),
    data,
  });
};

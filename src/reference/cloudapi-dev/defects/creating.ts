import { bodyObject } from '../../kit/asking.ts';
import { isCall } from '../../kit/service.ts';
import type { Call } from '../call.ts';
import { createProject } from '../operations.ts';

/** Whether a call creates a project. */
export const creates = (call: Call): boolean => isCall(call, createProject);
/** Whether a call is a creation that the healthy server would accept. */
export const isGoodCreation = (call: Call): boolean => {
  const body = bodyObject(call);
  return creates(call) && typeof body?.['name'] === 'string' && typeof body['region'] === 'string';
};

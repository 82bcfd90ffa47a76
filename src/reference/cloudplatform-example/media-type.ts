import { refuse } from '../kit/refusing.ts';
import type { Call } from './call.ts';

/** @throws {ErrorResponse} 415 for a body that is not announced as JSON, where this server minds. */
export const refuseJsonless = (call: Call): void => {
  const isJson = /^application\/json\s*(;|$)/i.test(call.get('Content-Type'));
  if (call.state.settings.mediaTypes === 'json' && !isJson) refuse(415, 'unknown-media-type', 'Send application/json');
};

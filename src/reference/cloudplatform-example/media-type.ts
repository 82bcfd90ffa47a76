import { refuse } from '../kit/refusing.ts';
import type { Call } from './call.ts';

/**
 * Checks the media type of a body, if the settings of this server require JSON.
 * @throws {ErrorResponse} 415 for another media type.
 */
export const refuseJsonless = (call: Call): void => {
  const isJson = /^application\/json\s*(;|$)/i.test(call.get('Content-Type'));
  if (call.state.settings.mediaTypes === 'json' && !isJson) refuse(415, 'unknown-media-type', 'Send application/json');
};

import { refuse } from '../kit/refusing.ts';
import type { Call } from './call.ts';

/**
 * Checks the names of the parameters, if the settings of this server forbid unknown ones.
 * @throws {ErrorResponse} for an unknown parameter.
 */
export const refuseUnknownParameters = (call: Call, known: readonly string[]): void => {
  if (call.state.settings.unknownParameter === 'ignored') return;
  const unknown = Object.keys(call.query).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(400, 'malformed-query', `Unknown parameter: ${unknown}`);
};

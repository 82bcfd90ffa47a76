import { refuse } from '../kit/refusing.ts';
import type { Call } from './call.ts';

/** @throws {ErrorResponse} for a parameter that is not among those known, where this server minds. */
export const refuseUnknownParameters = (call: Call, known: readonly string[]): void => {
  if (call.state.settings.unknownParameter === 'ignored') return;
  const unknown = Object.keys(call.query).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(400, 'malformed-query', `Unknown parameter: ${unknown}`);
};

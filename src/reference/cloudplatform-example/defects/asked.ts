import type { Members } from '../../kit/answering.ts';
import { bodyAsked } from '../../kit/asking.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Layer } from '../call.ts';

export const isCreation = (call: Call): boolean => isCall(call, 'POST /projects');

/** Replaces the body of creations. */
export const creationAsked = (change: (body: Members, call: Call) => unknown): Layer => bodyAsked(isCreation, change);

/** Replaces the name in creations, if it is a string. */
export const nameAsked = (change: (name: string) => string): Layer =>
  creationAsked((body) => (typeof body['name'] === 'string' ? { ...body, name: change(body['name']) } : body));

/** The key of the account that most calls come with. */
export const ownKey = ({ state }: Call): string => state.service.keys.secrets['key'] ?? '';

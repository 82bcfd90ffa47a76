import type { Members } from '../../kit/answering.ts';
import { bodyAsked } from '../../kit/asking.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Layer } from '../call.ts';

export const isCreation = (call: Call): boolean => isCall(call, 'POST /projects');

/** Takes the body of creations for another one. */
export const creationAsked = (change: (body: Members, call: Call) => unknown): Layer => bodyAsked(isCreation, change);

/** Takes the name that creations ask for, where it is text, for another one. */
export const nameAsked = (change: (name: string) => string): Layer =>
  creationAsked((body) => (typeof body['name'] === 'string' ? { ...body, name: change(body['name']) } : body));

/** The key of the account that most calls come with. */
export const ownKey = ({ state }: Call): string => state.service.keys.secrets['key'] ?? '';

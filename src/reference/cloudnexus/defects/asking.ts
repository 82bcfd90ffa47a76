import * as asking from '../../kit/asking.ts';
import { parameter, presentation } from '../../kit/asking.ts';
import type { Members } from '../../kit/answering.ts';
import type { Call, Layer } from '../call.ts';
import { basePath, instancesPath } from '../call.ts';

export { parameter, presentation };

export const isListCall = (call: Call): boolean => call.method === 'GET' && call.path === instancesPath;
export const isCreateCall = (call: Call): boolean => call.method === 'POST' && call.path === instancesPath;

/** The call's limit, if it is valid. */
export const properLimit = (call: Call): number | undefined => {
  const limit = parameter(call, 'limit') ?? '';
  return /^\d+$/.test(limit) && Number(limit) >= 1 ? Number(limit) : undefined;
};

/** The id in the call's cursor; undefined without a cursor of this server. */
export const cursorId = (call: Call): string | undefined => {
  const { cloud } = call.state;
  const id = cloud.settings.cursor.decode(parameter(call, 'cursor') ?? '');
  return id !== undefined && cloud.indexOf(id) >= 0 ? id : undefined;
};

/** Changes the query of GET /instances. An undefined value in the changes removes a parameter. */
export const listAsked = (changes: (call: Call) => Readonly<Record<string, string | undefined>>): Layer =>
  asking.queryAsked((call) => (isListCall(call) ? changes(call) : undefined));

/** The body of a creation, if it is a JSON object. */
export const createObject = (call: Call): Members | undefined => (isCreateCall(call) ? asking.bodyObject(call) : undefined);

/** Replaces the object in the body of POST /instances. */
export const creationAsked = (change: (body: Members) => Members): Layer => asking.bodyAsked(isCreateCall, change);

/** Treats the calls for which `isMeant` holds as if they came with the account's first key. */
export const authenticated = (isMeant: (call: Call) => boolean): Layer =>
  asking.authenticated(isMeant, (call) => call.state.service.keys.key);

/** Whether the call has no Authorization header and goes to this method and path below the base. */
export const isKeyless = (call: Call, method: string, path: string): boolean =>
  presentation(call).kind === 'nothing' && call.method === method && call.path === basePath + path;

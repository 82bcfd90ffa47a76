import { presentedKey } from '../../mechanisms/credentials.ts';
import type { Call, Layer } from '../call.ts';
import { basePath, instancesPath } from '../call.ts';

export const isListCall = (call: Call): boolean => call.method === 'GET' && call.path === instancesPath;
export const isCreateCall = (call: Call): boolean => call.method === 'POST' && call.path === instancesPath;

/** The value of a query parameter that came once. */
export const parameter = (call: Call, name: string): string | undefined => {
  const value = call.query[name];
  return typeof value === 'string' ? value : undefined;
};

/** The call's limit where it is a proper one. */
export const properLimit = (call: Call): number | undefined => {
  const limit = parameter(call, 'limit') ?? '';
  return /^\d+$/.test(limit) && Number(limit) >= 1 ? Number(limit) : undefined;
};

/** The id that the call's cursor stands for, undefined without a cursor of ours. */
export const cursorId = (call: Call): string | undefined => {
  const { cloud } = call.state;
  const id = cloud.settings.cursor.decode(parameter(call, 'cursor') ?? '');
  return id !== undefined && cloud.indexOf(id) >= 0 ? id : undefined;
};

/** Takes the query of GET /instances for another one: undefined in the changes removes a parameter. */
export const listAsked =
  (changes: (call: Call) => Readonly<Record<string, string | undefined>>): Layer =>
  (call, next) => {
    if (isListCall(call)) {
      const query = Object.entries({ ...call.query, ...changes(call) }).filter(([, value]) => value !== undefined);
      call.query = Object.fromEntries(query);
    }
    return next();
  };

/** The body of a creation where it is a JSON object. */
export const createObject = (call: Call): Readonly<Record<string, unknown>> | undefined => {
  const { body } = call.state;
  if (!isCreateCall(call) || body?.kind !== 'value') return undefined;
  const { value } = body;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
};

/** Takes the object of POST /instances for another one. */
export const creationAsked =
  (change: (body: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>): Layer =>
  (call, next) => {
    const body = createObject(call);
    if (body !== undefined) call.state.body = { kind: 'value', value: change(body) };
    return next();
  };

/** What a call presents in place of a key: nothing, the word Bearer alone, or a key. */
export const presentation = (call: Call): { readonly kind: 'nothing' | 'blank' } | { readonly kind: 'key'; readonly key: string } => {
  const header = call.get('Authorization').trim();
  const presented = presentedKey(header);
  if (presented.kind === 'bearer') return { kind: 'key', key: presented.key };
  return { kind: /^bearer$/i.test(header) ? 'blank' : 'nothing' };
};

/** Treats the calls that it holds for as if they came with the account's first key. */
export const letIn =
  (isLetIn: (call: Call) => boolean): Layer =>
  (call, next) => {
    if (isLetIn(call)) call.req.headers.authorization = `Bearer ${call.state.service.keys.key}`;
    return next();
  };

/** Whether the call comes without an Authorization header and asks for this method and path below the base. */
export const isKeyless = (call: Call, method: string, path: string): boolean =>
  presentation(call).kind === 'nothing' && call.method === method && call.path === basePath + path;

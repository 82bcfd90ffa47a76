import { isMembers } from '../../kit/answering.ts';
import { bodyAsked, bodyObject } from '../../kit/asking.ts';
import type { Members } from '../../kit/answering.ts';
import { isCall, routeOf } from '../../kit/service.ts';
import type { Resource } from '../account.ts';
import type { Call, Layer } from '../call.ts';

/** The id in the path, where the path has one. */
export const askedId = (call: Call): string | undefined => routeOf(call)?.params['id'];

/** The resource of the production account that the path names, deleted or not, whoever calls. */
export const ownResource = (call: Call): Resource | undefined =>
  call.state.service.accounts['own']?.resources.everything.find(({ id }) => id === askedId(call));

/** Whether the id in the path was ever issued, in any account. */
export const wasIssued = (call: Call): boolean =>
  Object.values(call.state.service.accounts).some(({ resources }) => resources.everything.some(({ id }) => id === askedId(call)));

/** A resource of the call's own account that the path names and that was deleted. */
export const deletedResource = (call: Call): Resource | undefined =>
  call.state.account.resources.everything.find(({ id, goneAtMs }) => id === askedId(call) && goneAtMs <= Date.now());

/** Replaces the body of creations. */
export const creationAsked = (change: (body: Members, call: Call) => unknown): Layer =>
  bodyAsked((call) => isCall(call, 'POST /resources'), change);

/** What a creation asks for, with its members converted to text. */
export const creationIn = (call: Call): { readonly name: string; readonly region?: string } => {
  const body = bodyObject(call) ?? {};
  const { name, region } = body;
  const text = isMembers(name) || Array.isArray(name) ? '[object Object]' : name === undefined ? '' : JSON.stringify(name);
  return { name: typeof name === 'string' ? name : text, ...(typeof region === 'string' && { region }) };
};

/** Whether a call is a creation whose body is read. */
export const isCreation = (call: Call): boolean => isCall(call, 'POST /resources');

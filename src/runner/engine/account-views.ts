import { isHarmless } from '../../checks/kit/reach.ts';
import { isDistinctId } from '../../checks/subjects/own-texts.ts';
import { filledSegments, inPath, isSamePath, parametersIn, segmentsOf } from '../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, statusOf } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { CredentialName, PlannedRequest } from '../../model/request.ts';
import { aboutCredential } from './callers.ts';
import type { OwnResources } from './own-resources.ts';

type Look = (request: PlannedRequest) => Promise<Exchange>;

/** What each account means by the path of a resource: accounts may number their resources each from 1. */
export type AccountViews = {
  /**
   * Does a request mean nothing but the resource of the run that its path names, although another account created that: its id is unlike all others, or a read by the account that asks
   * shows a text of the run, or finds nothing there that could be changed.
   * @param look Sends a read.
   */
  isSure(request: PlannedRequest, look: Look): Promise<boolean>;
};

/** Is a credential of another account than that of the key: the others are of the same one. */
const isOfOther = (name: CredentialName | undefined): boolean => name === 'other';

/** Statuses by which an account is told that there is nothing that it may see. */
const unseen: readonly number[] = [403, 404, 410];

const someText = (value: unknown, holds: (text: string) => boolean): boolean => {
  if (typeof value === 'string') return holds(value);
  if (Array.isArray(value)) return value.some((one) => someText(one, holds));
  return isObject(value) && Object.values(value).some((one) => someText(one, holds));
};

/** A path up to each of its parameters: `/carts/{cart}` and `/carts/{cart}/lines/{line}` of `/carts/{cart}/lines/{line}/note`. */
const itemsAlong = (path: string): readonly string[] =>
  parametersIn(path).map((name) => path.slice(0, path.indexOf(`{${name}}`) + name.length + 2));

export const createAccountViews = (contract: Contract, own: OwnResources): AccountViews => {
  const known = new Map<string, Promise<boolean>>();

  /** The read of what is at a path, with what a request brings for it; undefined where there is none. */
  const readAt = (item: string, { pathValues, headers, query, credential, base }: PlannedRequest): PlannedRequest | undefined => {
    const read = contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, item));
    if (!read) return undefined;
    const needed = read.parameters.filter((one) => one.required && one.in !== 'path');
    const isNeeded = (where: 'header' | 'query', name: string): boolean =>
      needed.some((one) => one.in === where && one.name.toLowerCase() === name.toLowerCase());
    const sent = {
      headers: headers.filter(([name]) => isNeeded('header', name)),
      query: query.filter(([name]) => isNeeded('query', name)),
    };
    if (sent.headers.length + sent.query.length < needed.length) return undefined;
    return asRead(read, item, pathValues, { ...sent, credential, ...(base === undefined ? {} : { base }) });
  };

  const isSureOf = async (item: string, request: PlannedRequest, look: Look): Promise<boolean> => {
    const read = readAt(item, request);
    if (!read) return false;
    const answer = await look(read);
    return isSuccess(answer) ? someText(jsonOf(answer), own.holdsMinted) : unseen.includes(statusOf(answer) ?? 0);
  };

  return {
    async isSure(request, look) {
      const { path, pathValues, base, credential, faults } = request;
      // A check of rights finds out by itself whether an id may name something of the other account.
      if (contract.standard.size === 0 || credential.kind !== 'valid' || faults.some((fault) => aboutCredential.has(fault))) return true;
      if (isHarmless(contract, request)) return true;
      for (const item of itemsAlong(path)) {
        const segments = filledSegments(path, pathValues)?.slice(0, segmentsOf(item).length) ?? [];
        const id = segments.at(-1) ?? '';
        if (!own.isOwn(segments, base) || isOfOther(own.accountOf(segments, base)) === isOfOther(credential.name)) continue;
        if (own.isFresh(id) || isDistinctId(id)) continue;
        const key = JSON.stringify([credential.name, base ?? null, ...segments]);
        const sure = known.get(key) ?? isSureOf(item, request, look);
        known.set(key, sure);
        if (!(await sure)) return false;
      }
      return true;
    },
  };
};

const asRead = (
  read: Operation,
  item: string,
  pathValues: PlannedRequest['pathValues'],
  sent: Pick<PlannedRequest, 'headers' | 'query' | 'credential' | 'base'>,
): PlannedRequest => ({
  ...sent,
  operation: read.key,
  method: 'GET',
  path: read.path,
  pathValues: inPath(
    read.path,
    parametersIn(item).map((name) => pathValues[name] ?? ''),
  ),
  headers: [['accept', 'application/json'], ...sent.headers],
  faults: [],
});

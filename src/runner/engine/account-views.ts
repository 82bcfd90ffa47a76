import { operationWith } from '../../contract/operation.ts';
import { itemOf } from '../../contract/infer/covering.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { isHarmless } from '../../checks/kit/reach.ts';
import { isDistinctId } from '../../checks/subjects/own-texts.ts';
import { filledSegments, inPath, isSamePath, parametersIn } from '../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, statusOf } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { acceptField } from '../../generators/accepted-types.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type CredentialName, type PlannedRequest, holdsValue } from '../../model/request.ts';
import { aboutCredential } from './callers.ts';
import type { OwnResources } from './own-resources.ts';

type Look = (request: PlannedRequest) => Promise<Exchange>;

/** What each account means by the path of a resource: accounts may number their resources each from 1. */
export type AccountViews = {
  /**
   * Does a request mean nothing but the resources of the run that its path and its body name, where another account created these: an id is unlike all others, or a read by the account
   * that asks shows a text of the run, or finds nothing there that could be changed.
   * @param look Sends a read.
   */
  isSure(request: PlannedRequest, look: Look): Promise<boolean> | true;
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

  /** Is what another account created, and a request names, certainly the same for the account that asks. */
  const isNamedSurely = async (item: string, request: PlannedRequest, look: Look): Promise<boolean> => {
    const { pathValues, base, credential } = request;
    const segments = filledSegments(item, pathValues) ?? [];
    const id = segments.at(-1) ?? '';
    const by = credential.kind === 'valid' ? credential.name : undefined;
    if (!own.isOwn(segments, base) || isOfOther(own.accountOf(segments, base)) === isOfOther(by)) return true;
    if (own.isFresh(id) || isDistinctId(id)) return true;
    const key = JSON.stringify([by, base ?? null, ...segments]);
    const sure = known.get(key) ?? isSureOf(item, request, look);
    known.set(key, sure);
    return sure;
  };

  /** What a body names by ids: the path of each, with its value. */
  const namedIn = ({ body }: PlannedRequest, operation: Operation): readonly { readonly item: string; readonly id: string }[] => {
    const visit = (value: unknown, way: readonly string[]): readonly { readonly item: string; readonly id: string }[] => {
      if (Array.isArray(value)) return value.flatMap((one) => visit(one, way));
      if (isObject(value)) return Object.entries(value).flatMap(([name, one]) => visit(one, [...way, name]));
      if (way.length === 0 || (typeof value !== 'string' && typeof value !== 'number')) return [];
      const type = referenceAt(contract, operation, way)?.resourceType;
      const item = type && itemOf(type).path;
      return item === undefined || parametersIn(item).length !== 1 ? [] : [{ item, id: String(value) }];
    };
    return holdsValue(body) ? visit(body.value, []) : [];
  };

  const namesSurely = async (request: PlannedRequest, look: Look): Promise<boolean> => {
    for (const item of itemsAlong(request.path)) if (!(await isNamedSurely(item, request, look))) return false;
    const operation = operationWith(contract, request.operation);
    for (const { item, id } of operation ? namedIn(request, operation) : []) {
      const pathValues = inPath(item, [id]);
      if (!(await isNamedSurely(item, { ...request, path: item, pathValues }, look))) return false;
    }
    return true;
  };

  return {
    isSure(request, look) {
      const { credential, faults } = request;
      // A check of rights finds out by itself whether an id may name something of the other account.
      if (contract.standard.size === 0 || credential.kind !== 'valid' || faults.some((fault) => aboutCredential.has(fault))) return true;
      if ((!isOfOther(credential.name) && !own.hasOf('other')) || isHarmless(contract, request)) return true;
      return namesSurely(request, look);
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
  headers: [['accept', 'application/json'], ...acceptField(read), ...sent.headers],
  faults: [],
});

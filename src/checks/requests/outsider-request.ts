import type { Operation } from '../../contract/model.ts';
import { jsonContent } from '../../generators/json-content.ts';
import { minimalBody } from '../../generators/minimal-body.ts';
import { type Digits, madeUpId } from '../../generators/unknown-id.ts';
import type { PlannedRequest, RequestBody } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';
import { smallRead } from './small-read.ts';
import { freshFor, usableRequest } from './usable-request.ts';

/** Values for the path parameters of an operation that name nothing. */
const madeUpPath = (session: Session, operation: Operation): Readonly<Record<string, string>> => {
  const inPath = operation.parameters.filter((one) => one.in === 'path');
  const digits: Digits = (label, count) => session.hex(label, count);
  return Object.fromEntries(inPath.map((one) => [one.name, madeUpId(session.contract, operation, one, digits)]));
};

/**
 * A request as somebody sends it whose credential is to be refused: a read asks for little, path parameters name
 * nothing, and a body is the minimal one where it can be made, else `{}`.
 */
export const outsiderRequest = (
  session: Session,
  operation: Operation,
  purpose: string,
  body: 'usable' | 'empty-object' = 'usable',
): PlannedRequest => {
  const pathValues = madeUpPath(session, operation);
  if (operation.effect === 'safe' && Object.keys(pathValues).length === 0) return smallRead(session, operation);
  const sent = bodyFor(session, operation, purpose, body);
  return usableRequest(session, operation, purpose, { pathValues, ...(sent ? { body: sent } : {}) });
};

const bodyFor = (session: Session, operation: Operation, purpose: string, body: 'usable' | 'empty-object'): RequestBody | undefined => {
  if (operation.body?.required !== true || !jsonContent(operation.body.content)) return undefined;
  const { contract, target } = session;
  const made = body === 'usable' ? minimalBody(operation, { contract, target, fresh: freshFor(session, purpose) }) : undefined;
  return { kind: 'json', value: made?.kind === 'body' ? made.value : {} };
};

import type { Contract, Operation } from '../../contract/model.ts';
import { minimalBody } from '../../generators/minimal-body.ts';
import { type Digits } from '../../generators/lookalike-id.ts';
import { madeUpId } from '../../generators/unknown-id.ts';
import type { CredentialAlteration, CredentialUse, PlannedRequest, RequestBody } from '../../model/request.ts';
import { NotTried } from '../kit/define.ts';
import type { Session } from '../kit/session.ts';
import { smallRead } from './small-read.ts';
import { makingFor, usableRequest } from './usable-request.ts';
import { askedContent } from '../../contract/asked-content.ts';

/** Values for the path parameters of an operation that name nothing. */
const madeUpPath = (session: Session, operation: Operation): Readonly<Record<string, string>> => {
  const inPath = operation.parameters.filter((one) => one.in === 'path');
  const digits: Digits = (label, count) => session.hex(label, count);
  return Object.fromEntries(
    inPath.map((one) => [one.name, madeUpId(session.contract, operation, one, digits, session.fresh('unknown-id'))]),
  );
};

type BodyKind = 'usable' | 'empty-object';

/**
 * The request of an unauthenticated caller, without its credential: a read has a small answer, path parameters name nothing,
 * and a body is the minimal one where it can be made, else `{}`.
 * @throws {NotTried} when a value in it can only come from the operator.
 */
export const unauthenticatedRequest = (
  session: Session,
  operation: Operation,
  purpose: string,
  body: BodyKind = 'usable',
): PlannedRequest => {
  const pathValues = madeUpPath(session, operation);
  if (operation.effect === 'safe' && Object.keys(pathValues).length === 0) return smallRead(session, operation);
  const sent = bodyFor(session, operation, purpose, body);
  return usableRequest(session, operation, purpose, { pathValues, ...(sent ? { body: sent } : {}) });
};

const bodyFor = (session: Session, operation: Operation, purpose: string, body: BodyKind): RequestBody | undefined => {
  if (operation.body?.required !== true || !askedContent(operation.body)) return undefined;
  const made = body === 'usable' ? minimalBody(operation, makingFor(session, purpose)) : undefined;
  return { kind: 'json', value: made?.kind === 'body' ? made.value : {} };
};

/**
 * A call without a credential that is otherwise correct, as far as it can be made.
 * @throws {NotTried} as {@link unauthenticatedRequest} does.
 */
export const callWithoutCredential = (session: Session, operation: Operation, body?: BodyKind): PlannedRequest => ({
  ...unauthenticatedRequest(session, operation, 'nobody', body),
  credential: { kind: 'none' },
  faults: ['credential-missing'],
});

/** A made-up credential, one made up in the printed form, or a real one that is altered in one way. */
export type UnknownCredential = 'made-up' | 'as-printed' | CredentialAlteration;

/**
 * A call with a credential that the server never issued. A body is complete where the created resource could be removed, else `{}`.
 * @throws {NotTried} as {@link unauthenticatedRequest} does, and where the credential needs a printed form and none is printed.
 */
export const callWithUnknownCredential = (session: Session, operation: Operation, form: UnknownCredential): PlannedRequest => ({
  ...unauthenticatedRequest(session, operation, 'stranger', operation.effect === 'creates-permanently' ? 'empty-object' : 'usable'),
  credential: unknownCredential(session, form),
  faults: ['credential-invalid'],
});

const digits = 32;

const unknownCredential = (session: Session, form: UnknownCredential): CredentialUse => {
  switch (form) {
    case 'made-up':
      return { kind: 'made-up', value: `ct_invalid_${session.hex('unknown-credential', digits)}` };
    case 'as-printed': {
      const prefix = printedPrefix(session.contract);
      if (prefix === undefined) throw new NotTried('not-applicable', 'The documentation prints no form of a credential');
      return { kind: 'made-up', value: `${prefix}${session.hex('credential-as-printed', digits)}` };
    }
    default:
      return { kind: 'altered', name: 'key', form };
  }
};

/** The prefix of the printed form of a live credential; undefined where none is printed, or it begins with no plain text. */
export const printedPrefix = ({ conventions: { auth } }: Contract): string | undefined => {
  const [, prefix] = /^\^([A-Za-z0-9_-]+)(?![*?+{A-Za-z0-9_-])/.exec(auth?.forms?.live?.pattern ?? '') ?? [];
  return prefix;
};

/** The form of a made-up credential that a server most likely looks up: the printed one, where there is one. */
export const likeliestForm = (contract: Contract): 'made-up' | 'as-printed' =>
  printedPrefix(contract) === undefined ? 'made-up' : 'as-printed';

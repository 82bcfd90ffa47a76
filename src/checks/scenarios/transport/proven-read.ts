import { headerValues, isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { Target } from '../../../model/target.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { isDeclaredSuccess, isRedirect } from '../../kit/success.ts';
import { underVersion } from '../../requests/under-version.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { plainRead } from '../calls/reads.ts';

/** A form of a plain read that the documentation does not print: under another version or none, with or without a slash at the end, or with the scheme name in small letters. */
export type OtherForm =
  | { readonly kind: 'version'; readonly segment: string | null }
  | { readonly kind: 'slash' }
  | { readonly kind: 'small-scheme' };

/** A read in another form, and the evidence that the service checks its credential. */
export type ProvenRead = {
  readonly served: Exchange;
  /** The same with a made-up credential; undefined where the first was refused. */
  readonly unauthenticated: Exchange | undefined;
};

type Parameters = { readonly operation: string; readonly form: OtherForm };

/** A plain read in another form and, where it succeeds, the same with a made-up credential. */
export const provenRead = defineScenario<Parameters, ProvenRead>({
  id: 'proven-read',
  async run(session, { operation, form }) {
    const plain = usableRequest(session, operationOf(session.contract, operation), 'plain');
    const served = await session.send(formed(session, plain, form));
    return { served, unauthenticated: isSuccess(served) ? await session.send(strange(session, plain, form)) : undefined };
  },
});

const formed = ({ contract }: Session, plain: PlannedRequest, form: OtherForm): PlannedRequest => {
  switch (form.kind) {
    case 'version':
      return underVersion(contract, plain, form.segment);
    case 'slash':
      return { ...plain, operation: null, path: plain.path.endsWith('/') ? plain.path.replace(/\/+$/, '') : `${plain.path}/` };
    case 'small-scheme':
      return { ...plain, credential: { kind: 'misplaced', name: 'key', form: 'lower-case-scheme' }, faults: ['credential-misplaced'] };
  }
};

const strange = (session: Session, plain: PlannedRequest, form: OtherForm): PlannedRequest => {
  const value = `ct_invalid_${session.hex('proven-read', 32)}`;
  const unauthenticated: PlannedRequest = { ...plain, credential: { kind: 'made-up', value }, faults: ['credential-invalid'] };
  if (form.kind !== 'small-scheme') return formed(session, unauthenticated, form);
  return { ...unauthenticated, credential: { kind: 'none' }, headers: [...plain.headers, ['Authorization', `bearer ${value}`]] };
};

/** Statuses about the moment and not about the caller. */
const passing = [408, 429];

/**
 * Does the documented service answer, and is the credential valid: a read gives its documented success and JSON, and the same with a
 * made-up credential is refused. A public page, or a service that accepts every caller, proves neither.
 */
export const isProven = (operation: Operation, { served, unauthenticated }: ProvenRead): boolean => {
  const body = jsonOf(served);
  const errorResponse = (unauthenticated && statusOf(unauthenticated)) ?? 0;
  const isRefused = errorResponse >= 400 && errorResponse < 500 && !passing.includes(errorResponse);
  return isDeclaredSuccess(operation, served) && (isObject(body) || Array.isArray(body)) && isRefused;
};

/** The exchanges of a proof, the one that shows it first. */
export const proofOf = ({ served, unauthenticated }: ProvenRead) => (unauthenticated ? [served, unauthenticated] : [served]);

/** A plain read and, where it is redirected to another form of itself, that form. */
export type RedirectedRead = { readonly plain: Exchange; readonly behind: ProvenRead | undefined };

/**
 * A plain read, and the read that its redirect leads to.
 * @param formBehind The form of the read to which a redirect between two paths of the same origin leads; undefined where it leads to something else.
 */
export const redirectedRead = async (
  session: Session,
  { key: operation }: Operation,
  formBehind: (from: string, to: string) => OtherForm | undefined,
): Promise<RedirectedRead> => {
  const plain = await session.run(plainRead, { operation });
  const to = isRedirect(plain) ? redirectPath(plain, session.target) : undefined;
  const form = to === undefined ? undefined : formBehind(plain.sent.target.replace(/\?.*$/, ''), to);
  return { plain, behind: form && (await session.run(provenRead, { operation, form })) };
};

/** The path of a redirect on the same origin; undefined where it leads elsewhere, or cannot be read. */
const redirectPath = (exchange: Exchange, { baseUrl }: Target): string | undefined => {
  const { origin } = new URL(baseUrl);
  const [location] = headerValues(exchange, 'Location');
  const asked = `${origin}${exchange.sent.target}`;
  if (location === undefined || !URL.canParse(location, asked)) return undefined;
  const url = new URL(location, asked);
  return url.origin === origin ? url.pathname : undefined;
};

import type { Operation } from '../../contract/model.ts';
import type { Fault, PlannedRequest } from '../../model/request.ts';
import type { OAuthSecretName } from '../../model/target.ts';
import { NotTried } from '../kit/define.ts';
import type { Session } from '../kit/session.ts';
import { formType } from '../subjects/token-operation.ts';

/** A value of a form: in clear, or a secret of the operator by its name. */
type FormValue = string | { readonly secret: OAuthSecretName };

export type TokenForm = {
  readonly grantType?: string;
  /** Undefined where the form has none. */
  readonly code: FormValue | undefined;
  readonly clientSecret?: FormValue;
  readonly redirectUri?: string;
  readonly faults?: readonly Fault[];
};

/** A request for a token (RFC 6749 section 4.1.3); what `form` leaves out is correct. */
export const tokenRequest = ({ target: { oauth } }: Pick<Session, 'target'>, operation: Operation, form: TokenForm): PlannedRequest => {
  const { clientId = '', redirectUri = '', path = operation.path } = oauth ?? {};
  const fields: readonly (readonly [string, FormValue | undefined])[] = [
    ['grant_type', form.grantType ?? 'authorization_code'],
    ['code', form.code],
    ['client_id', clientId],
    ['client_secret', form.clientSecret ?? { secret: 'oauth-client-secret' }],
    ['redirect_uri', form.redirectUri ?? redirectUri],
  ];
  const written = fields.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${typeof value === 'string' ? encodeURIComponent(value) : `[${value.secret}]`}`],
  );
  return {
    operation: operation.key,
    method: operation.method,
    base: { kind: 'named', name: 'auth' },
    path,
    pathValues: {},
    query: [],
    headers: [],
    body: { kind: 'text', text: written.join('&'), mediaType: formType },
    credential: { kind: 'none' },
    faults: form.faults ?? [],
  };
};

/** The token request with the first code of the operator: it ought to succeed. */
export const tokenExchange = (session: Session, operation: Operation): PlannedRequest =>
  tokenRequest(session, operation, { code: { secret: 'oauth-code-1' } });

/**
 * A token request without a code.
 * @throws {NotTried} where the operator gives no client, or no address that issues tokens.
 */
export const codelessExchange = (session: Session, operation: Operation): PlannedRequest => {
  const { oauth, urls } = session.target;
  if (!oauth || urls.auth === undefined) throw new NotTried('missing-prerequisite', 'oauth, a client for the token request, is needed');
  return tokenRequest(session, operation, { code: undefined, faults: ['member-missing'] });
};

/** A code that the server never gave. */
export const madeUpCode = (session: Session, label: string): string => `ct_invalid_${session.hex(`code-${label}`, 32)}`;

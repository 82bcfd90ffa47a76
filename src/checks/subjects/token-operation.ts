import type { Contract, Operation } from '../../contract/model.ts';
import type { Fault, PlannedRequest } from '../../model/request.ts';
import type { OAuthSecretName, Target } from '../../model/target.ts';
import type { Need, Surroundings } from '../kit/define.ts';

const formType = 'application/x-www-form-urlencoded';

/** Does an operation give an access token for a form, to whoever has no other credential (RFC 6749 section 4.1.3). */
export const isTokenOperation = ({ method, issues, secured, body }: Operation): boolean =>
  method === 'POST' && issues === true && !secured && (body?.content ?? []).some(({ mediaType }) => mediaType === formType);

/** Operations that give an access token for an authorization code. */
export const tokenOperations = ({ operations }: Contract): Operation[] => operations.filter(isTokenOperation);

/** What it takes to exchange a code; `codes`: how many must be given. */
export const tokenNeeds = ({ target }: Pick<Surroundings, 'target'>, codes: number): Need[] => {
  const permissions = (['mutation', 'issue-credential'] as const).map((permission): Need => ({ kind: 'permission', permission }));
  const config = (path: string, sentence: string): Need => ({ kind: 'config', path, sentence });
  if (target.urls.auth === undefined) return [...permissions, config('urls.auth', 'the address that issues tokens')];
  if (target.oauth === undefined) return [...permissions, config('oauth', 'a client, with its secret and a redirect address')];
  if (target.oauth.codes < codes)
    return [...permissions, config('oauth.codes', `${codes} authorization codes, of which each is good once`)];
  return permissions;
};

/** A value of a form: in clear, or a secret of the operator by its name. */
export type FormValue = string | { readonly secret: OAuthSecretName };

export type TokenForm = {
  readonly grantType?: string;
  /** Undefined: the form has none. */
  readonly code: FormValue | undefined;
  readonly clientSecret?: FormValue;
  readonly redirectUri?: string;
  readonly faults?: readonly Fault[];
};

/** An exchange of a code, as RFC 6749 section 4.1.3 has it; what is not said is as it ought to be. */
export const tokenRequest = (operation: Operation, { oauth }: Pick<Target, 'oauth'>, form: TokenForm): PlannedRequest => {
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

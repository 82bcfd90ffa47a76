import { keyScheme } from '../../contract/credential-placement.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { openReads } from '../../contract/operation.ts';
import { below } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type ProbePrerequisite, type Surroundings } from '../kit/define.ts';
import { bearerSchemes } from './bearer-schemes.ts';
import type { JudgedOperation } from './secured-operations.ts';

/** The media type of a token request (RFC 6749 section 4.1.3). */
export const formType = 'application/x-www-form-urlencoded';

/** Does an operation give an access token for a form, without another credential (RFC 6749 section 4.1.3). */
export const isTokenOperation = ({ method, issues, secured, body }: Operation): boolean =>
  method === 'POST' && issues === true && !secured && (body?.content ?? []).some(({ mediaType }) => mediaType === formType);

/** Operations that give an access token for an authorization code. */
export const tokenOperations = ({ operations }: Contract): JudgedOperation[] =>
  operations.filter(isTokenOperation).map((operation) => at(operation.location, { operation }));

/** The prerequisites for exchanging authorization codes. `codes`: how many are needed. */
export const tokenPrerequisites = ({ target }: Pick<Surroundings, 'target'>, codes: number): ProbePrerequisite[] => {
  const permissions = (['mutation', 'issue-credential'] as const).map((permission): ProbePrerequisite => ({
    kind: 'permission',
    permission,
  }));
  const config = (path: string, sentence: string): ProbePrerequisite => ({ kind: 'config', path, sentence });
  if (target.urls.auth === undefined) return [...permissions, config('urls.auth', 'the address that issues tokens')];
  if (target.oauth === undefined) return [...permissions, config('oauth', 'a client, with its secret and a redirect address')];
  if (target.oauth.codes < codes)
    return [...permissions, config('oauth.codes', `${codes} authorization codes, each of which can be used once`)];
  return permissions;
};

/** Bearer schemes other than that of the key, at the reads that need nothing else. */
export const tokenSchemes = (contract: Contract): JudgedOperation[] => {
  if (tokenOperations(contract).length === 0) return [];
  const first = keyScheme(contract.document);
  const own = first === undefined ? undefined : below('#', 'components', 'securitySchemes', first);
  return openReads(contract)
    .flatMap((operation) => bearerSchemes(contract, operation))
    .filter(({ location }) => nodeOf(location) !== own);
};

/** Reads that accept an access token, in the order of the document. */
export const readsForToken = (contract: Contract): Operation[] => {
  const keys = new Set(tokenSchemes(contract).map(({ operation }) => operation.key));
  return contract.operations.filter(({ key }) => keys.has(key));
};

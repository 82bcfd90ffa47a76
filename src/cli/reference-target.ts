import type { ResolvedTarget } from '../config/resolve-target.ts';
import { UsageError } from '../config/usage-error.ts';
import { loadContract } from '../contract/load.ts';
import { credentialNames } from '../model/request.ts';
import { oauthCodeNames, type Secrets } from '../model/target.ts';
import type { Reference } from '../reference/index.ts';
import { contractFacts } from './contract-facts.ts';

/** The secrets of an OAuth client, by their names among the secrets of a target. */
const oauthSecrets = ({ clientSecret, codes }: NonNullable<Reference['oauth']>): Secrets => ({
  'oauth-client-secret': clientSecret,
  ...Object.fromEntries(oauthCodeNames.slice(0, codes.length).map((name, n) => [name, codes[n]])),
});

/** A reference as a target. It holds nothing to protect, so almost every permission is given. */
export const referenceTarget = async (vendor: string, reference: Reference): Promise<ResolvedTarget> => {
  const { url, urls, credentials, fixtures, quota, durations, plan, oauth } = reference;
  const known = contractFacts(await loadContract(vendor)).durations;
  const secrets: Secrets = {
    ...Object.fromEntries(credentialNames.flatMap((name) => (credentials[name] === undefined ? [] : [[name, credentials[name]]]))),
    ...(oauth === undefined ? {} : oauthSecrets(oauth)),
  };
  return {
    target: {
      name: vendor,
      contract: vendor,
      baseUrl: url,
      urls,
      credentials: credentialNames.filter((name) => credentials[name] !== undefined),
      ...(plan === undefined ? {} : { plan }),
      ...(oauth === undefined
        ? {}
        : {
            oauth: {
              clientId: oauth.clientId,
              redirectUri: oauth.redirectUri,
              codes: Math.min(oauth.codes.length, oauthCodeNames.length),
            },
          }),
      quota: { ...quota, exclusive: true },
      flood: { maxRequests: 2500 },
      maxCreates: 12,
      allow: ['mutation', 'permanent', 'issue-credential', 'flood', 'slow', 'plaintext'],
      fixtures,
      // The references are quick, so a run need not wait as long as for a real service.
      durations: {
        'created.listed': 1,
        'created.settled': 6,
        'action.through': 4,
        'action.done': 6,
        'updated.shown': 0.5,
        'removed.gone': 2,
        'removed.settled': 0.5,
        'stream.listened': 2,
        'stream.open': 1.5,
        ...Object.fromEntries(Object.entries(durations).filter(([name]) => known.includes(name))),
      },
      values: {},
      http: { timeoutMs: 30_000, headers: {} },
    },
    secrets,
    complaint: (path, text) => new UsageError(`Cannot judge the reference of "${vendor}": ${path.join('.')} ${text}`),
  };
};

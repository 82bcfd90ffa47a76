import { stringify } from 'yaml';
import { oauthCodeNames } from '../model/target.ts';
import type { Reference } from '../reference/index.ts';
import { referenceTarget } from './reference-target.ts';

const heading = (target: string): string =>
  `# The reference that assay serve runs. Save this as assay.config.yaml, then: assay run ${target}
# Its keys are made at each start, and of no use anywhere else.
`;

/** A config (YAML) by which `assay run` judges a reference that is served: every key and fixture, and the permissions of `assay demo`. */
export const servedConfig = async (vendor: string, reference: Reference): Promise<string> => {
  const { target, secrets } = await referenceTarget(vendor, reference);
  const { contract, baseUrl, urls, credentials, plan, oauth, quota, maxCreates, allow, fixtures, durations } = target;
  const name = `${vendor}-reference`;
  const codes = oauthCodeNames.flatMap((code) => secrets[code] ?? []);
  return (
    heading(name) +
    stringify(
      {
        targets: {
          [name]: {
            contract,
            baseUrl,
            ...(Object.keys(urls).length === 0 ? {} : { urls }),
            credentials: Object.fromEntries(credentials.map((role) => [role, secrets[role]])),
            ...(oauth === undefined
              ? {}
              : {
                  oauth: { clientId: oauth.clientId, clientSecret: secrets['oauth-client-secret'], redirectUri: oauth.redirectUri, codes },
                }),
            ...(plan === undefined ? {} : { plan }),
            quota,
            maxCreates,
            allow,
            fixtures,
            durations,
            ...(reference.ca === undefined ? {} : { http: { ca: reference.ca } }),
          },
        },
      },
      { lineWidth: 0 },
    )
  );
};

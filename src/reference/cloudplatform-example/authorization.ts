import { freshKey } from '../kit/credentials.ts';
import type { KeyRing } from '../kit/keys.ts';
import { tokenListener } from '../kit/oauth-token.ts';
import type { OpenedVendor } from '../vendor.ts';
import type { Account } from './account.ts';
import type { Settings } from './settings.ts';

const tokenSeconds = 3600;
/** How many codes the user has granted at the start. */
const codeCount = 12;

/** The authorization server of the platform, on a port of its own: it exchanges codes of one client for tokens of one user. */
export const authorizationServer = (
  keys: KeyRing<Account>,
  account: Account,
  { tokenForm, tokenPath, tokenChecks, tokenLayers }: Settings,
): Required<Pick<OpenedVendor, 'authListener' | 'oauth'>> => {
  const client = { id: 'client-of-the-examples', secret: freshKey(), redirectUri: 'https://app.example.com/callback' };
  const codes = Array.from({ length: codeCount }, freshKey);
  const grant = { clientId: client.id, redirectUri: client.redirectUri };
  return {
    authListener: tokenListener({
      path: tokenPath,
      clients: [client],
      codes: Object.fromEntries(codes.map((code) => [code, grant])),
      issue: () => keys.issue(tokenForm, { accounts: { live: account }, kind: 'token', endsAtMs: Date.now() + tokenSeconds * 1000 }).secret,
      revoke: keys.revoke,
      expiresInSeconds: tokenSeconds,
      checks: tokenChecks,
      extra: [tokenLayers],
    }),
    oauth: { tokenPath: '/oauth/token', clientId: client.id, clientSecret: client.secret, redirectUri: client.redirectUri, codes },
  };
};

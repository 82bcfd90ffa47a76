import type { KeyRing } from '../kit/keys.ts';
import { keyForm, openKeys } from '../kit/keys.ts';
import type { Account } from './account.ts';
import type { Settings } from './settings.ts';

const live = keyForm('sk_live_', 32);
const test = keyForm('sk_test_', 32);

/** Fresh keys by the names of a target's credentials. */
export const keysOf = (
  { own, other, sandbox }: Readonly<Record<'own' | 'other' | 'sandbox', Account>>,
  { sandboxKey }: Pick<Settings, 'sandboxKey'>,
): KeyRing<Account> => {
  const accounts = { live: own, ...(sandboxKey === 'same' && { sandbox }) };
  return openKeys<Account>({
    key: { form: live, accounts },
    second: { form: live, accounts },
    other: { form: live, accounts: { live: other } },
    restricted: { form: live, accounts, scopes: ['read'] },
    revoked: { form: live, accounts, ended: 'revoked' },
    expired: { form: live, accounts, ended: 'expired' },
    ...(sandboxKey === 'own' && { test: { form: test, accounts: { sandbox } } }),
  });
};

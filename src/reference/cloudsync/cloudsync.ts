import { openKeys } from '../kit/keys.ts';
import { makeVendor } from '../kit/make-vendor.ts';
import { openService, serviceListener } from '../kit/service.ts';
import type { Account, Reason, State } from './call.ts';
import { basePath, standardDurations } from './call.ts';
import { defects } from './defects/defects.ts';
import { plainListener } from './plain-calls.ts';
import { routes } from './routes.ts';
import type { Settings } from './settings.ts';
import { standardSettings } from './settings.ts';
import { openAccount } from './initial-data.ts';
import { variants } from './variants.ts';

/** CloudSync Solutions API v2. */
export const cloudsync = makeVendor<State, Settings>({
  title: 'CloudSync Solutions API v2',
  plan: 'standard',
  defects,
  variants,
  settings: standardSettings,
  items: 'instances',
  durations: standardDurations,
  open: (settings, { quota, seed, durations, secureOrigin }, extra) => {
    // The answer to a creation never shows an active instance, however quick this server is.
    const activeSeconds = Math.max(0.001, durations['instance.active'] ?? standardDurations['instance.active']);
    const own = openAccount(settings, seed, settings.instances, activeSeconds);
    const other = openAccount(settings, seed + 1_000_003, 5, activeSeconds);
    const form = settings.keys;
    const keys = openKeys<Account>({
      key: { form, accounts: { live: own } },
      second: { form, accounts: { live: own } },
      restricted: { form, accounts: { live: own }, scopes: ['read'] },
      other: { form, accounts: { live: other } },
      revoked: { form, accounts: { live: own }, ended: 'revoked' },
    });
    const service = openService<Account, Settings>({ settings, quota, accounts: { own, other }, keys });
    const { errorBody } = settings;
    const listener = serviceListener<Account, Settings, Reason>(service, own, {
      environment: 'live',
      basePath,
      routes: routes(settings),
      errorBody,
      extra,
    });
    return { listener, plainListener: plainListener(settings, listener, secureOrigin), basePath, credentials: keys.secrets, fixtures: {} };
  },
});

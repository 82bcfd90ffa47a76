import { openKeys } from '../kit/keys.ts';
import { makeVendor } from '../kit/make-vendor.ts';
import { plainHttp } from '../kit/plain-http.ts';
import { openService, serviceListener } from '../kit/service.ts';
import type { Account } from './account.ts';
import { openAccount } from './account.ts';
import { authorizationServer } from './authorization.ts';
import type { Reason, State } from './call.ts';
import { basePath } from './call.ts';
import { defects } from './defects/defects.ts';
import { operations } from './operations.ts';
import type { Settings } from './settings.ts';
import { standardSettings } from './settings.ts';
import { initialProjects } from './initial-data.ts';
import { variants } from './variants/variants.ts';

/** Cloud API Platform: projects, their keys and their usage. */
export const cloudplatformExample = makeVendor<State, Settings>({
  title: 'Cloud API Platform',
  plan: 'default',
  defects,
  variants,
  settings: standardSettings,
  items: 'projects',
  durations: {},
  open: (settings, { quota, seed, secureOrigin }, extra) => {
    const { ids, lag, initialIds, keyForm: form } = settings;
    const own = openAccount({
      seed: seed * 2,
      user: { name: 'Ada Example', email: 'ada@example.com' },
      ids,
      lag,
      initial: initialProjects(settings.projects, initialIds),
    });
    const other = openAccount({
      seed: seed * 2 + 1,
      user: { name: 'Grace Example', email: 'grace@example.com' },
      ids,
      lag,
      initial: initialProjects(settings.otherProjects, 'fresh'),
    });
    const live = own;
    const keys = openKeys<Account>({
      key: { form, accounts: { live } },
      second: { form, accounts: { live } },
      other: { form, accounts: { live: other } },
      revoked: { form, accounts: { live }, ended: 'revoked' },
      expired: { form, accounts: { live }, ended: 'expired' },
    });
    const service = openService({ settings, quota, accounts: { own, other }, keys });
    const listener = serviceListener<Account, Settings, Reason>(service, own, {
      environment: 'live',
      basePath,
      routes: operations(settings),
      errorBody: settings.errorBody,
      extra,
    });
    const [first] = own.projects.everything;
    return {
      listener,
      plainListener: plainHttp(settings.plainHttp, listener, secureOrigin),
      ...authorizationServer(keys, own, settings),
      basePath,
      credentials: keys.secrets,
      fixtures: first === undefined ? {} : { projectId: first.id },
    };
  },
});

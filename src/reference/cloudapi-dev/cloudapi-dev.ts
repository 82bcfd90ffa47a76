import { keyForm, openKeys } from '../kit/keys.ts';
import type { KeyPlan } from '../kit/keys.ts';
import { makeVendor } from '../kit/make-vendor.ts';
import { plainHttp } from '../kit/plain-http.ts';
import { openService, serviceListener } from '../kit/service.ts';
import { statusOf } from '../kit/store.ts';
import type { Webhooks } from '../kit/webhooks.ts';
import { openWebhooks } from '../kit/webhooks.ts';
import type { OpenOptions } from '../vendor.ts';
import type { Account, Deployment } from './account.ts';
import type { Reason, State } from './call.ts';
import { defects } from './defects/defects.ts';
import { errorBody } from './error-body.ts';
import { routesOf } from './routes.ts';
import type { Settings } from './settings.ts';
import { standardSettings } from './settings.ts';
import type { Amounts } from './initial-data.ts';
import { openAccount } from './initial-data.ts';
import { variants } from './variants.ts';

type Accounts = { readonly own: Account; readonly other: Account; readonly sandbox: Account };

const few: Amounts = { projects: 5, deployments: 8, logs: 10 };

const openAccounts = (settings: Settings, { seed, durations }: OpenOptions, webhooks: Webhooks): Accounts => {
  const times = {
    creating: durations['project.creating'] ?? 0,
    queued: durations['deployment.queued'] ?? 0,
    building: durations['deployment.building'] ?? 0,
    logged: durations['log.interval'] ?? 1,
  };
  const { seeded } = settings;
  const sandboxAmounts = { projects: seeded, deployments: seeded * 2, logs: seeded * 3 };
  const own = openAccount(settings, seed, settings, { times, emit: webhooks.emit });
  // The endpoint belongs to one account, so events of the other account are sent to nobody.
  const other = openAccount(settings, seed + 1_000_003, few, { times, emit: () => undefined });
  const sandbox = openAccount(settings, seed + 2_000_003, sandboxAmounts, { times, emit: webhooks.emit });
  return { own, other, sandbox };
};

const keyPlan = ({ own, other, sandbox }: Accounts): KeyPlan<Account> => {
  const form = keyForm('sk_live_', 24);
  const testForm = keyForm('sk_test_', 24);
  return {
    key: { form, accounts: { live: own } },
    second: { form, accounts: { live: own } },
    other: { form, accounts: { live: other } },
    restricted: { form, accounts: { live: own }, scopes: ['read'] },
    revoked: { form, accounts: { live: own }, ended: 'revoked' },
    expired: { form, accounts: { live: own }, ended: 'expired' },
    flood: { form, accounts: { live: own } },
    plain: { form, accounts: { live: own } },
    test: { form: testForm, accounts: { sandbox } },
  };
};

const webhooksOf = ({ webhook }: Settings, durations: OpenOptions['durations']): Webhooks => {
  const { retryDelays, timeout, ...rest } = webhook;
  const retryScale = (durations['webhook.retry'] ?? 60) / 60;
  const timeoutScale = (durations['webhook.timeout'] ?? 10) / 10;
  return openWebhooks({
    ...rest,
    retryDelaysSeconds: retryDelays.map((delay) => delay * retryScale),
    timeoutSeconds: timeout * timeoutScale,
  });
};

/** An active project with deployments, a commit for another deployment, and a deployment with an earlier release. */
const fixturesOf = ({ projects, deployments }: Account): Readonly<Record<string, string>> => {
  const nowMs = Date.now();
  const hasBefore = ({ sequence, data }: Deployment): boolean =>
    deployments.everything.some((one) => one.sequence < sequence && one.data.projectId === data.projectId);
  const project = projects.everything.findLast((one) => statusOf(one, nowMs) === 'active');
  const deployment = deployments.everything.findLast((one) => statusOf(one, nowMs) === 'succeeded' && hasBefore(one));
  return {
    commit: 'a1b2c3d',
    ...(project !== undefined && { projectId: project.id }),
    ...(deployment !== undefined && { deploymentId: deployment.id }),
  };
};

/** The Cloud API, as its documentation 2.4 describes version 1. Its base URL is an origin: paths carry the version. */
export const cloudapiDev = makeVendor<State, Settings>({
  title: 'The Cloud API, version 1',
  plan: 'default',
  defects,
  variants,
  items: 'projects',
  durations: {
    'project.creating': 0.3,
    'deployment.queued': 0.1,
    'deployment.building': 0.2,
    'log.interval': 0.2,
    'webhook.retry': 0.6,
    'webhook.timeout': 1,
  },
  settings: standardSettings,
  open: (settings, options, extra) => {
    const webhooks = webhooksOf(settings, options.durations);
    const accounts = openAccounts(settings, options, webhooks);
    const keys = openKeys(keyPlan(accounts));
    const service = openService({ settings, quota: options.quota, accounts, keys });
    const base = { basePath: '', routes: routesOf(settings), errorBody, extra };
    const listener = serviceListener<Account, Settings, Reason>(service, accounts.own, { ...base, environment: 'live' });
    return {
      listener,
      sandboxListener: serviceListener<Account, Settings, Reason>(service, accounts.sandbox, { ...base, environment: 'sandbox' }),
      plainListener: plainHttp(settings.plainHttp, listener, options.secureOrigin),
      basePath: '',
      credentials: keys.secrets,
      fixtures: fixturesOf(accounts.own),
      deliverTo: webhooks.deliverTo,
      stop: webhooks.stop,
    };
  },
});

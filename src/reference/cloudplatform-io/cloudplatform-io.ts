import { makeVendor } from '../kit/make-vendor.ts';
import { plainHttp } from '../kit/plain-http.ts';
import { openService, serviceListener } from '../kit/service.ts';
import { openWebhooks, scaledDelays } from '../kit/webhooks.ts';
import type { Account, AccountPlan } from './account.ts';
import { openAccount } from './account.ts';
import type { Reason, State } from './call.ts';
import { basePath } from './call.ts';
import { defects } from './defects/defects.ts';
import { keysOf } from './keys.ts';
import { operations } from './operations.ts';
import { sandboxLayers } from './sandbox.ts';
import type { Settings } from './settings.ts';
import { standardSettings } from './settings.ts';
import { olderData, productionData, sandboxData } from './initial-data.ts';
import { variants } from './variants/variants.ts';
import { documentedDelaysSeconds } from './webhook-settings.ts';

/** How long the receiver of a webhook may take to answer. */
const answerSeconds = 10;

const retryDelays = (delaysSeconds: readonly number[], firstSeconds: number): readonly number[] => {
  const scale = firstSeconds / documentedDelaysSeconds[0];
  const [first, ...later] = delaysSeconds;
  return first === undefined ? [] : scaledDelays([first, ...later], first * scale);
};

/** Cloud API Platform v1. */
export const cloudplatformIo = makeVendor<State, Settings>({
  title: 'Cloud API Platform v1',
  plan: 'free',
  defects,
  variants,
  settings: standardSettings,
  items: 'resources',
  durations: { 'resource.provisioning': 0.3, 'webhook.retry': 0.2, 'sandbox.reset': 86_400 },
  open: (settings, { quota, seed, durations, secureOrigin }, extra) => {
    const { delaysSeconds, created: _created, event: _event, ...rules } = settings.webhooks;
    const webhooks = openWebhooks({
      ...rules,
      retryDelaysSeconds: retryDelays(delaysSeconds, durations['webhook.retry'] ?? 60),
      timeoutSeconds: answerSeconds,
    });
    const account = (initial: AccountPlan['initial'], number: number, endpoint?: AccountPlan['webhooks']): Account =>
      openAccount({
        seed: seed * 3 + number,
        ids: settings.ids,
        lag: settings.lag,
        provisioningSeconds: durations['resource.provisioning'] ?? 0,
        webhooks: endpoint,
        initial,
      });
    const accounts = {
      own: account(() => productionData(settings.resources), 0, webhooks),
      other: account(() => olderData(settings.otherResources), 1),
      sandbox: account(
        (nowMs) => (settings.sandboxDates === 'old' ? olderData(settings.sandboxResources) : sandboxData(settings.sandboxResources, nowMs)),
        2,
      ),
    };
    const keys = keysOf(accounts, settings);
    const service = openService({ settings, quota, accounts, keys });
    const base = { basePath, routes: operations(settings), errorBody: settings.errorBody };
    const listener = serviceListener<Account, Settings, Reason>(service, accounts.own, { ...base, extra, environment: 'live' });
    const sandbox = sandboxLayers(durations['sandbox.reset'] ?? 86_400);
    const inUse = accounts.own.resources.everything.find(({ data }) => data.isInUse);
    return {
      listener,
      sandboxListener: serviceListener<Account, Settings, Reason>(service, accounts.sandbox, {
        ...base,
        extra: [...extra, sandbox],
        environment: 'sandbox',
      }),
      plainListener: plainHttp(settings.plainHttp, listener, secureOrigin),
      deliverTo: webhooks.deliverTo,
      stop: webhooks.stop,
      basePath,
      credentials: keys.secrets,
      fixtures: inUse === undefined ? {} : { inUseResourceId: inUse.id },
    };
  },
});

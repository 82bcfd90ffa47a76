import { makeVendor } from '../kit/make-vendor.ts';
import { plainHttp } from '../kit/plain-http.ts';
import { nexusListener } from './application.ts';
import type { CallState } from './call.ts';
import { basePath } from './call.ts';
import { standardDurations } from './cloud.ts';
import { defects } from './defects/defects.ts';
import { fixturesOf } from './fixtures.ts';
import { plainManners } from './plain-http.ts';
import { openService } from './service.ts';
import type { Settings } from './settings.ts';
import { standardSettings } from './settings.ts';
import { variants } from './variants.ts';

/** CloudNexus REST API v2. */
export const cloudnexus = makeVendor<CallState, Settings>({
  title: 'CloudNexus REST API v2',
  defects,
  variants,
  settings: standardSettings,
  items: 'instances',
  plan: 'pro',
  durations: standardDurations,
  open: (settings, options, extra) => {
    const service = openService(settings, options);
    const listener = nexusListener(service, extra);
    return {
      listener,
      plainListener: plainHttp(plainManners[settings.plainHttp], listener, options.secureOrigin),
      basePath,
      credentials: service.keys,
      fixtures: fixturesOf(service.accounts.own),
    };
  },
});

import type { Vendor } from '../vendor.ts';
import { application } from './application.ts';
import { basePath } from './call.ts';
import { standardDurations } from './cloud.ts';
import { defects } from './defects/defects.ts';
import type { Departure } from './departure.ts';
import { fixturesOf } from './fixtures.ts';
import { plainHttp } from './plain-http.ts';
import { openService } from './service.ts';
import type { Settings } from './settings.ts';
import { standardSettings } from './settings.ts';
import { variants } from './variants.ts';

/** CloudNexus REST API v2. */
export const cloudnexus: Vendor = {
  title: 'CloudNexus REST API v2',
  defects,
  variants,
  plan: 'pro',
  durations: Object.keys(standardDurations),
  open: (options) => {
    const variant: Departure | undefined = options.variant === undefined ? undefined : variants[options.variant];
    const defect: Departure | undefined = options.defect === undefined ? undefined : defects[options.defect];
    const settings: Settings = {
      ...standardSettings,
      ...variant?.settings,
      ...defect?.settings,
      ...(options.items !== undefined && { instances: options.items }),
    };
    const service = openService(settings, options);
    const listener = application(service, [variant, defect]);
    return {
      listener,
      plainListener: plainHttp(settings.plainHttp, listener),
      basePath,
      credentials: service.keys,
      fixtures: fixturesOf(service.accounts.own),
    };
  },
};

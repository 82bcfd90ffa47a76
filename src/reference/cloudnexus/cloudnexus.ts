import type { Vendor } from '../vendor.ts';
import { application } from './application.ts';
import { basePath } from './call.ts';
import { openCloud, standardDurations } from './cloud.ts';
import { defects } from './defects/defects.ts';
import type { Departure } from './departure.ts';
import type { Settings } from './settings.ts';
import { standardSettings } from './settings.ts';
import { variants } from './variants.ts';

/** CloudNexus REST API v2. */
export const cloudnexus: Vendor = {
  title: 'CloudNexus REST API v2',
  defects,
  variants,
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
    const cloud = openCloud(settings, options);
    return {
      listener: application(cloud, [variant, defect]),
      basePath,
      credentials: cloud.keys,
      fixtures: { image: 'ubuntu-22-04' },
    };
  },
};

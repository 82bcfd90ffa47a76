import { cloudapiDev } from './cloudapi-dev/cloudapi-dev.ts';
import { cloudnexus } from './cloudnexus/cloudnexus.ts';
import { cloudplatformExample } from './cloudplatform-example/cloudplatform-example.ts';
import { cloudplatformIo } from './cloudplatform-io/cloudplatform-io.ts';
import { cloudsync } from './cloudsync/cloudsync.ts';
import { known } from './kit/known.ts';
import { standardQuota } from './settle-options.ts';
import type { Reference, ReferenceOptions } from './start-vendor.ts';
import { startVendor } from './start-vendor.ts';
import type { Vendor, VendorReference } from './vendor.ts';

const shipped: Readonly<Record<string, Vendor>> = {
  cloudnexus,
  'cloudapi-dev': cloudapiDev,
  'cloudplatform-example': cloudplatformExample,
  'cloudplatform-io': cloudplatformIo,
  cloudsync,
};

/** Every vendor that has a reference, with its defects and variants. */
export const vendors: Readonly<Record<string, VendorReference>> = shipped;

/**
 * Starts a server that keeps every requirement of the vendor's contract, except the one that the named defect breaks. Several may
 * run at the same time; each has data, keys and quotas of its own.
 *
 * @throws {Error} when the vendor, defect, variant or a duration is unknown (the message names the known ones), when an option
 * has an impossible value, or when the address cannot be listened on.
 */
export const startReference = async (options: ReferenceOptions): Promise<Reference> => {
  const vendor = known(shipped, options.vendor, 'start a reference', 'vendor');
  const action = `start reference "${options.vendor}"`;
  const defect = options.defect === undefined ? undefined : known(vendor.defects, options.defect, action, 'defect');
  const variant = options.variant === undefined ? undefined : known(vendor.variants, options.variant, action, 'variant');
  const layers = [{ quota: standardQuota, plan: vendor.plan }, variant?.options, defect?.options, options];
  return startVendor(vendor, options, layers);
};

import { cloudnexus } from './cloudnexus/cloudnexus.ts';
import { openServer } from './mechanisms/http-server.ts';
import { known } from './mechanisms/known.ts';
import { planOf, settleOptions, standardQuota } from './settle-options.ts';
import type { Quota, StartOptions, Vendor, VendorReference } from './vendor.ts';

export type ReferenceOptions = StartOptions & {
  /** Name of a shipped vendor, such as `cloudnexus`. */
  readonly vendor: string;
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Default 0: a free one. */
  readonly port?: number | undefined;
  readonly defect?: string | undefined;
  readonly variant?: string | undefined;
};

/** A running reference. */
export type Reference = {
  /** Base URL with the vendor's version segment, without a slash at the end. */
  readonly url: string;
  /** Other addresses, by the names of a target's `urls`: `plain` is where calls come without encryption. */
  readonly urls: { readonly plain?: string };
  /** Made at the start, by the names of a target's credentials. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly fixtures: Readonly<Record<string, string | readonly string[]>>;
  readonly quota: Quota;
  /** The plan to declare for the target, where the quota is that of one. */
  readonly plan?: string;
  /** Ends at once: open connections are destroyed. May be called again. */
  readonly close: () => Promise<void>;
};

const shipped: Readonly<Record<string, Vendor>> = { cloudnexus };

/** Every vendor that has a reference, with its defects and variants. */
export const vendors: Readonly<Record<string, VendorReference>> = shipped;

/**
 * Starts a server that keeps every promise of the vendor's document, but for the named defect.
 * Several may run at the same time; each has data, keys and quotas of its own.
 *
 * @throws {Error} when the vendor, defect, variant or a duration is unknown (the message names the known ones),
 *   when an option has an impossible value, or when the address cannot be listened on.
 */
export const startReference = async (options: ReferenceOptions): Promise<Reference> => {
  const vendor = known(shipped, options.vendor, 'start a reference', 'vendor');
  const action = `start reference "${options.vendor}"`;
  const defect = options.defect === undefined ? undefined : known(vendor.defects, options.defect, action, 'defect');
  const variant = options.variant === undefined ? undefined : known(vendor.variants, options.variant, action, 'variant');
  const layers = [{ quota: standardQuota, plan: vendor.plan }, variant?.options, defect?.options, options];
  const settled = settleOptions(action, vendor.durations, layers);
  const plan = planOf(layers);
  const opened = vendor.open({ defect: options.defect, variant: options.variant, ...settled });
  const host = options.host ?? '127.0.0.1';
  const server = await openServer(opened.listener, host, options.port ?? 0);
  const plain = opened.plainListener && (await openServer(opened.plainListener, host, 0));
  return {
    url: server.origin + opened.basePath,
    urls: plain === undefined ? {} : { plain: plain.origin + opened.basePath },
    credentials: opened.credentials,
    fixtures: opened.fixtures,
    quota: settled.quota,
    ...(plan !== undefined && { plan }),
    close: async () => {
      await Promise.all([server.close(), plain?.close()]);
    },
  };
};

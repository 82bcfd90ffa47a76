import type { Defect, OpenedVendor, OpenOptions, Variant, Vendor } from '../vendor.ts';
import type { ExtraLayers } from './call.ts';

/** What a variant or a defect changes in the standard server. */
export type Override<State, Settings> = ExtraLayers<State> & { readonly settings?: Partial<Settings> };

export type DefectOf<State, Settings> = Defect & Override<State, Settings>;
export type VariantOf<State, Settings> = Variant & Override<State, Settings>;

export type VendorPlan<State, Settings> = Pick<Vendor, 'title' | 'plan'> & {
  readonly defects: Readonly<Record<string, DefectOf<State, Settings>>>;
  readonly variants: Readonly<Record<string, VariantOf<State, Settings>>>;
  /** The settings of the healthy server. */
  readonly settings: Settings;
  /** The setting that counts the resources at the start, for the option `items`. */
  readonly items: keyof Settings;
  /** Durations that can be set, with the seconds of each. */
  readonly durations: Readonly<Record<string, number>>;
  /** Makes a fresh server. `extra` are the layers of the variant and of the defect. */
  readonly open: (settings: Settings, options: OpenOptions, extra: readonly ExtraLayers<State>[]) => OpenedVendor;
};

/** A vendor whose defects and variants are changed settings and extra layers around a healthy server. */
export const makeVendor = <State, Settings>(plan: VendorPlan<State, Settings>): Vendor => {
  const { title, defects, variants, durations, items, open } = plan;
  return {
    title,
    plan: plan.plan,
    defects,
    variants,
    durations,
    open: (options) => {
      const variant = options.variant === undefined ? undefined : variants[options.variant];
      const defect = options.defect === undefined ? undefined : defects[options.defect];
      const settings: Settings = {
        ...plan.settings,
        ...variant?.settings,
        ...defect?.settings,
        ...(options.items !== undefined && { [items]: options.items }),
      };
      const extra = [variant, defect].flatMap((override) => (override === undefined ? [] : [override]));
      return open(settings, { ...options, durations: { ...durations, ...options.durations } }, extra);
    },
  };
};

import type { Defect, Variant } from '../vendor.ts';
import type { ExtraLayers } from './application.ts';
import type { Settings } from './settings.ts';

/** How a server departs from the standard one. */
export type Departure = ExtraLayers & { readonly settings?: Partial<Settings> };

export type NexusDefect = Defect & Departure;
export type NexusDefects = Readonly<Record<string, NexusDefect>>;
export type NexusVariant = Variant & Departure;

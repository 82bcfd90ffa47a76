import type { DefectOf, VariantOf } from '../kit/make-vendor.ts';
import type { CallState } from './call.ts';
import type { Settings } from './settings.ts';

export type NexusDefect = DefectOf<CallState, Settings>;
export type NexusDefects = Readonly<Record<string, NexusDefect>>;
export type NexusVariant = VariantOf<CallState, Settings>;

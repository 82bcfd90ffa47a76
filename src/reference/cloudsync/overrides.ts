import type { DefectOf, VariantOf } from '../kit/make-vendor.ts';
import type { State } from './call.ts';
import type { Settings } from './settings.ts';

export type SyncDefect = DefectOf<State, Settings>;
export type SyncDefects = Readonly<Record<string, SyncDefect>>;
export type SyncVariant = VariantOf<State, Settings>;

import type { SizeRules } from '../kit/query.ts';

/** 25 items by default, at most 100 (Endpoints; FAQ, pagination). A larger size is reduced to 100. */
export const pageCutAbove: SizeRules = { default: 25, maximum: 100, above: 'cut', zero: 'refused' };

/** The same, but a larger size is refused. */
export const pageRefusedAbove: SizeRules = { ...pageCutAbove, above: 'refused' };

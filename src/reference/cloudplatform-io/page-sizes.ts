import type { SizeRules } from '../kit/query.ts';

/** 25 items unless something else is asked for, at most 100 (Endpoints; FAQ, pagination); a larger page is cut down. */
export const pageCutAbove: SizeRules = { default: 25, maximum: 100, above: 'cut', zero: 'refused' };

/** The same, but a larger page is refused. */
export const pageRefusedAbove: SizeRules = { ...pageCutAbove, above: 'refused' };

import type { Place } from '../../model/place.ts';

/** The place of what holds outside every operation. */
export const rootPlace: Place = { operation: null, way: ['#'] };

import type { Tone } from '../page/page-model.ts';

/** The sign of a verdict, so that colour is never the only difference. */
export const toneSigns: Readonly<Record<Tone, string>> = { good: '✓', open: '?', bad: '✗' };

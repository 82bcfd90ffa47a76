import type { Verdict } from '../../model/verdict.ts';
import { NotTried } from './define.ts';

/** The verdict on a part that was not tried. */
export type Skipped = Verdict & { readonly kind: 'skipped' };

/**
 * Runs a part that may be left out; a part that cannot be tried gives the reason.
 * @throws {NotTried} when the run itself is ending.
 */
export const orSkipped = async <T>(running: Promise<T>): Promise<T | Skipped> => {
  try {
    return await running;
  } catch (error) {
    if (!(error instanceof NotTried) || error.because === 'stopped') throw error;
    return { kind: 'skipped', because: error.because, reason: error.message };
  }
};

export const isSkipped = (value: unknown): value is Skipped =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'skipped';

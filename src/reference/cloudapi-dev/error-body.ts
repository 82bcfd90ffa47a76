import type { Members } from '../mechanisms/answering.ts';
import type { Refusal } from '../mechanisms/refusal.ts';

/** The body of a refusal; the document prints none. */
export const errorBody = ({ reason, message, faults }: Refusal): Members => ({
  error: { code: reason.replaceAll('-', '_'), message, ...(faults.length > 0 && { details: faults }) },
});

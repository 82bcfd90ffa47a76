import type { Refusal } from '../mechanisms/refusal.ts';

/** The stable code of an error. */
export const errorCode = ({ reason }: Pick<Refusal, 'reason'>): string => reason.replaceAll('-', '_');

/** An error as the standard server sends it: its code and a text for people, in a member called error. */
export const nestedError = (refusal: Refusal): unknown => ({ error: { code: errorCode(refusal), message: refusal.message } });

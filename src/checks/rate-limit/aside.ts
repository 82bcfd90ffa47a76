import type { Exchange } from '../../model/exchange.ts';
import type { ExceededQuota } from '../measurements/exceeded-quota.ts';
import { isSameAs } from '../measurements/recovered-quota.ts';

/**
 * What calls show that were made while a credential was refused: `through` where more were let through than can have come
 * back meanwhile, `refused` where one was refused like the flood, `unclear` otherwise.
 */
export type AsideShown = 'through' | 'refused' | 'unclear';

/** Two windows of a service that counts generously may give back so much faster. */
const generously = 1.5;

/** Judges calls beside a flood; undefined where the flood was no longer refused after them. */
export const shownAside = (
  { limit, burst, windowMs, exchanges, refusal, aside }: ExceededQuota,
  calls: readonly Exchange[],
): AsideShown | undefined => {
  const { last } = aside;
  if (!refusal || !last || calls.length === 0) return undefined;
  const isRefused = isSameAs(refusal);
  if (!isRefused(last)) return undefined;
  if (calls.some(isRefused)) return 'refused';
  const since = exchanges.at(-1) ?? refusal;
  const end = Math.max(...calls.map(({ sentAt, tookMs }) => sentAt + tookMs));
  const back = (generously * Math.max(limit, burst) * (end - since.sentAt)) / windowMs;
  return calls.every(isThrough) && calls.length > back + 2 ? 'through' : 'unclear';
};

const isThrough = ({ reply }: Exchange): boolean => reply.kind === 'answer' && reply.status >= 200 && reply.status < 300;

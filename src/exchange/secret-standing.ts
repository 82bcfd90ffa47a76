import { isMoment, isUrl, isWordy, looksRandom } from './credential-like.ts';
import { isSecretName, mayBeInnerSecret } from './secret-names.ts';

/**
 * How a JSON value stands to secrets by the names above it: `named` directly, or as an item of a list that is; `inner` as the member of
 * something named that may be the secret itself.
 */
export type Standing = 'open' | 'named' | 'inner';

/** The standing of a member, and of an item of a list where there is no name. */
export const standingBelow = (above: Standing, name: string | undefined): Standing => {
  if (name === undefined) return above;
  if (isSecretName(name)) return 'named';
  return above === 'named' && mayBeInnerSecret(name) ? 'inner' : 'open';
};

const plainWords = new Set(['true', 'false', 'null', 'none', 'undefined', 'yes', 'no']);

/**
 * Tells whether a text is a secret where it stands. An answer that refuses says under the name of a member what is wrong with it, so that
 * words are none there.
 */
export const isSecretAt = (standing: Standing, text: string, isGranted: boolean): boolean => {
  if (standing === 'open' || text === '' || plainWords.has(text.toLowerCase())) return false;
  if (isMoment(text) || isUrl(text)) return false;
  if (standing === 'inner') return looksRandom(text);
  if (/^\d{1,5}$/.test(text)) return false;
  return isGranted || !(/\s/.test(text) || isWordy(text));
};

/**
 * Tells whether a secret is known again wherever it stands: long enough, and no word or number that stands in ordinary text as well. Any
 * other is masked in its place alone.
 */
export const isTelling = (text: string): boolean =>
  text.includes('\n') ||
  (text.length >= 8 && !/\s/.test(text) && !/^\d{1,9}$/.test(text) && !isMoment(text) && !isUrl(text) && !isWordy(text));

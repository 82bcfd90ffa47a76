import { isMoment, isUrl, isWordy, looksRandom } from './credential-like.ts';
import { isStandIn } from '../model/mask.ts';
import { isSecretName, mayBeInnerSecret } from '../model/secret-names.ts';

/**
 * The relation of a JSON value to secret names above it: `named` directly, or as an item of a list that is; `inner` as the member of a
 * named object that may be the secret itself.
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
 * The resource name of a session that people hold, such as one in a hall (`halls/north/sessions/34`; Google AIP-122, Resource names): no key to anything. An id as long as a
 * token may be one, but for a UUID below another collection.
 */
const isSessionsName = (text: string): boolean =>
  /^(?:[a-z][a-z-]{0,30}s\/[\w.~-]{1,63}\/)*sessions\/[\w.~-]{1,20}$/u.test(text) ||
  /^(?:[a-z][a-z-]{0,30}s\/[\w.~-]{1,63}\/)+sessions\/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu.test(text);

/**
 * Is a text a secret at its location? An error response describes under the name of a member what is wrong with it, so words are not secret
 * there.
 */
export const isSecretAt = (standing: Standing, text: string, isGranted: boolean): boolean => {
  if (standing === 'open' || text === '' || isStandIn(text) || plainWords.has(text.toLowerCase())) return false;
  if (isMoment(text) || isUrl(text) || isSessionsName(text)) return false;
  if (standing === 'inner') return looksRandom(text);
  if (/^\d{1,5}$/.test(text)) return false;
  return isGranted || !(/\s/.test(text) || isWordy(text));
};

/**
 * Is a secret recognised everywhere: long enough, and not a word or number that also occurs in ordinary text? Any other is masked at its
 * own location only.
 */
export const isRecognisable = (text: string): boolean =>
  text.includes('\n') ||
  (text.length >= 8 &&
    !/\s/.test(text) &&
    !/^\d{1,9}$/.test(text) &&
    !isMoment(text) &&
    !isUrl(text) &&
    !isSessionsName(text) &&
    !isWordy(text));

/** The words of a name, in small letters: of `accessToken`, `access_token`, `Access-Token` and `HTTPAccessToken` alike. */
const wordsOf = (name: string): readonly string[] =>
  name
    .slice(0, longestName)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

/** Longer names are nobody's. */
const longestName = 80;

/** A name that ends in one of these names a secret, whatever stands before it. */
const secretWords = new Set([
  'secret',
  'secrets',
  'token',
  'tokens',
  'password',
  'passwords',
  'passwd',
  'passphrase',
  'pwd',
  'apikey',
  'apikeys',
  'privatekey',
  'secretkey',
  'accesskey',
  'session',
  'sessionid',
  'sessid',
  'phpsessid',
  'jsessionid',
  'authorization',
  'credential',
  'credentials',
  'jwt',
]);

/** The same for the last two words together. */
const secretPairs = new Set([
  'api key',
  'api keys',
  'private key',
  'secret key',
  'access key',
  'signing key',
  'encryption key',
  'session id',
  'session key',
  'pass word',
]);

/** A token that tells how far somebody has read is a place in a list, which every client may see. */
const locationWords = new Set([
  'page',
  'pages',
  'pagination',
  'paging',
  'next',
  'prev',
  'previous',
  'continuation',
  'continue',
  'cursor',
  'sync',
  'delta',
  'resume',
  'scroll',
  'skip',
  'offset',
  'marker',
  'position',
]);

const placesAtEnd = new RegExp(`(?:${[...locationWords].join('|')})$`);

/** Behind the name of a secret these say in which form it stands there: `secretValue`, `password_plain`, `access_token_v2`. */
const formWord = /^(?:value|string|plain|plaintext|raw|hex|base64|binary|v?\d+)$/;

/** What a word may end in that was written together: `accesstoken`, `userpassword`. */
const joined = /^(.+?)(tokens?|secrets?|passwords?|passwd|apikeys?)$/;

/**
 * Tells whether what stands under a name is a secret by that name: of a member, a header field, a cookie or a parameter. The last words
 * decide, without those that count or tell a form: `refresh_token`, `clientSecret`, `accesstoken`, `token2` and `x-api-key` name one, while `token_type`, `secretName`,
 * `passwordPolicy`, `expires_in` and `tokens_used` tell about one, and `next_page_token` is a place in a list.
 */
export const isSecretName = (name: string): boolean => {
  const known = decided.get(name);
  if (known !== undefined) return known;
  // A target may use any names; those of its schemas come by again and again.
  if (decided.size >= mostDecided) decided.clear();
  const isSecret = isSecretAmong(name);
  if (name.length <= longestName) decided.set(name, isSecret);
  return isSecret;
};

const mostDecided = 10_000;
const decided = new Map<string, boolean>();

const isSecretAmong = (name: string): boolean => {
  const all = wordsOf(name);
  const words = all.slice(0, all.findLastIndex((word) => !formWord.test(word)) + 1);
  const last = words.at(-1)?.replace(/\d+$/, '');
  if (last === undefined) return false;
  // Whether a browser may send credentials is none (Fetch, CORS protocol: Access-Control-Allow-Credentials).
  if (words[0] === 'access' && words[1] === 'control') return false;
  if (secretPairs.has([...words.slice(-2, -1), last].join(' '))) return true;
  const [, before = '', own = last] = joined.exec(last) ?? [];
  if (!secretWords.has(own)) return false;
  return !(own.startsWith('token') && (words.some((word) => locationWords.has(word)) || placesAtEnd.test(before)));
};

/** Under a secret object or list these members hold the secret itself: `token: { value, type }`, `session: { id }`. */
const innerWords = new Set(['id', 'value', 'key', 'text', 'plain', 'data']);

/** Tells whether a member of something that a secret name names may be the secret itself. */
export const mayBeInnerSecret = (name: string): boolean => innerWords.has(name.toLowerCase());

/** What a text must hold for a secret name or shape to stand in it: a quick look that spares the careful one. */
export const hintOfSecret =
  /token|secret|passw|passphrase|pwd|api[-_. ]?key|private[-_. ]?key|access[-_. ]?key|secret[-_. ]?key|signing[-_. ]?key|encryption[-_. ]?key|sess(?:ion)?[-_. ]?id|session|authorization|credential|bearer|basic|jwt|eyJ|eyA|ewo|W3s|[a-z]{2}_(?:live|test)_|gh[a-z]_|_pat_|pat-|xox|xapp-|sk-|whsec_|npm_|AKIA|ASIA|AIza|ya29|SG\.|PRIVATE KEY|:\/\/[^\s/:@]{0,256}:[^\s/@]{1,1024}@|\\u00[4-7]/i;

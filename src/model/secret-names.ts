/** The words of a name, in lower case: the same for `accessToken`, `access_token`, `Access-Token` and `HTTPAccessToken`. */
const wordsOf = (name: string): readonly string[] =>
  name
    .slice(0, longestName)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

/** Longer names do not occur in practice. */
const longestName = 80;

/** A name that ends in one of these names a secret, whatever comes before it. */
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

/** A token for a position in a list, which every client may see. */
const positionWords = new Set([
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

const endsInPosition = new RegExp(`(?:${[...positionWords].join('|')})$`);

/** After the name of a secret these state its form: `secretValue`, `password_plain`, `access_token_v2`. */
const formWord = /^(?:value|string|plain|plaintext|raw|hex|base64|binary|v?\d+)$/;

/** Endings of words that are written together: `accesstoken`, `userpassword`. */
const joined = /^(.+?)(tokens?|secrets?|passwords?|passwd|apikeys?)$/;

/**
 * Is the value of a name secret by that name: of a member, a header field, a cookie or a parameter? The last words decide, without numbers
 * and forms: `refresh_token`, `clientSecret`, `accesstoken`, `token2` and `x-api-key` name a secret, while `token_type`, `secretName`,
 * `passwordPolicy`, `expires_in` and `tokens_used` describe one, and `next_page_token` is a position in a list.
 */
export const isSecretName = (name: string): boolean => {
  const known = decided.get(name);
  if (known !== undefined) return known;
  // A target may use any names; those of its schemas are looked up again and again.
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
  // Whether a browser may send credentials is not a secret (Fetch, CORS protocol: Access-Control-Allow-Credentials).
  if (words[0] === 'access' && words[1] === 'control') return false;
  if (secretPairs.has([...words.slice(-2, -1), last].join(' '))) return true;
  const [, before = '', own = last] = joined.exec(last) ?? [];
  if (!secretWords.has(own)) return false;
  return !(own.startsWith('token') && (words.some((word) => positionWords.has(word)) || endsInPosition.test(before)));
};

/** In a secret object or list these members contain the secret itself: `token: { value, type }`, `session: { id }`. */
const innerWords = new Set(['id', 'value', 'key', 'text', 'plain', 'data']);

/** May a member of the value of a secret name be the secret itself? */
export const mayBeInnerSecret = (name: string): boolean => innerWords.has(name.toLowerCase());

/** What a text must contain for a secret name or shape to occur in it: a quick test before the careful one. */
export const hintOfSecret =
  /token|secret|passw|passphrase|pwd|api[-_. ]?key|private[-_. ]?key|access[-_. ]?key|secret[-_. ]?key|signing[-_. ]?key|encryption[-_. ]?key|sess(?:ion)?[-_. ]?id|session|authorization|credential|bearer|basic|jwt|eyJ|eyA|ewo|W3s|[a-z]{2}_(?:live|test)_|gh[a-z]_|_pat_|pat-|xox|xapp-|sk-|whsec_|npm_|AKIA|ASIA|AIza|ya29|SG\.|PRIVATE KEY|:\/\/[^\s/:@]{0,256}:[^\s/@]{1,1024}@|\\u00[4-7]/i;

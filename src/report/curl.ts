import type { Contract } from '../contract/model.ts';
import { redacted } from '../model/mask.ts';
import type { StoredExchange } from '../model/stored-exchange.ts';
import { type JudgedTarget, type SecretVariable, secretVariables, type Spot } from './secret-variables.ts';
import { shellWord, type ShellPart } from './shell.ts';

export type CurlCommand = {
  /** Several lines that are one command. */
  readonly command: string;
  /** What its reader has to know: what each variable holds, and which parts of the request were not stored. */
  readonly notes: readonly string[];
};

/** Header fields that curl writes itself, from the address and the body. */
const ofConnection = new Set(['host', 'connection', 'content-length']);

/** Replaces the character in the middle. */
const otherMiddle = '{n=int(length($0)/2)+1;c=substr($0,n,1);printf "%s%s%s",substr($0,1,n-1),c=="0"?"1":"0",substr($0,n+1)}';

/** Swaps the case of the last letter. */
const otherCaseOfOne =
  '{match($0,/[A-Za-z][^A-Za-z]*$/);c=substr($0,RSTART,1);printf "%s%s%s",substr($0,1,RSTART-1),c==toupper(c)?tolower(c):toupper(c),substr($0,RSTART+1)}';

/** Shell expression that makes a secret from its variable, in the form in which it was sent. */
const expressionOf = ({ variable: name, use }: SecretVariable): string => {
  if (use?.kind !== 'altered') return `$${name}`;
  switch (use.form) {
    case 'last-character-removed':
      return `\${${name}%?}`;
    case 'character-appended':
      return `\${${name}}x`;
    case 'last-character-changed':
      return `\${${name}%?}$(printf %s "$${name}" | tail -c 1 | tr 'a-zA-Z0-9_-' 'b-zaB-ZA1-90.~')`;
    case 'middle-character-changed':
      return `$(printf %s "$${name}" | awk '${otherMiddle}')`;
    case 'one-letter-case-swapped':
      return `$(printf %s "$${name}" | awk '${otherCaseOfOne}')`;
    case 'letter-case-swapped':
      return `$(printf %s "$${name}" | tr 'a-zA-Z' 'A-Za-z')`;
    default:
      return use satisfies never;
  }
};

/** In a query every octet may be percent-encoded (RFC 3986, section 2.1); a plus sign or an ampersand of a value has to be. */
const encoded = (expression: string): string => `$(printf %s "${expression}" | od -An -v -tx1 | tr -d ' \\n' | sed 's/../%&/g')`;

const inBase64 = (expression: string): string => `$(printf %s "${expression}" | base64 | tr -d '\\n')`;

/** The text with each mask replaced by a secret. */
const withSecret = (text: string, secret: ShellPart): readonly ShellPart[] =>
  text.split(redacted).flatMap((part, index) => (index === 0 ? [part] : [secret, part]));

/** Pieces of a header field or a query, each with its secret, and the separators between them. */
const piecewise = (text: string, separator: string, secretOf: (name: string) => ShellPart): readonly ShellPart[] =>
  text.split(separator).flatMap((piece, index) => {
    const [name = ''] = piece.split('=', 1);
    const before = index === 0 ? [] : [separator];
    return [...before, ...(piece.includes(redacted) ? withSecret(piece, secretOf(name)) : [piece])];
  });

/** Joins neighbouring texts, so that a word is quoted as a whole. */
const joined = (parts: readonly ShellPart[]): readonly ShellPart[] => {
  const all: ShellPart[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (typeof part === 'string' && typeof last === 'string') all[all.length - 1] = last + part;
    else all.push(part);
  }
  return all;
};

const originOf = ({ request: { base } }: StoredExchange, { baseUrl, settings }: JudgedTarget): string | undefined => {
  const address = base?.kind === 'named' ? settings?.urls[base.name] : baseUrl;
  return address === undefined || !URL.canParse(address) ? undefined : new URL(address).origin;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/**
 * The request of an exchange as a curl command: the same method, target, header fields and body, with a shell variable for each secret.
 * @param target What the record holds about the target: its addresses, its credentials, and their sources.
 * @param contract The contract by which it was judged, which defines where each credential is sent; undefined if it is not available.
 */
export const curlCommand = (exchange: StoredExchange, target: JudgedTarget, contract?: Contract): CurlCommand => {
  const { request, sent } = exchange;
  const variableAt = secretVariables(exchange, target, contract);
  const notes = new Set<string>();
  const secretAt = (spot: Spot): SecretVariable => {
    const found = variableAt(spot);
    notes.add(`${found.variable} holds ${found.holds}${found.isPair ? ', as user:password' : ''}.`);
    return found;
  };

  const origin = originOf(exchange, target);
  const [path = '', ...query] = sent.target.split(/(?=\?)/u);
  const inQuery = piecewise(query.join('').slice(1), '&', (name) => ({
    expanded: encoded(expressionOf(secretAt({ in: 'query', name: decoded(name) }))),
  }));
  const url = shellWord(...joined([origin ?? '', path, ...(query.length === 0 ? [] : ['?', ...inQuery])]));
  const isHead = sent.method === 'HEAD';
  const method = sent.method === 'GET' && sent.body === null ? [] : isHead ? ['--head'] : [`-X ${shellWord(sent.method)}`];
  const words = [['curl -sS -i --http1.1 --path-as-is -g', ...method, url].join(' ')];

  for (const [name, value] of sent.headers) {
    if (ofConnection.has(name.toLowerCase())) continue;
    if (!value.includes(redacted)) {
      // curl leaves out a field without a value, unless its name ends with a semicolon.
      words.push(`-H ${shellWord(value === '' ? `${name};` : `${name}: ${value}`)}`);
      continue;
    }
    if (name.toLowerCase() === 'cookie') {
      const cookies = piecewise(value, '; ', (cookie) => ({ expanded: expressionOf(secretAt({ in: 'cookie', name: cookie })) }));
      words.push(`-H ${shellWord(...joined([`${name}: `, ...cookies]))}`);
      continue;
    }
    const secret = secretAt({ in: 'header', name });
    const isBasic = value.toLowerCase() === `basic ${redacted}` && (secret.use !== undefined || secret.isPair);
    // RFC 7617, section 2: a credential under the wrong scheme is sent as a user name without a password.
    const pair: readonly ShellPart[] = [{ expanded: expressionOf(secret) }, ...(secret.use?.kind === 'misplaced' ? [':'] : [])];
    // An altered pair may have lost its colon, and then curl would ask for a password.
    if (isBasic && secret.use?.kind !== 'altered') words.push(`-u ${shellWord(...pair)}`);
    else {
      const expanded = isBasic ? inBase64(expressionOf(secret)) : expressionOf(secret);
      words.push(`-H ${shellWord(...joined([`${name}: `, ...withSecret(value, { expanded })]))}`);
    }
  }
  const octets = sent.truncated === true ? undefined : sent.octets;
  if (octets !== undefined) words.push('--data-binary @-');
  else if (sent.body !== null || request.body?.kind === 'empty') words.push(`--data-raw ${shellWord(sent.body ?? '')}`);
  if (origin === undefined) notes.add('The address was not recorded: put it in front of the path.');
  if (path.includes(redacted)) notes.add(`${redacted} in the path stands for a secret that was removed.`);
  if (sent.truncated === true) notes.add('Only the beginning of the body was stored.');
  if (sent.body?.includes(redacted) === true) notes.add(`${redacted} in the body stands for a secret that was removed.`);
  if (octets === undefined && sent.body?.includes('\ufffd') === true)
    notes.add('The body is not a text, and its octets were not stored: this sends something else.');
  // A body that is not a text cannot be an argument of a command.
  const input = octets === undefined ? '' : `printf %s ${shellWord(octets)} | base64 -d | `;
  return { command: input + words.join(' \\\n  '), notes: [...notes] };
};

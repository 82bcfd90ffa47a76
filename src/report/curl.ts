import type { Contract } from '../contract/model.ts';
import { redacted } from '../model/mask.ts';
import type { StoredExchange } from '../model/stored-exchange.ts';
import { type JudgedTarget, type SecretVariable, secretVariables, type Spot } from './secret-variables.ts';
import { shellWord, type ShellPart } from './shell.ts';

export type CurlCommand = {
  /** Several lines that are one command. */
  readonly command: string;
  /** What its reader has to know: which variables hold what, and what of the request was not kept. */
  readonly notes: readonly string[];
};

/** Written by curl itself, from the address and the body. */
const ofConnection = new Set(['host', 'connection', 'content-length']);

/** Replaces the character in the middle. */
const otherMiddle = '{n=int(length($0)/2)+1;c=substr($0,n,1);printf "%s%s%s",substr($0,1,n-1),c=="0"?"1":"0",substr($0,n+1)}';

/** Swaps the case of the last letter. */
const otherCaseOfOne =
  '{match($0,/[A-Za-z][^A-Za-z]*$/);c=substr($0,RSTART,1);printf "%s%s%s",substr($0,1,RSTART-1),c==toupper(c)?tolower(c):toupper(c),substr($0,RSTART+1)}';

/** A secret as the shell makes it from its variable, in the form in which it was sent. */
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

/** In a query every octet may stand as a triplet (RFC 3986, section 2.1), and a plus sign or an ampersand has to. */
const encoded = (expression: string): string => `$(printf %s "${expression}" | od -An -v -tx1 | tr -d ' \\n' | sed 's/../%&/g')`;

const inBase64 = (expression: string): string => `$(printf %s "${expression}" | base64 | tr -d '\\n')`;

/** The text in which each mask is replaced by what stands for it. */
const withSecret = (text: string, secret: ShellPart): readonly ShellPart[] =>
  text.split(redacted).flatMap((part, index) => (index === 0 ? [part] : [secret, part]));

/** Pieces of a header field or a query, each with its secret; what stands between them is kept. */
const piecewise = (text: string, separator: string, secretOf: (name: string) => ShellPart): readonly ShellPart[] =>
  text.split(separator).flatMap((piece, index) => {
    const [name = ''] = piece.split('=', 1);
    const before = index === 0 ? [] : [separator];
    return [...before, ...(piece.includes(redacted) ? withSecret(piece, secretOf(name)) : [piece])];
  });

/** Neighbouring texts as one, so that a word is quoted as a whole. */
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
 * The request of an exchange as a command for curl: the same method, target, header fields and body, each secret as a variable of
 * the shell.
 * @param target What the record holds of the target: its addresses, which credentials it had, and where they came from.
 * @param contract The contract that it was judged by, which says where each credential stands; undefined where it is not at hand.
 */
export const curlCommand = (exchange: StoredExchange, target: JudgedTarget, contract?: Contract): CurlCommand => {
  const { request, sent } = exchange;
  const variableAt = secretVariables(exchange, target, contract);
  const notes = new Set<string>();
  const reported = (spot: Spot): SecretVariable => {
    const found = variableAt(spot);
    notes.add(`${found.variable} holds ${found.holds}${found.isPair ? ', as user:password' : ''}.`);
    return found;
  };

  const origin = originOf(exchange, target);
  const [path = '', ...query] = sent.target.split(/(?=\?)/u);
  const inQuery = piecewise(query.join('').slice(1), '&', (name) => ({
    expanded: encoded(expressionOf(reported({ in: 'query', name: decoded(name) }))),
  }));
  const url = shellWord(...joined([origin ?? '', path, ...(query.length === 0 ? [] : ['?', ...inQuery])]));
  const isHead = sent.method === 'HEAD';
  const method = sent.method === 'GET' && sent.body === null ? [] : isHead ? ['--head'] : [`-X ${shellWord(sent.method)}`];
  const words = [['curl -sS -i --http1.1 --path-as-is -g', ...method, url].join(' ')];

  for (const [name, value] of sent.headers) {
    if (ofConnection.has(name.toLowerCase())) continue;
    if (!value.includes(redacted)) {
      // curl takes a field without a value for one to leave out, unless a semicolon ends its name.
      words.push(`-H ${shellWord(value === '' ? `${name};` : `${name}: ${value}`)}`);
      continue;
    }
    if (name.toLowerCase() === 'cookie') {
      const cookies = piecewise(value, '; ', (cookie) => ({ expanded: expressionOf(reported({ in: 'cookie', name: cookie })) }));
      words.push(`-H ${shellWord(...joined([`${name}: `, ...cookies]))}`);
      continue;
    }
    const secret = reported({ in: 'header', name });
    const isBasic = value.toLowerCase() === `basic ${redacted}` && (secret.use !== undefined || secret.isPair);
    // RFC 7617, section 2: where no credential belongs, it is a user without a password.
    const pair: readonly ShellPart[] = [{ expanded: expressionOf(secret) }, ...(secret.use?.kind === 'misplaced' ? [':'] : [])];
    // One whose colon may be lost is none that curl takes without asking for a password.
    if (isBasic && secret.use?.kind !== 'altered') words.push(`-u ${shellWord(...pair)}`);
    else {
      const expanded = isBasic ? inBase64(expressionOf(secret)) : expressionOf(secret);
      words.push(`-H ${shellWord(...joined([`${name}: `, ...withSecret(value, { expanded })]))}`);
    }
  }
  if (sent.body !== null || request.body?.kind === 'empty') words.push(`--data-raw ${shellWord(sent.body ?? '')}`);
  if (origin === undefined) notes.add('The address was not recorded: put it in front of the path.');
  if (path.includes(redacted)) notes.add(`A secret was taken out of the path, where ${redacted} stands.`);
  if (sent.truncated === true) notes.add('Only the beginning of the body was kept.');
  if (sent.body?.includes(redacted) === true) notes.add(`A secret was taken out of the body, where ${redacted} stands.`);
  return { command: words.join(' \\\n  '), notes: [...notes] };
};

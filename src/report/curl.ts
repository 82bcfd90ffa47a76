import type { CredentialUse } from '../model/request.ts';
import type { StoredExchange } from '../model/stored-exchange.ts';
import { shellWord, type ShellPart } from './shell.ts';

/** Addresses that requests went to: the base URL, and those that a request can name. */
export type Addresses = { readonly baseUrl: string; readonly urls?: Readonly<Partial<Record<string, string>>> };

export type CurlCommand = {
  /** Several lines that are one command. */
  readonly command: string;
  /** What its reader has to know: which variables hold what, and what of the request was not kept. */
  readonly notes: readonly string[];
};

/** Stands in a record where a secret stood. */
const redacted = '[secret]';

/** Written by curl itself, from the address and the body. */
const ofConnection = new Set(['host', 'connection', 'content-length']);

const variableOf = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '_');

/** Replaces the character in the middle. */
const otherMiddle = '{n=int(length($0)/2)+1;c=substr($0,n,1);printf "%s%s%s",substr($0,1,n-1),c=="0"?"1":"0",substr($0,n+1)}';

/** Swaps the case of the last letter. */
const otherCaseOfOne =
  '{match($0,/[A-Za-z][^A-Za-z]*$/);c=substr($0,RSTART,1);printf "%s%s%s",substr($0,1,RSTART-1),c==toupper(c)?tolower(c):toupper(c),substr($0,RSTART+1)}';

/** A credential as the shell makes it from its variable, in the form in which it was sent. */
const credentialPart = (use: CredentialUse): ShellPart | undefined => {
  if (use.kind === 'issued') return { expanded: `$${variableOf(use.handle)}` };
  if (use.kind !== 'valid' && use.kind !== 'altered' && use.kind !== 'misplaced') return undefined;
  const name = variableOf(use.name);
  if (use.kind !== 'altered') return { expanded: `$${name}` };
  switch (use.form) {
    case 'last-character-removed':
      return { expanded: `\${${name}%?}` };
    case 'character-appended':
      return { expanded: `\${${name}}x` };
    case 'last-character-changed':
      return { expanded: `\${${name}%?}$(printf %s "$${name}" | tail -c 1 | tr 'a-zA-Z0-9_-' 'b-zaB-ZA1-90.~')` };
    case 'middle-character-changed':
      return { expanded: `$(printf %s "$${name}" | awk '${otherMiddle}')` };
    case 'one-letter-case-swapped':
      return { expanded: `$(printf %s "$${name}" | awk '${otherCaseOfOne}')` };
    case 'letter-case-swapped':
      return { expanded: `$(printf %s "$${name}" | tr 'a-zA-Z' 'A-Za-z')` };
  }
};

/** The text, with something before it, in which each secret is replaced by what stands for it. */
const withSecrets = (before: string, text: string, secret: ShellPart): readonly ShellPart[] =>
  text.split(redacted).flatMap((part, index) => (index === 0 ? [`${before}${part}`] : [secret, part]));

const originOf = ({ request: { base } }: StoredExchange, { baseUrl, urls = {} }: Addresses): string | undefined => {
  const address = base?.kind === 'named' ? urls[base.name] : baseUrl;
  return address === undefined || !URL.canParse(address) ? undefined : new URL(address).origin;
};

/**
 * The request of an exchange as a command for curl: the same method, target, header fields and body, credentials as variables
 * of the shell.
 */
export const curlCommand = (exchange: StoredExchange, addresses: Addresses): CurlCommand => {
  const { request, sent } = exchange;
  const notes: string[] = [];
  const own = credentialPart(request.credential);
  if (own !== undefined && 'name' in request.credential)
    notes.push(`${variableOf(request.credential.name)} holds the credential "${request.credential.name}".`);
  if (request.credential.kind === 'issued')
    notes.push(
      `${variableOf(request.credential.handle)} holds a credential that the API issued in that run: have another one issued first.`,
    );

  const origin = originOf(exchange, addresses);
  if (origin === undefined) notes.push('The address was not recorded: put it in front of the path.');
  const url = shellWord(...withSecrets(origin ?? '', sent.target, own ?? redacted));
  const isHead = sent.method === 'HEAD';
  const method = sent.method === 'GET' && sent.body === null ? [] : isHead ? ['--head'] : [`-X ${shellWord(sent.method)}`];
  const words = [['curl -sS -i --http1.1 --path-as-is -g', ...method, url].join(' ')];

  for (const [name, value] of sent.headers) {
    if (ofConnection.has(name.toLowerCase())) continue;
    const isCredential = own !== undefined && value.includes(redacted) && /^(authorization|x-api-key)$/iu.test(name);
    if (isCredential && /^basic /iu.test(value)) {
      words.push(`-u ${shellWord(own, ':')}`);
      continue;
    }
    const hidden = variableOf(name);
    if (value.includes(redacted) && !isCredential) notes.push(`${hidden} holds the value of the header ${name}.`);
    const parts = withSecrets(`${name}: `, value, isCredential ? own : { expanded: `$${hidden}` });
    // curl takes a field without a value for one to leave out, unless a semicolon ends its name.
    words.push(`-H ${value === '' ? shellWord(`${name};`) : shellWord(...parts)}`);
  }
  if (sent.body !== null || request.body?.kind === 'empty') words.push(`--data-raw ${shellWord(sent.body ?? '')}`);
  if (sent.truncated === true) notes.push('Only the beginning of the body was kept.');
  if (sent.body?.includes(redacted) === true) notes.push(`A secret was taken out of the body, where ${redacted} stands.`);
  return { command: words.join(' \\\n  '), notes };
};

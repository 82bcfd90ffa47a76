import { securityScheme, tokenUrls } from '../../contract/credential-placement.ts';
import { segmentsOf } from '../../contract/infer/path-template.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { below } from '../../contract/pointer.ts';
import { isSecretName } from '../../model/secret-names.ts';
import { variableNameOf } from './names.ts';
import { jsonContent, askedSchema } from '../../contract/asked-content.ts';

/** A login as it stands in a config. */
export type LoginShown = Readonly<Record<string, unknown>>;

type Described = Pick<Contract, 'document' | 'operations'>;

/** Last words of the path of an operation that gives a session or a token for a name and a password. */
const loginWords = new Set(['login', 'signin', 'logon', 'session', 'sessions', 'authenticate']);

/** The operation by which people log in: a POST without a credential, whose body has a member that is a password. */
const loginOperation = ({
  document,
  operations,
}: Described): { readonly operation: Operation; readonly members: readonly string[] } | undefined => {
  for (const operation of operations) {
    const last = segmentsOf(operation.path).at(-1);
    const words = last && 'literal' in last ? wordsOf(last.literal).map((word) => word.toLowerCase()) : [];
    const isNamed = loginWords.has(words.join('')) || loginWords.has(words.at(-1) ?? '');
    const members = [...membersOf(document, askedSchema(operation.body)).keys()];
    if (operation.method !== 'POST' || operation.secured || operation.path.includes('{') || !isNamed) continue;
    if (members.some(isSecretName)) return { operation, members };
  }
  return undefined;
};

const tokenNames = ['access_token', 'accessToken', 'token', 'jwt', 'id_token', 'idToken', 'sessionToken', 'session_token'];

/** The member of the answer to a login that is a token, by JSON pointer. */
const tokenMember = ({ document }: Described, { responses }: Operation): string | undefined => {
  for (const { status, content } of responses) {
    const members = membersOf(document, jsonContent(content)?.schema);
    const name = status.startsWith('2') ? tokenNames.find((one) => members.has(one)) : undefined;
    if (name !== undefined) return below('', name);
  }
  return undefined;
};

/**
 * How a run could obtain the credential of a security scheme: by the flow for clients of an OAuth scheme, or by the one operation of the
 * document by which people log in. Undefined where the document shows neither.
 */
export const loginShown = (contract: Described, target: string, scheme: string): LoginShown | undefined => {
  const { document } = contract;
  const variable = (part: string): string => `env:${variableNameOf(target, part)}`;
  const { client_credentials: tokenUrl } = tokenUrls(document, scheme);
  if (tokenUrl !== undefined) return { clientId: variable('client_id'), clientSecret: variable('client_secret') };
  const known = securityScheme(document, scheme);
  const found = loginOperation(contract);
  if (known.kind !== 'placed' || found === undefined) return undefined;
  const { operation, members } = found;
  const cookie = known.placement.kind === 'cookie' ? known.placement.name : undefined;
  const member = cookie === undefined ? tokenMember(contract, operation) : undefined;
  if (cookie === undefined && (member === undefined || known.placement.kind !== 'bearer')) return undefined;
  const named = members.filter((name) => isSecretName(name) || /user|mail|login|name/iu.test(name));
  const body = Object.fromEntries(named.map((name) => [name, variable(name)]));
  return { request: operation.key, body, ...(cookie === undefined ? { member } : { cookie }) };
};

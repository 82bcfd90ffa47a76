import { admissionsOf, type Pass, secretNameFor } from '../contract/admission.ts';
import type { Contract } from '../contract/model.ts';
import type { RecordedTarget } from '../model/record.ts';
import type { CredentialMisplacement, CredentialUse } from '../model/request.ts';
import type { StoredExchange } from '../model/stored-exchange.ts';

/** Where a request carries a credential: a header field, a cookie or a query parameter, by its name. */
export type Spot = { readonly in: 'header' | 'cookie' | 'query'; readonly name: string };

/** A secret of a request, as a shell command refers to it. */
export type SecretVariable = {
  /** Name of the variable, valid in any shell: that of the config for `env:NAME`, otherwise one made from the name of the secret. */
  readonly variable: string;
  /** What the variable holds, as the end of a sentence. */
  readonly holds: string;
  /** How the credential was sent; absent for a secret that was sent as it is. */
  readonly use?: CredentialUse;
  /** Whether it is a user name and a password with a colon between them (RFC 7617, section 2). */
  readonly isPair: boolean;
};

/** What is known about the target of a request. */
export type JudgedTarget = Pick<RecordedTarget, 'baseUrl'> & Partial<Pick<RecordedTarget, 'target' | 'settings' | 'sources'>>;

/** The variable that `env:NAME` names. */
const ofEnvironment = (source: string | undefined): string | undefined => /^env:([A-Za-z_][A-Za-z0-9_]*)$/u.exec(source ?? '')?.[1];

/** Last words of a name that already mark it as a secret. */
const secretEnding = /(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD|AUTH|CREDENTIALS?)$/u;

/** Longest part of a name that is used: names of a document may have any length. */
const longestName = 60;

/**
 * A name for a variable, made from the name of a secret. It is valid in every shell, and its ending keeps it from being a variable with a
 * meaning of its own, such as PATH.
 */
const variableName = (name: string, ending: 'KEY' | 'VALUE'): string => {
  const words = name
    .slice(0, longestName)
    .replaceAll(/([a-z0-9])([A-Z])/gu, '$1_$2')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/gu, '_')
    .replaceAll(/^_|_$/gu, '');
  if (words === '') return `API_${ending}`;
  const ended = secretEnding.test(words) ? words : `${words}_${ending}`;
  return /^\d/u.test(ended) ? `_${ended}` : ended;
};

/** The variable of a credential that the API issued, by its handle. */
const issuedVariable = (handle: string): string => handle.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '_');

const spotOf = ({ placement }: Pass): Spot =>
  placement.kind === 'bearer' || placement.kind === 'basic'
    ? { in: 'header', name: 'authorization' }
    : { in: placement.kind, name: placement.name };

const misplacedSpot = (form: CredentialMisplacement): Spot => {
  if (form === 'api-key-query') return { in: 'query', name: 'api_key' };
  return { in: 'header', name: form === 'api-key-header' ? 'x-api-key' : 'authorization' };
};

/** Names of header fields are case-insensitive (RFC 9110, section 5.1). */
const isSame = (a: Spot, b: Spot): boolean =>
  a.in === b.in && (a.in === 'header' ? a.name.toLowerCase() === b.name.toLowerCase() : a.name === b.name);

const carriesCredential = ({ kind }: CredentialUse): boolean => kind !== 'none' && kind !== 'blank';

/** Where a credential is assumed to be sent if there is no contract. */
const usualSpots: readonly Spot[] = ['authorization', 'x-api-key'].map((name) => ({ in: 'header', name }));

const wordsOf = { header: 'the header', cookie: 'the cookie', query: 'the query parameter' } as const;

/**
 * Gives the shell variable for a secret of a request, by the spot where the record holds a mask.
 * @param contract The contract by which the target was judged. Without it, credentials of further security schemes are named after their
 *   spot.
 */
export const secretVariables = (
  { request }: StoredExchange,
  { target, settings, sources }: JudgedTarget,
  contract: Contract | undefined,
): ((spot: Spot) => SecretVariable) => {
  const { credential: use } = request;
  const reserved = new Set(
    [sources?.credentials, sources?.schemes, sources?.headers].flatMap((one) =>
      Object.values(one ?? {}).flatMap((source) => ofEnvironment(source) ?? []),
    ),
  );
  const taken = new Map<string, string>();
  /** Gives two secrets different names, unless both come from the same variable of the config. */
  const named = (source: string | undefined, name: string, ending: 'KEY' | 'VALUE', secret: string): string => {
    const given = ofEnvironment(source);
    if (given !== undefined) return given;
    const wanted = variableName(name, ending);
    const isFree = (one: string): boolean => !reserved.has(one) && (taken.get(one) ?? secret) === secret;
    let free = wanted;
    for (let n = 2; !isFree(free); n++) free = `${wanted}_${n}`;
    taken.set(free, secret);
    return free;
  };

  const admissions = contract && settings && carriesCredential(use) ? admissionsOf(contract, settings) : undefined;
  const passes: readonly Pass[] = admissions?.passesOf(request.operation, use) ?? [];
  const schemeVariable = (scheme: string): string => named(sources?.schemes?.[scheme], scheme, 'KEY', `scheme:${scheme}`);

  /** The credential that the request is about; undefined if it has none, or a made-up one that the record shows. */
  const ownVariable = (pass: Pass | undefined): SecretVariable | undefined => {
    const isPair = pass?.placement.kind === 'basic';
    if (use.kind === 'issued')
      return {
        variable: issuedVariable(use.handle),
        holds: 'a credential that the API issued in that run: let it issue another one first',
        isPair,
      };
    if (use.kind !== 'valid' && use.kind !== 'altered' && use.kind !== 'misplaced' && use.kind !== 'incomplete') return undefined;
    const name = use.kind === 'incomplete' ? 'key' : use.name;
    if (pass && secretNameFor(name, pass) !== name)
      return { variable: schemeVariable(pass.scheme), holds: `the credential of the security scheme "${pass.scheme}"`, use, isPair };
    const source = sources?.credentials[name] ?? (name === 'key' && pass ? sources?.schemes?.[pass.scheme] : undefined);
    const called = name === 'key' ? pass?.scheme || `${target ?? 'api'} key` : name;
    return { variable: named(source, called, 'KEY', name), holds: `the credential "${name}"`, use, isPair };
  };

  const [first, ...companions] = passes;
  const own = ownVariable(first);
  const ownSpots = use.kind === 'misplaced' ? [misplacedSpot(use.form)] : first ? [spotOf(first)] : usualSpots;

  return (spot) => {
    if (own && ownSpots.some((one) => isSame(one, spot))) return own;
    const companion = companions.find((pass) => isSame(spotOf(pass), spot));
    if (companion)
      return {
        variable: schemeVariable(companion.scheme),
        holds: `the credential of the security scheme "${companion.scheme}"`,
        isPair: companion.placement.kind === 'basic',
      };
    const [, source] =
      spot.in === 'header' ? (Object.entries(sources?.headers ?? {}).find(([name]) => isSame({ ...spot, name }, spot)) ?? []) : [];
    return {
      variable: named(source, spot.name, 'VALUE', `${spot.in} ${spot.name.toLowerCase()}`),
      holds: `the secret in ${wordsOf[spot.in]} ${spot.name}`,
      isPair: false,
    };
  };
};

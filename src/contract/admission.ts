import type { CredentialName, CredentialUse } from '../model/request.ts';
import { schemeSecret, type SchemeSecretName, type Target } from '../model/target.ts';
import { type CredentialPlacement, keyScheme, securityScheme } from './credential-placement.ts';
import type { Contract, Operation } from './model.ts';

/** A credential that an operation accepts: where it is sent, and the security scheme that it belongs to. */
export type Pass = { readonly scheme: string; readonly placement: CredentialPlacement; readonly isKey: boolean };

/** The name under which the value of a credential is known: `key` is whatever credential the operation requires. */
export const secretNameFor = (name: CredentialName, { scheme, isKey }: Pass): CredentialName | SchemeSecretName =>
  name === 'key' && !isKey ? schemeSecret(scheme) : name;

/**
 * What an operation requires of a target's operator: no credential (`open`), credentials that are given and are sent together
 * (`passes`), one that only the run itself can be issued (`issued`), one that is not given (`missing`), or one that cannot be sent
 * (`unsupported`).
 */
export type Admission =
  | { readonly kind: 'open' }
  | { readonly kind: 'passes' | 'issued'; readonly passes: readonly [Pass, ...Pass[]] }
  /** `lacks`: names under which the missing credentials are given. */
  | { readonly kind: 'missing'; readonly reason: string; readonly lacks: readonly string[] }
  | { readonly kind: 'unsupported'; readonly reason: string };

/** The names of the given credentials, by role and by security scheme, and the schemes that roles are for where their form says so. */
export type Given = Pick<Target, 'credentials' | 'schemes' | 'sentAs'>;

const givenAs = ({ scheme, isKey }: Pass): string => (isKey ? 'key' : scheme);

/** How to supply a missing credential. */
const remedyFor = ({ scheme, isKey, placement }: Pass, { sentAs }: Given): string => {
  if (isKey) return 'needs the credential "key" (--credential key=env:VARIABLE)';
  // RFC 7617, section 2: the credential of basic authentication is a name, a colon and a password.
  const form = placement.kind === 'basic' && sentAs?.key !== undefined ? ', written as NAME:PASSWORD, which "key" is not' : '';
  return `needs a credential for the security scheme "${scheme}"${form} (--credential ${scheme}=env:VARIABLE)`;
};

/** The part of a request that only one credential can occupy. */
const spotOf = ({ placement }: Pass): string => {
  const { kind } = placement;
  if (kind === 'bearer' || kind === 'basic') return 'the header field Authorization';
  const field = kind === 'header' ? placement.name.toLowerCase() : placement.name;
  if (field === 'authorization' && kind === 'header') return 'the header field Authorization';
  return `the ${kind} ${kind === 'header' ? 'field ' : ''}${field}`;
};

type Way = { readonly passes: readonly Pass[]; readonly why?: string };

/** The credentials of one alternative, that of `key` first, or why they cannot be sent together. */
const wayOf = (contract: Contract, schemes: readonly string[], key: string | undefined): Way => {
  const inOrder = [...schemes].sort((a, b) => Number(b === key) - Number(a === key));
  const passes: Pass[] = [];
  for (const name of inOrder) {
    const scheme = securityScheme(contract.document, name);
    if (scheme.kind === 'unsupported') return { passes, why: scheme.why };
    const pass = { scheme: name, placement: scheme.placement, isKey: name === key };
    const rival = passes.find((one) => spotOf(one) === spotOf(pass));
    if (rival) return { passes, why: `the security schemes "${rival.scheme}" and "${name}" both need ${spotOf(pass)}` };
    passes.push(pass);
  }
  return { passes };
};

const waysTo = (contract: Contract, operation: Operation, served?: string): readonly Way[] => {
  const all = ways.get(operation) ?? new Map<string | undefined, readonly Way[]>();
  ways.set(operation, all);
  const known = all.get(served) ?? operation.security.map((names) => wayOf(contract, names, served ?? keyScheme(contract.document)));
  all.set(served, known);
  return known;
};

/** The schemes each of which is enough by itself to call an operation, without further ones (OpenAPI 3.1, Security Requirement Object). */
const waysAlone = (contract: Contract, operation: Operation, served?: string): readonly Pass[] =>
  waysTo(contract, operation, served).flatMap(({ passes: [pass, ...more], why }) =>
    pass && more.length === 0 && why === undefined ? [pass] : [],
  );

/** The schemes other than Basic authentication each of which is enough by itself to call an operation, whether or not a credential is given for it. */
export const tokenSchemes = (contract: Contract, operation: Operation): readonly string[] =>
  waysAlone(contract, operation).flatMap(({ scheme, placement }) => (placement.kind === 'basic' ? [] : [scheme]));

/** The schemes with a credential of their own by which an operation can be called instead of the way in which it is. */
export const otherWays = (contract: Contract, operation: Operation, given: Given): readonly Pass[] => {
  const found = admissionTo(contract, operation, given);
  const used = found.kind === 'passes' ? found.passes.map(({ scheme }) => scheme) : [];
  return used.length === 0
    ? []
    : waysAlone(contract, operation, given.sentAs?.key).filter(
        ({ scheme, isKey }) => !isKey && !used.includes(scheme) && given.schemes?.includes(scheme) === true,
      );
};

/** By the scheme that `key` is for, where that is not the first one. */
const ways = new WeakMap<Operation, Map<string | undefined, readonly Way[]>>();

/**
 * Decides how an operation is called: with the first alternative of its `security` whose credentials are all given. An alternative that
 * takes `key` comes before the others (OpenAPI 3.1, Security Requirement Object: one alternative is enough, and it needs all its schemes).
 */
export const admissionTo = (contract: Contract, operation: Operation, given: Given): Admission => {
  const { credentials, schemes = [] } = given;
  if (!operation.secured) return { kind: 'open' };
  const all = waysTo(contract, operation, given.sentAs?.key);
  const usable = all.filter(({ why }) => why === undefined);
  const isGiven = ({ scheme, isKey }: Pass): boolean => (isKey && credentials.includes('key')) || schemes.includes(scheme);
  const takesKey = ({ passes }: Way): boolean => passes[0]?.isKey === true;
  const inOrder = [...usable].sort((a, b) => Number(takesKey(b)) - Number(takesKey(a)));
  const [first, ...others] = inOrder.find(({ passes }) => passes.every(isGiven))?.passes ?? [];
  if (first) return { kind: 'passes', passes: [first, ...others] };
  const lacking = inOrder.map(({ passes }) => passes.filter((pass) => !isGiven(pass)));
  const [fewest] = lacking.sort((a, b) => a.length - b.length);
  if (fewest === undefined) return { kind: 'unsupported', reason: [...new Set(all.map(({ why }) => why))].join('; ') };
  const [wanted] = inOrder[0]?.passes ?? [];
  // With a key, the run may be issued the other credential.
  if (wanted && !wanted.isKey && credentials.includes('key') && contract.operations.some(({ issues }) => issues === true))
    return { kind: 'issued', passes: [wanted] };
  return { kind: 'missing', reason: fewest.map((pass) => remedyFor(pass, given)).join(' and '), lacks: fewest.map(givenAs) };
};

/** Whether the given credentials are enough to call the operation. */
export const isAdmitted = (contract: Contract, operation: Operation, given: Given): boolean => {
  const { kind } = admissionTo(contract, operation, given);
  return kind === 'open' || kind === 'passes';
};

/** How each operation of a contract is called, decided once for each. */
export type Admissions = {
  /** See {@link admissionTo}. */
  to(operation: Operation): Admission;
  /**
   * Where a request carries its credentials: as its operation requires, else as the first operation does that can be called with what is
   * given.
   * @param key Key of the operation; null for a path without an operation.
   * @param scheme A security scheme that is an alternative of the operation, and is sent instead.
   * @param isWanted Whether it is sent also where the operation does not name it.
   */
  passesFor(key: string | null, scheme?: string, isWanted?: boolean): readonly [Pass, ...Pass[]];
  /**
   * Where a request carries the credentials of a use: see `passesFor`.
   * @param key Key of the operation; null for a path without an operation.
   */
  passesOf(key: string | null, use: CredentialUse): readonly [Pass, ...Pass[]];
  /** The security scheme by which a credential is sent in place of what its operation requires of `key`; undefined where it is sent like that. */
  schemeOf(use: CredentialUse): string | undefined;
};

/** Decides how each operation of a contract is called with what is given; each is decided once. */
export const admissionsOf = (contract: Contract, given: Given): Admissions => {
  const known = new Map<Operation, Admission>();
  const to = (operation: Operation): Admission => {
    const found = known.get(operation) ?? admissionTo(contract, operation, given);
    known.set(operation, found);
    return found;
  };
  const usual = (): readonly [Pass, ...Pass[]] => {
    for (const found of contract.operations.map(to)) if (found.kind === 'passes') return found.passes;
    return [{ scheme: '', placement: contract.credentialPlacement, isKey: true }];
  };
  const passesFor = (key: string | null, scheme?: string, isWanted = false): readonly [Pass, ...Pass[]] => {
    const operation = contract.operations.find((one) => one.key === key);
    const [alone] =
      operation && scheme !== undefined ? waysAlone(contract, operation, given.sentAs?.key).filter((pass) => pass.scheme === scheme) : [];
    if (alone) return [alone];
    const [wanted] =
      isWanted && scheme !== undefined ? wayOf(contract, [scheme], given.sentAs?.key ?? keyScheme(contract.document)).passes : [];
    if (wanted) return [wanted];
    const found = operation && to(operation);
    if (found?.kind === 'passes') return found.passes;
    // The issued credential, or the key, is sent where the operation requires it.
    if (found?.kind === 'issued') return [{ ...found.passes[0], isKey: true }];
    return usual();
  };
  const schemeOf: Admissions['schemeOf'] = (use) => {
    if ('scheme' in use && use.scheme !== undefined) return use.scheme;
    return 'name' in use && use.name !== 'key' ? given.sentAs?.[use.name] : undefined;
  };
  const passesOf: Admissions['passesOf'] = (key, use) => {
    const passes = passesFor(key, schemeOf(use), 'scheme' in use && use.scheme !== undefined);
    if (use.kind !== 'valid' || use.placedAs === undefined) return passes;
    const [{ placement }] = passesFor(key, use.placedAs, true);
    return [{ ...passes[0], placement }];
  };
  return { to, passesFor, passesOf, schemeOf };
};

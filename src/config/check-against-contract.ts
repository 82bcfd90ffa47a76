import { type Login, schemeSecret } from '../model/target.ts';
import { type CredentialName, credentialNames } from '../model/request.ts';
import { isLoopback, isSameHost } from './address.ts';
import { tokenAddressProblem } from './logins.ts';
import { suggestion } from './nearest.ts';
import type { ResolvedTarget } from './resolve-target.ts';
import { urlNames } from './target-config.ts';

/** What a target is checked against; the caller takes it from the contract. */
export type ContractFacts = {
  /** Addresses documented as production; placeholders in braces match anything. */
  readonly production: readonly string[];
  /** Documented forms of credentials for the live environment. */
  readonly liveForms: readonly RegExp[];
  /** At least one operation requires a credential. */
  readonly needsKey: boolean;
  /** Names of the security schemes that operations require. */
  readonly schemes: readonly string[];
  /** The scheme that `key` serves, and whether its credential is written as `user:password`. */
  readonly keyScheme?: string;
  readonly basicSchemes: readonly string[];
  /** The schemes other than basic authentication each of which is enough by itself for some operation, in the order of the document. */
  readonly tokenSchemes: readonly string[];
  /** Token URLs of the OAuth flows of each security scheme, as the document writes them, and the cookie that a scheme is sent in. */
  readonly tokenUrls: Readonly<Record<string, Readonly<Partial<Record<'client_credentials' | 'refresh_token', string>>>>>;
  readonly cookies: Readonly<Record<string, string>>;
  /** The security scheme that is sent in a header field, by the name of the field in lower case. */
  readonly credentialFields: Readonly<Record<string, string>>;
  readonly operations: readonly string[];
  /** The key of each operation that has an operationId, by that. */
  readonly operationIds: Readonly<Record<string, string>>;
  /** Names that values of an operation may have, by its key: its parameters, the members of its body, and `body`. */
  readonly takenBy: (operation: string) => readonly string[];
  /** Parameters in the path of each operation, by its key, that take a value which is given for every operation. */
  readonly pathParameters: Readonly<Record<string, readonly string[]>>;
  readonly plans: readonly string[];
  readonly fixtures: readonly string[];
  readonly durations: readonly string[];
};

/** The name under `values` for what holds for every operation. */
const everyOperation = '*';

/** Puts the values under an operationId, and those for every operation, to the keys of the operations that take them. What is given for one comes first. */
const withValuesByKey = (resolved: ResolvedTarget, { operationIds, pathParameters }: ContractFacts): ResolvedTarget => {
  const { [everyOperation]: forAll = {}, ...given } = resolved.target.values;
  const values = Object.fromEntries(Object.entries(given).map(([name, one]) => [operationIds[name] ?? name, one]));
  const spread = Object.entries(pathParameters).flatMap(([operation, names]) => {
    const shared = Object.fromEntries(names.flatMap((name) => (forAll[name] === undefined ? [] : [[name, forAll[name]]])));
    return Object.keys(shared).length === 0 ? [] : [[operation, { ...shared, ...values[operation] }] as const];
  });
  return { ...resolved, target: { ...resolved.target, values: { ...values, ...Object.fromEntries(spread) } } };
};

const refuseUnknownNames = ({ target, complaint }: ResolvedTarget, facts: ContractFacts): void => {
  const refuse = (key: 'fixtures' | 'durations' | 'values', known: readonly string[], word: string): void => {
    for (const name of Object.keys(target[key])) {
      if (!known.includes(name)) throw complaint([key, name], `the contract has no ${word} "${name}"${suggestion(name, known)}`);
    }
  };
  refuse('fixtures', facts.fixtures, 'fixture');
  refuse('durations', facts.durations, 'duration');
  refuse('values', [everyOperation, ...facts.operations, ...Object.keys(facts.operationIds)], 'operation');
  refuseUnknownValues({ target, complaint }, facts);
  const parameters = [...new Set(Object.values(facts.pathParameters).flat())];
  for (const name of Object.keys(target.values[everyOperation] ?? {}))
    if (!parameters.includes(name))
      throw complaint(
        ['values', everyOperation, name],
        `no path has a parameter "${name}" that may be given for all${suggestion(name, parameters)}`,
      );
  if (target.plan !== undefined && !facts.plans.includes(target.plan)) {
    throw complaint(['plan'], `the contract prints no plan "${target.plan}"${suggestion(target.plan, facts.plans)}`);
  }
};

/** A value that no part of a request takes would silently not be sent. */
const refuseUnknownValues = ({ target, complaint }: Pick<ResolvedTarget, 'target' | 'complaint'>, facts: ContractFacts): void => {
  const { [everyOperation]: _forAll, ...given } = target.values;
  for (const [operation, values] of Object.entries(given)) {
    const key = facts.operationIds[operation] ?? operation;
    if (key !== operation && given[key] !== undefined)
      throw complaint(['values', operation], `is the same operation as "${key}": put its values in one place`);
    const taken = facts.takenBy(key);
    const unknown = Object.keys(values).find((name) => !taken.includes(name));
    if (unknown === undefined) continue;
    const whole = taken.includes('body') ? ', and the whole body is given as "body"' : '';
    throw complaint(
      ['values', operation, unknown],
      `${key} has no parameter and no member of its body "${unknown}"${whole}${suggestion(unknown, taken)}`,
    );
  }
};

/** What makes the target send an event has to be there. */
const refuseUnknownTrigger = ({ target, complaint }: ResolvedTarget, { operations, operationIds }: ContractFacts): void => {
  const name = target.webhooks?.trigger?.operation;
  const known = [...operations, ...Object.keys(operationIds)];
  if (name === undefined || known.includes(name)) return;
  throw complaint(['webhooks', 'trigger', 'operation'], `the contract has no operation "${name}"${suggestion(name, known)}`);
};

const refuseProduction = ({ target, secrets, complaint }: ResolvedTarget, facts: ContractFacts): void => {
  if (target.allow.includes('production')) return;
  const addresses = [
    { path: ['baseUrl'], text: target.baseUrl },
    ...urlNames.map((name) => ({ path: ['urls', name], text: target.urls[name] })),
    ...Object.entries(target.logins?.named ?? {}).map(([name, login]) => ({
      path: ['logins', name, 'tokenUrl'],
      text: login.kind === 'client' ? login.tokenUrl : undefined,
    })),
  ];
  let leavesMachine = false;
  for (const { path, text } of addresses) {
    if (text === undefined) continue;
    const { hostname } = new URL(text);
    if (isLoopback(hostname)) continue;
    leavesMachine = true;
    if (facts.production.some((printed) => isSameHost(hostname, printed))) {
      throw complaint(path, `${hostname} is documented as production: name a sandbox, or add "production" to allow`);
    }
  }
  if (!leavesMachine) return;
  const given = [
    ...target.credentials.map((name) => ({ path: ['credentials', name], secret: secrets[name] })),
    ...(target.schemes ?? []).map((name) => ({ path: ['credentials', 'schemes', name], secret: secrets[schemeSecret(name)] })),
  ];
  for (const { path, secret } of given) {
    if (secret !== undefined && facts.liveForms.some((form) => form.test(secret))) {
      throw complaint(path, 'has the form of a live credential: give one for testing, or add "production" to allow');
    }
  }
};

/** A field of every request that carries a credential would make requests without one impossible, and what is concluded from them wrong. */
const refuseCredentialFields = ({ target, complaint }: ResolvedTarget, { credentialFields, keyScheme }: ContractFacts): void => {
  for (const name of Object.keys(target.http.headers)) {
    const scheme = credentialFields[name.toLowerCase()];
    if (scheme === undefined) continue;
    const option = scheme === keyScheme ? '--auth env:VARIABLE' : `--credential ${scheme}=env:VARIABLE`;
    throw complaint(
      ['http', 'headers', name],
      `carries the credential of the security scheme "${scheme}", which a run also leaves out on purpose: give it as ${option}, or under "credentials" in the config`,
    );
  }
};

/**
 * The schemes that credentials are for where their form says so: what has no colon is no credential of basic authentication (RFC 7617, section 2), and is sent as the next scheme of
 * the document wants it. Empty where nothing is sent otherwise than the document's first scheme says, or there is no other.
 */
const sentByForm = (
  { target, secrets }: ResolvedTarget,
  { keyScheme, basicSchemes, tokenSchemes }: ContractFacts,
): NonNullable<ResolvedTarget['target']['sentAs']> => {
  if (keyScheme === undefined || !basicSchemes.includes(keyScheme)) return {};
  const isToken = (name: CredentialName): boolean => secrets[name]?.includes(':') === false;
  const ofKey = isToken('key') ? tokenSchemes.find((name) => target.schemes?.includes(name) !== true) : undefined;
  const others = target.credentials
    .filter((name) => name !== 'key')
    .flatMap((name) => {
      const scheme = isToken(name) ? (ofKey ?? tokenSchemes[0]) : secrets[name] === undefined ? undefined : keyScheme;
      return scheme === undefined || scheme === (ofKey ?? keyScheme) ? [] : [[name, scheme] as const];
    });
  return { ...Object.fromEntries(others), ...(ofKey === undefined ? {} : { key: ofKey }) };
};

/** Treats a credential given under the name of the scheme that `key` serves as `key`. */
const withKey = (resolved: ResolvedTarget, { schemes, keyScheme }: ContractFacts): ResolvedTarget => {
  const { target, secrets, complaint } = resolved;
  const given = target.schemes ?? [];
  const path = (name: string): string[] => ['credentials', 'schemes', name];
  for (const name of given) {
    if (schemes.includes(name)) continue;
    const known = [...schemes, ...credentialNames];
    throw complaint(
      path(name),
      `no operation requires a security scheme "${name}", and no credential has this role${suggestion(name, known)}`,
    );
  }
  if (keyScheme === undefined || !given.includes(keyScheme)) return resolved;
  if (target.credentials.includes('key'))
    throw complaint(path(keyScheme), `"key" already serves the security scheme "${keyScheme}": give one of them`);
  const { [schemeSecret(keyScheme)]: key, ...others } = secrets;
  const { schemes: _all, ...rest } = target;
  const left = given.filter((name) => name !== keyScheme);
  const { logins } = target;
  const { [schemeSecret(keyScheme)]: login, ...from } = logins?.of ?? {};
  return {
    ...resolved,
    target: {
      ...rest,
      credentials: ['key', ...target.credentials],
      ...(left.length === 0 ? {} : { schemes: left }),
      ...(logins === undefined || login === undefined ? {} : { logins: { ...logins, of: { ...from, key: login } } }),
    },
    secrets: key === undefined ? others : { ...others, key },
  };
};

/** The security scheme that a credential is for. */
const schemeFor = (credential: string, keyScheme: string | undefined): string | undefined =>
  credential.startsWith('scheme:') ? credential.slice('scheme:'.length) : keyScheme;

/**
 * Gives each OAuth client its token URL. One that only the document names is used on the host of the base URL: no secret is sent to
 * another host that the operator has not named.
 */
const withTokenUrls = (resolved: ResolvedTarget, { keyScheme, tokenUrls, cookies }: ContractFacts): ResolvedTarget => {
  const { target, complaint } = resolved;
  if (target.logins === undefined) return resolved;
  const named: Record<string, Login> = { ...target.logins.named };
  for (const [credential, name = ''] of Object.entries(target.logins.of)) {
    const login = named[name];
    const scheme = schemeFor(credential, keyScheme);
    const path = ['logins', name];
    if (login?.kind === 'request' && 'cookie' in login.from && scheme !== undefined && cookies[scheme] !== login.from.cookie) {
      const sent = cookies[scheme] === undefined ? 'in no cookie' : `in the cookie "${cookies[scheme]}"`;
      throw complaint(
        [...path, 'cookie'],
        `the security scheme "${scheme}" is sent ${sent}, as the document says: name that one, or correct the document by an overlay`,
      );
    }
    if (login?.kind !== 'client' || login.tokenUrl !== undefined) continue;
    const printed = scheme === undefined ? undefined : tokenUrls[scheme]?.[login.grant];
    if (printed === undefined)
      throw complaint(
        path,
        `needs "tokenUrl": the document names none for the grant ${login.grant} of the scheme "${scheme ?? credential}"`,
      );
    const base = new URL(`${target.baseUrl}/`);
    const url = URL.canParse(printed, base.href) ? new URL(printed, base) : undefined;
    if (url === undefined) throw complaint(path, 'needs "tokenUrl": that of the document is not an address');
    if (url.hostname !== base.hostname && resolved.isAddressAssumed !== true)
      throw complaint(
        path,
        `needs "tokenUrl": the document names one on ${url.hostname}, which is not the host of the base URL, so it is not used unless you give it`,
      );
    const problem = tokenAddressProblem(url.href, target.allow.includes('plaintext'));
    if (problem !== undefined) throw complaint(path, `needs "tokenUrl": that of the document ${problem}`);
    named[name] = { ...login, tokenUrl: url.href };
  }
  return { ...resolved, target: { ...target, logins: { ...target.logins, named } } };
};

/** RFC 7617, section 2: the credential of basic authentication is a name, a colon and a password. */
const refuseHalfPairs = ({ target, secrets, complaint }: ResolvedTarget, { keyScheme, basicSchemes }: ContractFacts): void => {
  const given = [
    ...(keyScheme === undefined ? [] : [{ scheme: keyScheme, path: ['credentials', 'key'], secret: secrets.key }]),
    ...(target.schemes ?? []).map((scheme) => ({
      scheme,
      path: ['credentials', 'schemes', scheme],
      secret: secrets[schemeSecret(scheme)],
    })),
  ];
  for (const { scheme, path, secret } of given) {
    if (secret === undefined || !basicSchemes.includes(scheme) || secret.includes(':')) continue;
    throw complaint(path, 'contains no colon, but is sent as basic authentication: write it as NAME:PASSWORD, or NAME: without a password');
  }
};

/**
 * Checks a target against its contract: names that the contract does not have, and what only the permission `production` allows.
 * @returns the target with its credentials as the contract defines them.
 * @throws {UsageError} at the key concerned.
 */
export const checkAgainstContract = (resolved: ResolvedTarget, facts: ContractFacts): ResolvedTarget => {
  refuseUnknownNames(resolved, facts);
  refuseUnknownTrigger(resolved, facts);
  refuseProduction(resolved, facts);
  refuseCredentialFields(resolved, facts);
  const sentAs = sentByForm(resolved, facts);
  const known = sentAs.key === undefined ? facts : { ...facts, keyScheme: sentAs.key };
  const settled = withTokenUrls(withKey(withValuesByKey(resolved, facts), known), known);
  refuseHalfPairs(settled, known);
  return Object.keys(sentAs).length === 0 ? settled : { ...settled, target: { ...settled.target, sentAs } };
};

/**
 * For commands that repeat what a run did with its key.
 * @throws {UsageError} where operations require a credential and there is no `key`.
 */
export const demandKey = ({ target, complaint }: ResolvedTarget, { needsKey }: ContractFacts): void => {
  if (needsKey && !target.credentials.includes('key') && target.schemes === undefined)
    throw complaint(['credentials'], `has no "key": give --credential key=env:VARIABLE, or "credentials.key" in the config`);
};

import { isLoopback, isSameHost } from './address.ts';
import { suggestion } from './nearest.ts';
import type { ResolvedTarget } from './resolve-target.ts';
import { urlNames } from './target-config.ts';

/** What a target has to be held against; the caller takes it from the contract. */
export type ContractFacts = {
  /** Addresses printed as production; placeholders in braces stand for anything. */
  readonly production: readonly string[];
  /** Printed forms of credentials for the live environment. */
  readonly liveForms: readonly RegExp[];
  /** At least one operation asks for a credential. */
  readonly needsKey: boolean;
  readonly operations: readonly string[];
  readonly plans: readonly string[];
  readonly fixtures: readonly string[];
  readonly durations: readonly string[];
};

const refuseUnknownNames = ({ target, complaint }: ResolvedTarget, facts: ContractFacts): void => {
  const refuse = (key: 'fixtures' | 'durations' | 'values', known: readonly string[], word: string): void => {
    for (const name of Object.keys(target[key])) {
      if (!known.includes(name)) throw complaint([key, name], `the contract has no ${word} "${name}"${suggestion(name, known)}`);
    }
  };
  refuse('fixtures', facts.fixtures, 'fixture');
  refuse('durations', facts.durations, 'duration');
  refuse('values', facts.operations, 'operation');
  if (target.plan !== undefined && !facts.plans.includes(target.plan)) {
    throw complaint(['plan'], `the contract prints no plan "${target.plan}"${suggestion(target.plan, facts.plans)}`);
  }
};

const refuseProduction = ({ target, secrets, complaint }: ResolvedTarget, facts: ContractFacts): void => {
  if (target.allow.includes('production')) return;
  const addresses = [
    { path: ['baseUrl'], text: target.baseUrl },
    ...urlNames.map((name) => ({ path: ['urls', name], text: target.urls[name] })),
  ];
  let leavesMachine = false;
  for (const { path, text } of addresses) {
    if (text === undefined) continue;
    const { hostname } = new URL(text);
    if (isLoopback(hostname)) continue;
    leavesMachine = true;
    if (facts.production.some((printed) => isSameHost(hostname, printed))) {
      throw complaint(path, `${hostname} is printed in the documentation as production: name a sandbox, or add "production" to allow`);
    }
  }
  if (!leavesMachine) return;
  for (const name of target.credentials) {
    const secret = secrets[name];
    if (secret !== undefined && facts.liveForms.some((form) => form.test(secret))) {
      throw complaint(['credentials', name], 'has the form of a live credential: give one for testing, or add "production" to allow');
    }
  }
};

/**
 * Holds a target against its contract: names that the contract does not know, and what only the permission `production` opens.
 * @throws {UsageError} at the key concerned.
 */
export const checkAgainstContract = (resolved: ResolvedTarget, facts: ContractFacts): void => {
  const { target, complaint } = resolved;
  refuseUnknownNames(resolved, facts);
  refuseProduction(resolved, facts);
  if (facts.needsKey && !target.credentials.includes('key')) {
    throw complaint(['credentials'], `has no "key": give --credential key=env:VARIABLE, or "credentials.key" in the config`);
  }
};

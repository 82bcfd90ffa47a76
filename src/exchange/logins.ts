import { type Pass, secretNameFor } from '../contract/admission.ts';
import type { Exchange, HeaderPair } from '../model/exchange.ts';
import type { CredentialName, PlannedRequest } from '../model/request.ts';
import type { SchemeSecretName, Secrets, Target } from '../model/target.ts';
import type { Route } from './route.ts';
import { obtain, type Obtained } from './login.ts';
import type { Redactor } from './redactor.ts';

/** What is sent together with a credential, besides its own value. */
export type Companions = { readonly cookies: readonly HeaderPair[]; readonly headers: readonly HeaderPair[] };

export const noCompanions: Companions = { cookies: [], headers: [] };

type Name = CredentialName | SchemeSecretName;

/** Obtains the credentials that come from logins, and keeps them for one run, in memory only. */
export type Logins = {
  /** The credentials of the target, with those that logins have given so far. */
  readonly secrets: Secrets;
  companionsOf(name: Name): Companions;
  /** The credentials of a request that come from logins. */
  neededBy(request: PlannedRequest, passes: readonly [Pass, ...Pass[]]): readonly Name[];
  /**
   * Obtains a credential where there is none yet, or where it is about to end.
   * @throws {LoginFailed} where none is given.
   */
  prepare(name: Name, signal: AbortSignal): Promise<void>;
  /**
   * Is a request that was refused with 401 to be sent again? Obtains a new credential if the refused one was accepted before, and at most
   * once for each operation whose refusal a new one does not end.
   * @param used The values of the credentials that the refused request had.
   * @throws {LoginFailed} where none is given.
   */
  renewed(names: readonly Name[], used: readonly (string | undefined)[], operation: string, signal: AbortSignal): Promise<boolean>;
  /** Remembers how a request with a login's credential was answered. */
  answered(names: readonly Name[], exchange: Exchange, again: boolean): void;
};

export type LoginsInput = {
  readonly target: Target;
  readonly secrets: Secrets;
  readonly redactor: Redactor;
  readonly route: Route;
  /** Milliseconds by a steady clock. */
  readonly now: () => number;
};

type Held = Obtained & { readonly endsAt: number; accepted: boolean };

/** Most renewals of one login after refusals; more would show that something else is wrong. */
const mostRenewals = 20;
/** A credential is renewed so many milliseconds before it ends, or after nine tenths of a shorter life. */
const marginMs = 30_000;

const statusOf = ({ reply }: Exchange): number => (reply.kind === 'answer' ? reply.status : 0);

export const createLogins = ({ target, secrets, redactor, route, now }: LoginsInput): Logins => {
  const { named, of } = target.logins ?? { named: {}, of: {} };
  const live: { -readonly [K in keyof Secrets]: Secrets[K] } = { ...secrets };
  const held = new Map<string, Held>();
  const running = new Map<string, Promise<Held>>();
  const renewals = new Map<string, number>();
  /** Operations that refuse a new credential as well. */
  const refusing = new Set<string>();

  const obtainAnew = async (name: string, signal: AbortSignal): Promise<Held> => {
    const login = named[name];
    if (login === undefined) throw new Error(`No login is called "${name}"`);
    const obtained = await obtain(login, {
      name,
      baseUrl: target.baseUrl,
      headers: target.http.headers,
      secrets,
      refreshToken: held.get(name)?.refreshToken,
      timeoutMs: target.http.timeoutMs,
      route,
      signal,
      mask: redactor.add,
    });
    const lifeMs = (obtained.endsIn ?? Number.POSITIVE_INFINITY) * 1000;
    const kept = held.get(name)?.refreshToken;
    const one: Held = {
      ...(kept === undefined ? {} : { refreshToken: kept }),
      ...obtained,
      endsAt: now() + Math.max(lifeMs - marginMs, lifeMs * 0.9),
      accepted: false,
    };
    held.set(name, one);
    for (const [credential, from] of Object.entries(of)) if (from === name) live[credential as Name] = one.value;
    return one;
  };
  /** One request at a time for each login, however many wait for it. */
  const anew = (name: string, signal: AbortSignal): Promise<Held> => {
    const known = running.get(name) ?? obtainAnew(name, signal).finally(() => running.delete(name));
    running.set(name, known);
    return known;
  };

  const loginOf = (name: Name): string | undefined => of[name];

  return {
    secrets: live,
    companionsOf(name) {
      const login = loginOf(name);
      return (login === undefined ? undefined : held.get(login)) ?? noCompanions;
    },
    neededBy({ credential }, passes) {
      if (credential.kind === 'none' || credential.kind === 'blank') return [];
      const [own, ...others] = passes;
      if (credential.kind === 'incomplete')
        return passes
          .filter(({ scheme }) => scheme !== credential.without)
          .map((pass) => secretNameFor('key', pass))
          .filter((name) => loginOf(name) !== undefined);
      const first = 'name' in credential ? [secretNameFor(credential.name, own)] : [];
      return [...first, ...others.map((pass) => secretNameFor('key', pass))].filter((name) => loginOf(name) !== undefined);
    },
    async prepare(name, signal) {
      const login = loginOf(name);
      if (login === undefined) return;
      const known = held.get(login);
      if (known === undefined || known.endsAt <= now()) await anew(login, signal);
    },
    async renewed(names, used, operation, signal) {
      let isNew = false;
      for (const [n, name] of names.entries()) {
        const login = loginOf(name);
        const known = login === undefined ? undefined : held.get(login);
        if (login === undefined || known === undefined || refusing.has(operation)) continue;
        if (known.value === used[n]) {
          const before = renewals.get(login) ?? 0;
          if (!known.accepted || before >= mostRenewals) continue;
          renewals.set(login, before + 1);
          await anew(login, signal);
        }
        isNew = true;
      }
      return isNew;
    },
    answered(names, exchange, again) {
      const status = statusOf(exchange);
      if (again && status === 401) refusing.add(exchange.request.operation ?? exchange.request.path);
      if (status === 0 || status === 401) return;
      for (const name of names) {
        const login = loginOf(name);
        const known = login === undefined ? undefined : held.get(login);
        if (known) known.accepted = true;
      }
    },
  };
};

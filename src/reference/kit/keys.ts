import { randomInt } from 'node:crypto';

/** Where a call goes: the port of the live server or that of the sandbox. A vendor without a sandbox has only a live server. */
export type Environment = 'live' | 'sandbox';

/** Makes a fresh secret. */
export type KeyForm = () => string;

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A prefix followed by so many letters and digits of both cases. At least 16 of them, so that a key cannot be guessed. */
export const keyForm = (prefix: string, length: number): KeyForm => {
  const fresh = (): string => {
    const text = Array.from({ length }, () => alphanumeric.charAt(randomInt(alphanumeric.length))).join('');
    return /[A-Z]/.test(text) && /[a-z]/.test(text) && /\d/.test(text) ? prefix + text : fresh();
  };
  return fresh;
};

/** What a secret gives access to. */
export type Grant<Account> = {
  /** The account in each environment. An environment without an entry does not know the secret. */
  readonly accounts: Readonly<Partial<Record<Environment, Account>>>;
  /** What its holder may do. Default `read` and `write`. */
  readonly scopes?: readonly string[];
  /** A key that clients keep, or a token that is issued for a limited time. Default key. */
  readonly kind?: 'key' | 'token';
  /** Why a secret that was once valid is refused now. */
  readonly ended?: 'revoked' | 'expired';
  /** When it expires, in milliseconds since the epoch. */
  readonly endsAtMs?: number;
};

export type KeyHolder<Account> = Required<Omit<Grant<Account>, 'ended' | 'endsAtMs'>> & {
  /** The name of the credential in a target, or a number for one issued later. */
  readonly name: string;
  readonly secret: string;
  /** Why it is refused at a time in milliseconds since the epoch; undefined while it is valid. */
  endedAt(nowMs: number): 'revoked' | 'expired' | undefined;
};

/** The secrets of one server. */
export type KeyRing<Account> = {
  /** The secrets made at the start, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Undefined for a secret that was never issued. */
  holderOf(secret: string): KeyHolder<Account> | undefined;
  /** Makes another secret, valid at once. */
  issue(form: KeyForm, grant: Grant<Account>): KeyHolder<Account>;
  revoke(secret: string): void;
};

/** The grants, and the form of each secret, by the names of a target's credentials. */
export type KeyPlan<Account> = Readonly<Record<string, Grant<Account> & { readonly form: KeyForm }>>;

/** Makes fresh secrets. */
export const openKeys = <Account>(plan: KeyPlan<Account>): KeyRing<Account> => {
  const holders = new Map<string, KeyHolder<Account>>();
  const revoked = new Set<string>();
  const add = (name: string, form: KeyForm, grant: Grant<Account>): KeyHolder<Account> => {
    const secret = form();
    const { accounts, scopes = ['read', 'write'], kind = 'key', ended, endsAtMs = Infinity } = grant;
    const holder: KeyHolder<Account> = {
      name,
      secret,
      accounts,
      scopes,
      kind,
      endedAt: (nowMs) => (revoked.has(secret) ? 'revoked' : (ended ?? (nowMs >= endsAtMs ? 'expired' : undefined))),
    };
    holders.set(secret, holder);
    return holder;
  };
  const named = Object.entries(plan).map(([name, { form, ...grant }]) => [name, add(name, form, grant).secret]);
  return {
    secrets: Object.fromEntries(named),
    holderOf: (secret) => holders.get(secret),
    issue: (form, grant) => add(`issued-${holders.size}`, form, grant),
    revoke: (secret) => {
      revoked.add(secret);
    },
  };
};

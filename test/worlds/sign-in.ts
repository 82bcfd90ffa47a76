import type { IncomingMessage, ServerResponse } from 'node:http';
import { lockersService, send, type Shown, shownBy } from './lockers.ts';

/** What a service of tests that gives credentials was asked for, and how it behaves. */
export type SignIn = {
  /** Credentials that are accepted now. */
  readonly valid: Set<string>;
  /** Forms and JSON bodies of the requests for a credential, with the header fields. */
  readonly asked: { readonly form: URLSearchParams; readonly text: string; readonly headers: IncomingMessage['headers'] }[];
  /** Requests to the lockers. */
  readonly seen: Shown[];
  /** How many requests a credential serves before it ends; default: any number. */
  uses: number;
  /** What stands in a token answer besides the token. */
  more: Readonly<Record<string, unknown>>;
  /** Answers a request for a credential in place of the service, if it returns true. */
  instead: (outgoing: ServerResponse) => boolean;
};

export const signIn = (): SignIn => ({
  valid: new Set(),
  asked: [],
  seen: [],
  uses: Number.POSITIVE_INFINITY,
  more: { token_type: 'bearer' },
  instead: () => false,
});

const textOf = async (incoming: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

/** The lockers, with a token endpoint at `/token` and a login at `/login`. */
export const signInService = (
  state: SignIn,
  ways: { readonly admits: (shown: Shown, isValid: (text: string | undefined) => boolean) => boolean },
) => {
  const used = new Map<string, number>();
  let given = 0;
  const isValid = (text: string | undefined): boolean => {
    if (text === undefined || !state.valid.has(text)) return false;
    const times = (used.get(text) ?? 0) + 1;
    used.set(text, times);
    return times <= state.uses;
  };
  const fresh = (word: string): string => {
    given += 1;
    const text = `${word}-${given}-f1c03b5d77a94e`;
    state.valid.add(text);
    return text;
  };
  const guarded = lockersService((shown) => ways.admits(shown, isValid), undefined, state.seen);
  const granted = async (incoming: IncomingMessage, outgoing: ServerResponse, path: string): Promise<void> => {
    const text = await textOf(incoming);
    const form = new URLSearchParams(text);
    state.asked.push({ form, text, headers: incoming.headers });
    if (state.instead(outgoing)) return;
    if (path === '/token') return send(outgoing, 200, { access_token: fresh('token'), ...state.more });
    const csrf = fresh('csrf');
    send(
      outgoing,
      200,
      { token: fresh('member'), csrf },
      {
        'set-cookie': [`SID=${fresh('session')}; Path=/; HttpOnly`, `CSRF=${csrf}; Path=/`, 'OLD=; Max-Age=0'],
      },
    );
  };
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { path, method } = shownBy(incoming);
    if (method !== 'POST' || (path !== '/token' && path !== '/login')) return guarded(incoming, outgoing);
    void granted(incoming, outgoing, path);
  };
};

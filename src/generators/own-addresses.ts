import { createHash } from 'node:crypto';
import { isObject } from '../contract/pointer.ts';

const httpAddress = /^https?:\/\//iu;

/** An address below another one, which nothing else in a run has: `https://a.example/hooks/ct-…`; undefined where the text is no address. */
const below = (text: string, own: string): string | undefined => {
  if (!httpAddress.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  url.pathname = `${url.pathname.replace(/\/$/u, '')}/${own}`;
  return url.href;
};

/** An address that the run has made up is taken by itself alone, and a check that sends it again in another letter case means that very one. */
const isOurs = /\bct-/iu;

const mailAddress = /^[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+$/u;

/** An address of e-mail that nobody else has, under a name that is kept for documentation (RFC 2606, section 3); undefined where the text is none. */
const mailOf = (text: string, own: string): string | undefined =>
  mailAddress.test(text) ? `ct-${createHash('sha256').update(own).digest('hex').slice(0, 12)}@example.com` : undefined;

/**
 * A body whose addresses of the web and of e-mail are its own, at any depth: one that a document prints may be taken by what is there already, as a subscription for an address
 * is, or somebody who is a member.
 * @param fresh A text that nothing else in the run has, for the name of a member.
 * @returns The body, and the names of the members that differ.
 */
export const withOwnAddresses = (
  value: Readonly<Record<string, unknown>>,
  fresh: (name: string) => string,
): { readonly value: Readonly<Record<string, unknown>>; readonly madeUp: readonly string[] } => {
  const change = (one: unknown, name: string): unknown => {
    if (typeof one === 'string' && isOurs.test(one)) return one;
    if (typeof one === 'string') return below(one, fresh(name)) ?? mailOf(one, fresh(name)) ?? one;
    return isObject(one) ? Object.fromEntries(Object.entries(one).map(([key, member]) => [key, change(member, key)])) : one;
  };
  const changed = Object.entries(value).map(([name, one]) => [name, change(one, name)] as const);
  const madeUp = changed.filter(([name, one]) => JSON.stringify(one) !== JSON.stringify(value[name])).map(([name]) => name);
  return { value: Object.fromEntries(changed), madeUp };
};

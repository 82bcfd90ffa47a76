import type { RateLimit } from '../../contract/conventions.ts';
import { headerValues, wholeHeader, wholeNumber } from '../../contract/message.ts';
import { combined, customary, parametersIn } from '../../contract/quota-fields.ts';
import type { Exchange } from '../../model/exchange.ts';
import { rememberedByText } from '../../model/remembered.ts';

/** A policy or its state as one item of a structured field has it (RFC 9651): its name and its parameters, as written. */
export type PolicyItem = { readonly name: string; readonly parameters: Readonly<Record<string, string>> };

/** The names of the fields in which an answer announces its policies, and what is left of each (draft-ietf-httpapi-ratelimit-headers). */
export const policyFields = { policies: 'RateLimit-Policy', states: combined.name } as const;

const itemForm =
  /^(?:"(?<quoted>[^"\\]*)"|(?<token>[A-Za-z*][\w.:%*/!#$&'+^`|~-]*)|(?<number>\d+))(?<rest>(?:\s*;\s*[a-z*][\w.*-]*(?:=(?:"[^"\\]*"|:[\w+/=]*:|[^\s;,"]+))?)*)$/u;

/**
 * The items of such a field, in the form of the draft since its version 08 (`"default";q=100;w=60`) and before (`100;w=60`); undefined where one of
 * them has another form.
 */
export const policyItems = (text: string): readonly PolicyItem[] | undefined => {
  const items = text.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/u).map((one) => itemForm.exec(one.trim())?.groups);
  if (items.some((one) => one === undefined)) return undefined;
  return items.flatMap((groups) => {
    if (groups === undefined) return [];
    const { quoted, token, number, rest = '' } = groups;
    const own = [...rest.matchAll(/;\s*([a-z*][\w.*-]*)(?:=("[^"]*"|[^\s;]+))?/gu)].map(
      ([, key = '', value = '']) => [key, value] as const,
    );
    const parameters = Object.fromEntries(own);
    return [{ name: quoted ?? token ?? '', parameters: number === undefined ? parameters : { q: number, ...parameters } }];
  });
};

/** A quota that an answer announces with its window. */
export type AnnouncedPolicy = { readonly limit: number; readonly seconds: number };

/** Names of the older field for the limit; behind it some servers write policies (`100, 100;w=60`). */
const limitFields = ['RateLimit-Limit', 'X-RateLimit-Limit', 'X-Rate-Limit-Limit'] as const;

/** The fields in which policies may stand, in the order in which they count. */
const announcing: readonly string[] = [policyFields.policies, ...limitFields];

/** Nearly all answers of a service announce the same. */
const policiesIn = rememberedByText((text): readonly AnnouncedPolicy[] =>
  (policyItems(text) ?? []).flatMap(({ parameters: { q, w } }) => {
    const [limit, seconds] = [wholeNumber(q ?? ''), wholeNumber(w ?? '')];
    return limit === undefined || seconds === undefined || seconds === 0 ? [] : [{ limit, seconds }];
  }),
);

/** The only policy that an answer announces with a window; undefined where it announces none, or several. */
export const announcedPolicy = (exchange: Exchange): AnnouncedPolicy | undefined => {
  for (const name of announcing) {
    const text = headerValues(exchange, name).join(', ');
    const [first, ...others] = text === '' ? [] : policiesIn(text);
    if (first !== undefined) return others.length > 0 ? undefined : first;
  }
  return undefined;
};

const firstWhole = (exchange: Exchange, names: readonly (string | undefined)[]): number | undefined => {
  for (const name of names) {
    const value = wholeHeader(exchange, name);
    if (value !== undefined) return value;
  }
  return undefined;
};

/** What an answer reports as left of its quota: in the documented field, else in a customary one, else in the field of the draft, of one policy. */
export const reportedRemaining = (rateLimit: RateLimit | undefined, exchange: Exchange): number | undefined => {
  const plain = firstWhole(exchange, [rateLimit?.headers?.remaining, ...customary.remaining]);
  if (plain !== undefined) return plain;
  const [left, ...others] = headerValues(exchange, combined.name).flatMap((text) => parametersIn(text, combined.remaining));
  return left === undefined || others.length > 0 ? undefined : wholeNumber(left);
};

/** How large an answer reports the quota to be. */
export const reportedLimit = (rateLimit: RateLimit | undefined, exchange: Exchange): number | undefined =>
  announcedPolicy(exchange)?.limit ?? firstWhole(exchange, [rateLimit?.headers?.limit, ...limitFields]);

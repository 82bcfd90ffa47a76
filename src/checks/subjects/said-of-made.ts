import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Operation } from '../../contract/model.ts';
import { inWords } from './state-mentions.ts';

/** A member of a body that takes one of several listed texts. */
export type Choice = { readonly name: string; readonly values: readonly string[] };

/** The noun of what a creation makes: `survey` of `POST /boats/{boatId}/surveys`. */
export const madeBy = ({ path }: Operation): string =>
  singular(wordsOf(path.split('/').findLast((part) => !part.startsWith('{')) ?? '').at(-1) ?? '');

/** Words before a noun that leave nothing out: "a new survey". */
const ofAny: ReadonlySet<string> = new Set('a an the this each every any new another such of its first'.split(' '));

/** Does a clause begin with some of what is created alone: "A failed survey", "Failed surveys", "A survey with defects". */
export const isOfSome = (clause: string, made: string, noun: string): boolean => {
  const [, before = ''] = (made === '' ? null : new RegExp(`^ ((?:[a-z0-9]+ ){0,4}?)${made}s? `, 'u').exec(inWords(clause))) ?? [];
  const words = before.split(' ').filter((word) => word !== '');
  const isNarrowed =
    made !== '' && new RegExp(`^ (?:[a-z0-9]+ ){0,4}?${made}s? (?:with|without|that|which|whose|who|by) `, 'u').test(inWords(clause));
  return (
    isNarrowed ||
    ((words.length === 1 || /^(?:an?|each|every|any|the)$/u.test(words[0] ?? '')) &&
      words.some((word) => !ofAny.has(word) && word !== noun))
  );
};

/** What a clause says of one value of a member of what is created, without that value. */
type OfValue = { readonly value: string; readonly rest: string };

/**
 * What a clause says of one value: "A `failed` survey makes …", "Failed surveys make …", "A survey with `result` `failed` makes …", "If the `result` is `failed`, the boat
 * becomes …", "With `result` `failed` the boat becomes …", and "a passed one makes …" behind such a clause.
 */
export const ofOneValue = (clause: string, made: string, { name, values }: Choice, isBehind: boolean): OfValue | undefined => {
  const words = inWords(clause);
  const member = wordsOf(name).join(' ');
  const called = isBehind ? `(?:${made}s?|ones?)` : `${made}s?`;
  const found = values.flatMap((value): readonly OfValue[] => {
    const said = wordsOf(value).join(' ');
    const be = '(?:is|=|equals|of|as|set to)';
    const begins = [
      `^ (?:and |but |while )?(?:(?:an?|any|every|each|the) )?${said} (?:${called}|${member}(?: of (?:the|an?) ${made})?) `,
      `^ (?:(?:an?|any|every|each|the) )?${made}s? (?:with|of|whose) (?:(?:the|an?) )?${member} (?:${be} )?${said} `,
      `^ (?:(?:an?|any|every|each|the) )?${made}s? (?:that|which) (?:has|is|have|are) (?:${member} )?${said} `,
      `^ (?:if|when|where|with|for|on) (?:(?:the|its|an?) )?${member} (?:of the ${made} )?(?:${be} )?${said} (?:then )?`,
      `^ (?:if|when|where|with|for|on|after) (?:the|an?) ${said} ${made} (?:then )?`,
      `^ (?:if|when|where) the ${made} (?:is|has) ${said} (?:then )?`,
    ];
    const [whole] = begins.flatMap((one) => new RegExp(one, 'u').exec(words)?.[0] ?? []);
    return whole === undefined ? [] : [{ value, rest: ` ${words.slice(whole.length)}` }];
  });
  const [one, ...others] = found;
  // "A failed or expired survey", "failed surveys and passed ones": which is meant is not plain.
  const isAlone =
    one !== undefined && others.length === 0 && !values.some((value) => one.rest.includes(` ${wordsOf(value).join(' ')} ${made}`));
  return isAlone ? one : undefined;
};

/** Words that begin with what several do, as one does it: "put the boat" as "puts the boat". */
export const inSingular = (words: string): string =>
  ` ${words.trim().replace(/^(?:move|take|bring|set|put|send|return|mark)(?= )/u, '$&s')} `;

import { sentencesOf } from './sentences.ts';
import { timeMeantBy } from './times/meant-time.ts';
import { wordsOf } from './words.ts';

/** A part of a text that is made of other members of the same body. */
export type ToldPart =
  /** The first letters of another member, filled up on the right. */
  | { readonly kind: 'letters'; readonly count: number; readonly of: string; readonly fill: string | undefined }
  /** The day of another member, in a form such as `YYMMDD`. */
  | { readonly kind: 'day'; readonly of: string; readonly form: string }
  /** So many letters or digits that nothing else decides. */
  | { readonly kind: 'any'; readonly count: number };

/** A member whose value a text says to be made of others, part by part. */
export type ToldComposition = { readonly member: string; readonly parts: readonly ToldPart[] };

/** The members of a body, and those that hold a day or a moment. */
type Members = { readonly names: readonly string[]; readonly times: readonly string[] };

const numerals: readonly string[] = 'zero one two three four five six seven eight nine ten'.split(' ');
const count = String.raw`(?:\d{1,2}|${numerals.slice(1).join('|')})`;
const countOf = (word: string): number => (/^\d/u.test(word) ? Number(word) : numerals.indexOf(word.toLowerCase()));

/** "is built from", "consists of", "is made up of", "is the first three letters of". */
const composed =
  /^\s*(?:is|are|gets?)?\s*(?:always )?(?:(?:built|made|composed|formed|put together|derived|assembled|generated) (?:up )?(?:from|of|out of|by)|consists of|consist of|contains, in this order,)\s+/iu;

/** Words without which no sentence has such a list. */
const hint = /built|made|composed|formed|put together|derived|assembled|generated|consists? of|contains, in this order/iu;

/** What stands between the parts of such a list. */
const separator = /\s*(?:,|;)?\s+(?:and )?then\s+|\s*,?\s+followed by\s+|\s*;\s*|\s*\+\s*/iu;

const lettersOf = new RegExp(
  String.raw`^(?:the )?(?:first )?(?<count>${count}) (?:first )?(?:upper[- ]case |capital )?(?:letters|characters|chars) (?:for|of|from) (?<of>[\p{L}_ '’\x60]+?)$`,
  'iu',
);
const dayAs =
  /^(?<of>[\p{L}_ '’`]+?) (?:as|in the form(?: of)?|written as|formatted as|in the format)\s+`?(?<form>(?:YYYY|YY|MM|DD)(?:[-/.]?(?:YYYY|YY|MM|DD)){0,2})`?$/u;
const anyOf = new RegExp(
  String.raw`^(?<count>${count}) (?:upper[- ]case |capital |random |further |more |arbitrary )*(?:letters|digits|characters)(?: (?!(?:for|of|from)\b)[^,]*)?$`,
  'iu',
);

/** "filled up on the right with `9`", "padded with X". */
const filling = /\b(?:filled(?: up)?|padded)(?: on the right)? (?:with|by) [`"“']?(?<fill>[A-Za-z0-9_-])(?![A-Za-z0-9])/u;

const without = (phrase: string): readonly string[] =>
  wordsOf(phrase.replaceAll(/[`'’]s?\b|`/gu, ' ')).filter(
    (word) => !['the', 'a', 'an', 'of', 'its', 'their', 'his', 'her', 'your'].includes(word),
  );

/** The one member that a phrase means by all of its words: "the family name" for `family_name`. */
const memberMeantBy = (phrase: string, names: readonly string[]): string | undefined => {
  const words = without(phrase).join(' ');
  return names.find((name) => wordsOf(name).join(' ') === words);
};

const partIn = (said: string, { names, times }: Members): ToldPart | undefined => {
  const note = [...said.matchAll(/\(([^()]*)\)/gu)].map(([, inside = '']) => inside).join(' ');
  const plain = said.replaceAll(/\s*\([^()]*\)/gu, '').trim();
  const letters = lettersOf.exec(plain)?.groups;
  if (letters) {
    const of = memberMeantBy(letters['of'] ?? '', names);
    return of === undefined
      ? undefined
      : { kind: 'letters', count: countOf(letters['count'] ?? ''), of, fill: filling.exec(`${note} ${plain}`)?.groups?.['fill'] };
  }
  const day = dayAs.exec(plain)?.groups;
  if (day) {
    const of = memberMeantBy(day['of'] ?? '', times) ?? timeMeantBy(without(day['of'] ?? ''), { names, times });
    return of === undefined ? undefined : { kind: 'day', of, form: day['form'] ?? '' };
  }
  const any = anyOf.exec(plain)?.groups;
  return any ? { kind: 'any', count: countOf(any['count'] ?? '') } : undefined;
};

/**
 * The members that a text says to be made of others: "`number` is built from the driver's own data: five characters for the family name (filled up with `9`), then the birth date as
 * `YYMMDD`, then two letters". Only where every part is understood, and one of them at least is of another member.
 */
export const compositionsToldIn = (text: string, members: Members): readonly ToldComposition[] =>
  sentencesOf(text).flatMap((sentence): readonly ToldComposition[] => {
    if (!hint.test(sentence)) return [];
    const bare = sentence.replace(/[.!]$/u, '');
    return members.names.flatMap((member): readonly ToldComposition[] => {
      const words = wordsOf(member).join('[ _-]');
      const begin = new RegExp(String.raw`^(?:(?:the|an?|each|every) )?(?:\x60${member}\x60|${words})(?=\s)`, 'iu').exec(bare);
      if (!begin) return [];
      const rest = bare.slice(begin[0].length);
      const lead = composed.exec(rest);
      if (!lead) return [];
      const said = rest.slice(lead[0].length).replace(/^[^:()]*:\s+/u, '');
      const others = { names: members.names.filter((one) => one !== member), times: members.times.filter((one) => one !== member) };
      const parts = said.split(separator).map((one) => partIn(one, others));
      const known = parts.filter((one) => one !== undefined);
      return known.length === parts.length && known.some(({ kind }) => kind !== 'any') ? [{ member, parts: known }] : [];
    });
  });

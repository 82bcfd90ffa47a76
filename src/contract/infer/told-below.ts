import { literalPattern } from '../pattern/literal-pattern.ts';
import { markedValues } from './marked-values.ts';
import { idWords } from './reference-types.ts';
import { sentencesOf } from './sentences.ts';
import type { Listing, ToldCondition } from './told-conditions.ts';
import { wordsOf } from './words.ts';

/** What a thing of one kind is in, or below: a thing of another kind, which a member names. */
export type ToldBelow = {
  /** The member that names what is above. */
  readonly member: string;
  /** The member that lists the kinds. */
  readonly by: string;
  readonly value: string;
  /** The kind of what is above. */
  readonly above: string;
};

const one = '(?:(?:an?|each|every|all|any|the|another|one|its|their) )?';
const being =
  '(?:stands?|lies?|sits?|lives?|hangs?|goes|belongs?|(?:is|are)(?: placed| kept| put| made| created)?|(?:must|has to|have to|needs? to) (?:be|stand|lie|sit|hang|belong)(?: placed| kept| put)?)';
const within = '(?:in|into|on|under|below|beneath|inside|within|to|of)';
const naming = '(?:names?|gives?|holds?|says|states|tells|refers to|points to|identifies|is)';

const formsFor = (member: string): readonly RegExp[] => {
  const named = literalPattern(`{${member}}`);
  return [
    String.raw`${one}<(?<value>[^<>]+)> ${being} ${within} ${one}<(?<above>[^<>]+)>,? (?:which|that|whose id) ${named} ${naming}`,
    String.raw`${one}<(?<value>[^<>]+)> ${being} ${within} ${one}<(?<above>[^<>]+)>,? (?:named|given|told|identified) (?:by|in|as) (?:its )?${named}`,
    String.raw`${one}<(?<value>[^<>]+)> (?:needs?|requires?|has|have) ${one}<(?<above>[^<>]+)>,? (?:as (?:its )?(?:parent )?|in |\()${named}`,
    String.raw`${named} of ${one}<(?<value>[^<>]+)> (?:names|refers to|points to|is|must be|has to be|must name|has to name) ${one}<(?<above>[^<>]+)>`,
  ].map((form) => new RegExp(`(?<![\\p{L}<])${form}`, 'giu'));
};

/** Words by which a sentence says that it has to be so, or that it is refused otherwise; "(422 for an unknown one)" is about another mistake. */
const demanding = /\b(?:must|has to|have to|needs?(?! no\b)|required?|requires)\b|\((?:otherwise |else )?4(?:00|22)(?: otherwise)?\)/iu;

/** A sentence by which anything else is refused: "Other combinations are refused with 422". */
const refusingOthers =
  /\b(?:otherwise|(?:anything|everything|any|all|every) (?:else|other)|other (?:combinations?|kinds?|parents?|places?))\b[^.;]*\b(?:4(?:00|22)|refused|rejected)\b|\b4(?:00|22) (?:otherwise|for (?:anything|everything|any|all|every) (?:else|other))\b/iu;

/** Words by which something may be left out after all: "or on its own", "by default", "if none is given". */
const sparing = /\b(?:if|when|where|while|once|default|alone|none|or (?:on|in|at|stands?|lies?|nothing|nowhere))\b/iu;

/** Words by which a sentence holds for some, or sometimes. */
const hedging = /\b(?:may|can|could|might|usually|normally|often|sometimes|optional(?:ly)?|unless|except)\b/iu;

const sureSentences = (text: string): readonly string[] =>
  sentencesOf(text)
    .flatMap((sentence) => sentence.split(/;\s+/u))
    .filter((sentence) => !hedging.test(sentence));

const textsIn = (values: readonly unknown[]): readonly string[] => values.filter((value) => typeof value === 'string');

/** What a text says that things of one kind are in things of another one: "A BAY lies in a HALL, which hallId names", "`parentId` of a bay is a hall". */
export const belowToldIn = (text: string, listing: Listing): readonly ToldBelow[] =>
  [...listing].flatMap(([by, listed]) => {
    const values = textsIn(listed);
    const members = [...listing.keys()].filter(
      (name) => name !== by && wordsOf(name).some((word) => idWords.has(word) || word === 'parent'),
    );
    if (values.length < 2 || members.length === 0) return [];
    return sureSentences(text).flatMap((sentence) => {
      const said = markedValues(sentence, values, members);
      return members.flatMap((member) =>
        formsFor(member)
          .flatMap((form) => [...said.matchAll(form)])
          .flatMap(({ groups }): readonly ToldBelow[] => {
            const { value = '', above = '' } = groups ?? {};
            return value === above ? [] : [{ member, by, value, above }];
          }),
      );
    });
  });

/** The same as conditions of what has to be sent: what is in another thing names that, and what "has no parent" names none. */
export const belowConditionsIn = (text: string, listing: Listing): readonly ToldCondition[] => {
  const sentences = sentencesOf(text);
  const isRefused = sentences.some((sentence) => refusingOthers.test(sentence));
  const told = sentences
    .filter((sentence) => (isRefused || demanding.test(sentence)) && !sparing.test(sentence))
    .flatMap((sentence) => belowToldIn(sentence, listing));
  return told.flatMap(({ member, by, value }): readonly ToldCondition[] => {
    const noun = wordsOf(member)
      .filter((word) => !idWords.has(word))
      .join(' ');
    const values = textsIn(listing.get(by) ?? []);
    const without = new RegExp(
      String.raw`(?<![\p{L}<])${one}<(?<value>[^<>]+)> (?:has|have|takes?) no (?:\{${literalPattern(member)}\}|${noun}s?)(?!\p{L})`,
      'giu',
    );
    const bare = sureSentences(text)
      .flatMap((sentence) => [...markedValues(sentence, values, [member]).matchAll(without)])
      .flatMap(({ groups }) => groups?.['value'] ?? []);
    return [
      { member, rule: 'required', by, values: [value] },
      ...(bare.length > 0 && !bare.includes(value) ? [{ member, rule: 'forbidden', by, values: bare } as const] : []),
    ];
  });
};

import { sentencesOf } from './sentences.ts';

/** Members of a body of which a text wants one or another: "Give either the `deposit_id`, or `boat_id` and `days`, not both". */
export type ToldAlternatives = {
  /** The members that go together, in the order of the text. */
  readonly groups: readonly (readonly string[])[];
  /** Does the text say that no two of them go together. */
  readonly isExclusive: boolean;
  /** Does the schema itself say it. */
  readonly isOfSchema?: true;
};

const marked = /[`"“]([\w.-]+)[`"”]/gu;

/** Words that ask for what is named behind them. */
const asking =
  '(?:give|send|pass|name|provide|supply|specify|state|set|use|include|contains?|needs?|requires?|takes?|expects?|(?:must|has to|have to|needs? to) (?:have|name|give|contain|carry|include|state|specify|provide|be (?:sent|given) with))';

/** What begins the alternatives. */
const leads = [
  new RegExp(String.raw`\b${asking} (?:it |exactly )?(?:either|(?:exactly |only )?one of|one or the other of)\b:? (?<list>.+)$`, 'iu'),
  /^(?:exactly|precisely) one of (?<list>.+?) (?:is|are|must be|has to be|needs to be|have to be) (?:required|needed|mandatory|given|sent|set|present|provided|there)\b(?<rest>.*)$/iu,
  /^(?:either|one of) (?<list>.+?) (?:is|are) (?:required|needed|mandatory|necessary)\b(?<rest>.*)$/iu,
  /^(?:either|one of) (?<list>.+?) (?:must|has to|have to|needs? to) be (?:given|sent|set|present|provided|there|specified|supplied)\b(?<rest>.*)$/iu,
  new RegExp(
    String.raw`^(?:you (?:must|have to|need to) )?${asking} (?<list>[^;:.]+? or [^;:.]+),? (?:but )?(?:not|never) both\b(?<rest>.*)$`,
    'iu',
  ),
];

/** What needs one thing or another, each in marks: "Needs a `tableId` or a `bookingId`", where an aside may say of both and of neither. */
const needing =
  /^(?:(?:it|this|the body|the request|an? [\w-]+|each [\w-]+|every [\w-]+) )?(?:needs?|requires?) (?:an? |the )?(?<list>`[\w.-]+`(?:,? or (?:an? |the )?`[\w.-]+`)+)(?:,? or both)?\.?$/iu;

const needed = (sentence: string): { readonly [name: string]: string } | undefined =>
  needing.exec(sentence.replaceAll(/\s*\([^()]*\)/gu, '').trim())?.groups;

/** Words by which a sentence speaks of some bodies only, or of answers, or leaves the choice open. */
const open =
  /\b(?:if|when|whenever|where|unless|while|otherwise|may|can|could|might|optional(?:ly)?|except|answers?|responses?|returns?|returned|or (?:both|none|neither)|and\/or)\b/iu;

const exclusive = /\b(?:not|never) both\b|\b(?:exactly|precisely|only) one\b|\b(?:not|never) (?:several|together|more than one)\b/iu;

/** Where the alternatives of a sentence end. */
const ending = /,? (?:but )?(?:not|never) (?:both|several|together|more than one)\b.*$|;.*$|\s[–—-]\s.*$|\.$/iu;

const groupsIn = (list: string): readonly (readonly string[])[] => {
  const parts = list
    .replace(ending, '')
    .split(/,? or (?:else |both )?/iu)
    .map((part) => part.trim());
  const named = parts.map((part) => [...part.matchAll(marked)].map(([, name = '']) => name));
  const [first] = named;
  // "One of `a`, `b` and `c`" has no "or": each is an alternative.
  if (named.length === 1 && first) return first.map((name) => [name]);
  // "Either `a`, `b` or `c`".
  return named.flatMap((group, n) =>
    n < named.length - 1 && group.length > 1 && !/ (?:and|with|together with|plus|&) /iu.test(parts[n] ?? '')
      ? group.map((name) => [name])
      : [group],
  );
};

/**
 * The alternatives that a text tells between the members of a body. Only where every marked word of the list is a member, no member is in two of them, and the sentence
 * holds for all bodies.
 * @param names The members that the schema lets a body leave out.
 */
export const alternativesToldIn = (text: string, names: readonly string[]): readonly ToldAlternatives[] =>
  sentencesOf(text).flatMap((sentence): readonly ToldAlternatives[] => {
    if (!/\b(?:either|one of|or)\b/iu.test(sentence)) return [];
    const isOpen = open.test(sentence.replaceAll(/`[^`]*`/gu, '``'));
    const found =
      needed(sentence) ?? (isOpen ? undefined : leads.map((lead) => lead.exec(sentence)?.groups).find((one) => one !== undefined));
    if (!found) return [];
    const groups = groupsIn((found['list'] ?? '').replaceAll(/\s*\([^()]*\)/gu, ''));
    const all = groups.flat();
    const isPlain = groups.length > 1 && groups.every((group) => group.length > 0) && new Set(all).size === all.length;
    return isPlain && all.every((name) => names.includes(name)) ? [{ groups, isExclusive: exclusive.test(sentence) }] : [];
  });

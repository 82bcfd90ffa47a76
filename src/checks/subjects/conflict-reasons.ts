import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { State } from './state-mentions.ts';

/** What the reasons of a conflict say of the states of a resource: in which it is refused, and the only ones in which it is not. */
export type Reasons = { readonly refused: readonly State[]; readonly allowed: readonly State[] };

/** A code in brackets, at which one of several reasons ends: "not a draft (`INVALID_STATE`), or nobody is assigned (`SHIFT_UNASSIGNED`)". */
const code = /\s*\(`?[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)*`?\)/u;

/** Where another reason begins that has a subject of its own: "The lease is not open, or all rooms of the house are taken". */
const ofOther =
  /,? or (?=(?:(?:all|some|none|one|each) of )?(?:(?:the|its|this|another|an?|all|every|each|some|no) )?(?:[\w-]+ )(?:(?:of|in|on|for) (?:(?:the|its|this|an?) )?[\w-]+ )?(?:is|are|has|have|was|were|does|do|cannot|can)\b)/iu;

const reasonsOf = (description: string): readonly string[] =>
  description
    .replaceAll(/\s+/gu, ' ')
    .split(ofOther)
    .join('; ')
    .split(new RegExp(String.raw`(?<=${code.source})(?:[,;.]? (?:(?:or|and) )?|[,;.]?$)|;\s+(?:or )?|\.\s+`, 'u'))
    .map((one) =>
      one
        .replace(code, '')
        .replace(/[.,;:]+$/u, '')
        .trim(),
    )
    .filter((one) => one !== '');

const adverbs = String.raw`(?:already|currently|still|now|otherwise|by now|just)`;
const behind = String.raw`(?: (?:already|before|any ?more|anyway|by now|yet|any longer|at that time|then))?`;
const negation = String.raw`(?:no longer|not|no|neither|nor)`;

/** The part of a word by which a resource may be called for short: `sheet` of `timesheet`. */
const least = 4;

/** Is a word the noun of a resource, or the end of it. */
const isNoun = (words: readonly string[], noun: string): boolean => {
  const said = singular(words.at(-1) ?? '');
  return said === noun || (said.length >= least && noun.endsWith(said));
};

/**
 * What the description of a 409 says of the states of a resource, reason by reason, where one of them is nothing but states: "the request is not `PENDING` (`INVALID_STATE`)", "closed already",
 * "rejected, or cancelled before". Other reasons say nothing here.
 * @param mayElide May a reason leave out what it is about: then that is the resource.
 */
export const reasonsIn = (description: string, states: readonly State[], noun: string, mayElide: boolean): Reasons => {
  const refused: State[] = [];
  const allowed: State[] = [];
  const byLength = states.toSorted((a, b) => b.name.length - a.name.length);
  const any = byLength.map(({ name }) => name.split(' ').map(literalPattern).join('[ _-]')).join('|');
  if (any === '' || noun === '') return { refused, allowed };
  const one = String.raw`(?:or |and |nor )?(?:${adverbs} )*(?<not>${negation} )?(?:${adverbs} )*(?:in (?:the )?(?:state |status )?|an? |the )?(?:state |status )?(?<state>${any})s?${behind}`;
  const subject =
    /^(?:(?:if|when|where|because|as|since) )?(?<subject>(?:(?:the|this|its|an?) )?(?:[\w-]+ ){0,2}?[\w-]+) (?:is|was|are|were|has been|have been) (?<rest>.+)$/iu;
  for (const reason of reasonsOf(description)) {
    const plain = reason.replaceAll(/[`"“”]/gu, '');
    const { subject: named, rest } = subject.exec(plain)?.groups ?? {};
    const about = named?.replace(/^(?:the|this|its|an?) /iu, '').toLowerCase();
    if (about === undefined ? !mayElide : about === 'it' ? !mayElide : !isNoun(wordsOf(about), noun)) continue;
    const parts = (rest ?? plain)
      .split(/,\s*|\s+(?=(?:or|and|nor)\s)/u)
      .map((part) => new RegExp(`^${one}$`, 'iu').exec(part.trim())?.groups);
    if (parts.length === 0 || parts.some((part) => part === undefined)) continue;
    let isNot = false;
    for (const part of parts) {
      const state = byLength.find(({ name }) => name === wordsOf(part?.['state'] ?? '').join(' '));
      if (!state) continue;
      // "Neither open nor late", "not open or late": the negation holds for what follows; "published or no draft any more" begins one.
      isNot = part?.['not'] !== undefined || isNot;
      (isNot ? allowed : refused).push(state);
    }
  }
  return { refused: [...new Set(refused)], allowed: [...new Set(allowed)] };
};

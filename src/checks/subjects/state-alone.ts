import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import type { State } from './state-mentions.ts';

/** A member that has a value in some states alone, by its description. */
export type InStateAlone = { readonly member: string; readonly states: readonly State[]; readonly sentence: string };

const nothing = String.raw`(?:null|not set|unset|empty|absent|missing|left out|omitted|not (?:there|present|given|shown)|without a value)`;
const other = String.raw`in (?:any|all|every|each) (?:the )?other (?:state|status)(?:es|s)?`;

/** "Not set in any other state": the states stand before it, or in the name of the member. */
const elsewhere = new RegExp(String.raw`\b${nothing} ${other}\b|\b${other},? (?:it (?:is|stays) |this is )?${nothing}\b`, 'iu');

/** "Only while the boat is moored": the states stand behind it. A "when" or an "unless" may also mean for good from then on. */
const alone = new RegExp(
  String.raw`\b(?:only|just|exclusively) (?:set |present |given |filled |there |shown |known |has a value )?(?:while|as long as|during|in (?:the )?(?:state|status))\b(?<rest>[^.;]*)|\b${nothing} (?:unless|except|but) (?:in (?:the )?(?:state|status)|(?:while|(?:its|the) (?:state|status) is))\b(?<kept>[^.;]*)`,
  'iu',
);

/** Words by which it is not always so, or about something else. */
const hedged =
  /\b(?:usually|normally|mostly|generally|may|might|can|could|should|for (?:staff|admins?|owners?|guests?)|callers?|visible to|has been|was|were|had|once|after|until|before|and (?:the|a|an|no|not|has|have|with|at)|first time|last|always|afterwards|later|some time|for a (?:while|moment|day)|remains?|kept for|for others|in the list)\b/iu;

/** The states that a text names, by their own values or in words. */
const namedIn = (text: string, states: readonly State[]): readonly State[] =>
  states.filter(({ name, value }) =>
    [name, String(value)].some((one) => one !== '' && new RegExp(String.raw`(?<![\w-])${literalPattern(one)}(?![\w-])`, 'iu').test(text)),
  );

/** What the description of a member says of the states in which it has a value; undefined where it says of none, or of all. */
export const stateAlone = (contract: Contract, member: string, schema: Schema, states: readonly State[]): InStateAlone | undefined => {
  for (const text of descriptionsIn(contract.document, schema)) {
    const plain = text.replaceAll(/[`*"]/gu, '').replaceAll(/\s+/gu, ' ').trim();
    if (hedged.test(plain)) continue;
    const behind = alone.exec(plain)?.groups;
    const rest = behind?.['rest'] ?? behind?.['kept'];
    const byName = (): readonly State[] => states.filter(({ name }) => name === wordsOf(member).slice(0, -1).join(' '));
    const told = namedIn(plain, states);
    const meant = elsewhere.test(plain) ? (told.length > 0 ? told : byName()) : rest === undefined ? [] : namedIn(rest, states);
    // "Only while it is not paused" excludes what it names.
    if (rest !== undefined && /\b(?:not|no longer|never|n't)\b/iu.test(rest)) continue;
    // "Only while it is moored or being towed" names something that may be another state.
    if (rest !== undefined && rest.split(/,? or /u).some((part) => namedIn(part, states).length === 0)) continue;
    if (meant.length > 0 && meant.length < states.length) return { member, states: meant, sentence: plain };
  }
  return undefined;
};

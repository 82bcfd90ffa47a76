import { isActing } from '../../contract/infer/acting.ts';
import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { isRefusalDenied } from '../../contract/infer/refusal-sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { numerals } from '../../contract/infer/numerals.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { participlesOf, verbOf } from './action-words.ts';
import { onOwnResource } from './own-resources.ts';

/** An action that the document says to be possible a number of times on one resource: "A loan can be renewed twice". */
export type ToldUses = Subject & {
  readonly use: Operation;
  readonly limit: number;
  readonly sentence: string;
  /** Does the sentence say itself that one time more is refused; else it may also be done without effect. */
  readonly isRefused: boolean;
};

/** No action is called more often than this to find out whether it ends. */
const mostUses = 5;

const counts = `(?<count>once|twice|thrice|(?:\\d|${numerals.slice(2, mostUses + 1).join('|')}) times)`;
const before = '(?:(?:at (?:the )?most|no more than|not more than|up to|only|a maximum of) )?';
const behind = '(?: (?:at (?:the )?most|at maximum|only|and no more|and not more|altogether|in total|in all))*';
const often = `${before}${counts}${behind}`;
/** The same with a word that makes it a bound: "Possible twice" may be an example. */
const bounded = `(?:${before.slice(0, -1)}${counts}${behind}|${counts.replace('count', 'times')}${behind.slice(0, -1)}+)`;

const number = `(?<amount>\\d|${numerals.slice(1, mostUses + 1).join('|')})`;
const most = '(?:at (?:the )?most|no more than|not more than|up to|only|a maximum of)';

/** What lets some have more, or the number be another one; and what is done a number of times for nothing, or by itself. */
const loosens =
  /\b(?:unless|except|by default|usual(?:ly)?|normally|typically|generally|should|recommend\w*|depend\w*|contact|on request|guests?|plans?|tiers?|rais(?:es?|ed|ing)|lift\w*|upgrad\w*|exempt\w*|waiv\w*|unlimited|no limit|any number|more often|soft|buy|bought|purchas\w*|free|fees?|charg\w*|costs?|remind\w*|retr(?:y|ies|ied)\w*|reset\w*|again after|anew|idempotent|no effect|without effect|unchanged|ignor\w+|harmless|no harm)\b|\bmore (?:if|for|with|on|by|can|may)\b/iu;

/** What makes the number another one for some or at some time, or says that the refusal is of something else. */
const otherwise =
  /\b(?:or|and) (?:once|twice|thrice|\d|one|two|three|four|five)\b|[(,] ?(?:once|twice|thrice|\d|two|three|four|five)\b(?!\d\d)|\b(?:per|each|every|a|one|in a|in one|in the|within a|calendar|high|low|next) (?:calendar |high |low |next )?(?:minute|hour|day|week|month|quarter|year|season|term)s?\b|\bonly (?:the )?[a-z]+ (?:can|may)\b|\b(?:by (?:the|an?)|staff|admin\w*|wardens?|managers?)\b|\b(?:not|never|no|without)\b[^,;]{0,30}\b(?:refus|reject|error|conflict|4\d\d)|\b(?:same (?:key|request)|repeat\w*|sent twice)\b/u;

/** What refuses one time more. */
const refuses =
  /\b4\d\d\b|\b(?:refus|reject)\w+|\b(?:error|conflict)\b|\bnot (?:possible|accepted|allowed)\b|\b(?:anything|nothing|whatever|any) (?:more|further|beyond)\b/u;

const verbs = (verb: string): string => {
  const [first = '', ...more] = verb.split(' ');
  const forms = first.endsWith('y') ? `${first.slice(0, -1)}(?:y|ies)` : `${first}(?:e?s)?`;
  return [forms, ...more].join(' ');
};

/** The nouns of a verb: "renewal" of "renew", "extension" of "extend", "postponement" of "postpone". */
const nominals = (verb: string): string => {
  const [first = ''] = verb.split(' ');
  const stem = first.slice(0, Math.max(4, first.length - 2));
  return `(?:${first}s?|${stem}[a-z]{0,3}(?:als?|[st]ions?|ings?|ments?))`;
};

/** How a clause says so, where every word of it is understood. */
const formsOf = (operation: Operation, nouns: readonly string[]): readonly { readonly form: RegExp; readonly isNamed: boolean }[] => {
  const verb = verbOf(operation);
  const kinds = nouns.slice(0, -1).map((word) => `(?:${word}[ -])?`);
  const things = `(?:${kinds.join('')}${nouns.at(-1) ?? ''}(?:e?s)?)`;
  const done = `(?:${participlesOf(verb).join('|')})`;
  const one = '(?:(?:an?|each|every|any|one|the|all|this|that) )?';
  const can = '(?:(?:can|may) (?:only )?be|(?<happens>is|are)(?: only)?)';
  const nominal = nominals(verb);
  const per = `(?:(?:per|(?:for|of) (?:an?|each|every|any|one|the)) ${things})`;
  return [
    { form: `${one}${things} ${can} ${done} ${often}`, isNamed: true },
    { form: `(?:it|they) ${can} ${done} ${often}`, isNamed: false },
    {
      form: `only (?:[a-z]+ ){1,2}?${things}(?: of (?:[a-z-]+ ?){1,3}?)? (?:can|may) be ${done},? (?:and )?(?:each|every one|any one)(?: of them)? ${often}`,
      isNamed: true,
    },
    { form: `${one}${things} (?:has|can have|may have|gets|takes|allows|can get|may get) ${most} ${number} ${nominal}`, isNamed: true },
    { form: `(?:there (?:can|may) be )?${most} ${number} ${nominal} ${per}`, isNamed: true },
    { form: `(?:(?:this|that|it) is )?(?:possible|allowed|permitted|accepted) ${often}(?: ${per})?`, isNamed: false },
    { form: `(?:(?:this|that|it) is )?${bounded}(?: ${per})?`, isNamed: false },
    { form: `${verbs(verb)} ${one}${things},? ${bounded}`, isNamed: false },
  ].map(({ form, isNamed }) => ({ form: new RegExp(`^${form}(?<rest>$|[ ]?[,;:(—–-].*$| and .*$)`, 'u'), isNamed }));
};

const valueOf = (said: string): number => {
  const [first = ''] = said.split(' ');
  const known = ['once', 'twice', 'thrice'].indexOf(first) + 1;
  const named = numerals.indexOf(first);
  return known > 0 ? known : named > 0 ? named : Number(first);
};

const plainOf = (sentence: string): string => sentence.toLowerCase().replaceAll(/[`*_]/gu, '').replace(/[.!]$/u, '').trim();

/** The number of times in a sentence; undefined where it says none, or not of all resources. */
const timesIn = (
  sentence: string,
  forms: ReturnType<typeof formsOf>,
  isOwnText: boolean,
): Pick<ToldUses, 'limit' | 'isRefused'> | undefined => {
  const plain = plainOf(sentence);
  for (const { form, isNamed } of forms) {
    const { groups } = form.exec(plain) ?? {};
    if (!groups || (!isNamed && !isOwnText)) continue;
    const rest = groups['rest'] ?? '';
    const isRefused = refuses.test(rest);
    // "A report is sent once" may say what happens, and not what may.
    if (
      loosens.test(rest) ||
      otherwise.test(rest) ||
      isDoubtful(plain) ||
      isRefusalDenied(plain) ||
      (!isRefused && (/\w/u.test(rest) || groups['happens'] !== undefined))
    )
      continue;
    const limit = valueOf(groups['count'] ?? groups['times'] ?? groups['amount'] ?? '');
    if (limit >= 1 && limit <= mostUses) return { limit, isRefused };
  }
  return undefined;
};

/** "Members extend as often as they like." */
const asOften = /\b(?:as often as|as many times as|any number of times|without (?:a |any )?limit|unlimited)\b/iu;

/** "This limit is not enforced yet." */
const isUnenforced = /\b(?:not|never) (?:yet )?(?:enforced|checked|applied|in force)\b/iu;

/** The sentences of texts that those around them do not loosen. */
const standing = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) => {
    const sentences = sentencesOf(text);
    return sentences.filter((_, n) => {
      const [last = '', next = ''] = [sentences[n - 1], sentences[n + 1]];
      return !loosens.test(next) && !holdsForSome(next) && !asOften.test(last) && !isUnenforced.test(last);
    });
  });

const refusing: ReadonlySet<string> = new Set(['400', '403', '409', '422', '4XX', 'default']);

/**
 * The actions of a contract that is held to the standard requirements on what a run can create, which are possible a number of times by their text, that of their tag or
 * the introduction, and describe a refusal.
 */
export const toldUses = (contract: Contract): readonly ToldUses[] => {
  const { document } = contract;
  if (contract.standard.size === 0) return [];
  return contract.operations.flatMap((use): readonly ToldUses[] => {
    const on = isActing(use) && use.effect !== 'safe' && use.unsupported === undefined ? onOwnResource(contract, use) : undefined;
    const isRefused = use.responses.some(({ status }) => refusing.has(status));
    const nouns = on ? nounWordsOf(on.resourceType.name) : [];
    if (!on || !isRefused || nouns.length === 0 || verbOf(use) === '') return [];
    const node = valueAt(document, nodeOf(use.location));
    const forms = formsOf(use, nouns.map(singular));
    const found = [
      { texts: saidIn(node), isOwnText: true },
      { texts: [...(isObject(node) ? saidOfTags(document, node) : []), ...saidIn(document['info'])], isOwnText: false },
    ].flatMap(({ texts, isOwnText }) =>
      standing(texts).flatMap((sentence) => {
        const told = timesIn(sentence, forms, isOwnText);
        return told === undefined ? [] : [{ ...told, sentence }];
      }),
    );
    const [first, ...rest] = found;
    return first && rest.every(({ limit }) => limit === first.limit) ? [at(use.location, { use, ...first })] : [];
  });
};

import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract } from '../../contract/model.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type OwnKind, ownKinds } from './own-kinds.ts';

/** A list that shows, as its text says, only those which name no other one of their type: "Without `parentId` only those that are no replies". */
export type TopLevelList = Subject & { readonly kind: OwnKind; readonly list: Collection; readonly sentence: string };

/** Words by which others are listed as well, or not always, or somewhere else. */
const hedged =
  /\b(?:first|then|also|too|as well|and (?:then )?(?:all|their)|with (?:their|all|its)|followed|nested|embedded|inside|usually|normally|mostly|may|might|can|could|counts?|counted|total|unless|except|sorted|ordered by|admins?|staff|deleted|orphan\w*)\b/iu;

const without = (parameter: string): string => {
  const named = `[\`"']?${literalPattern(parameter)}[\`"']?`;
  const it = `(?:${named}|it|this(?: (?:parameter|filter))?|the (?:parameter|filter))`;
  const missing = '(?:left out|omitted|missing|absent|empty|not (?:given|sent|set|there|specified|provided))';
  return `(?:without (?:${it}|an? parent)|(?:if|when|where|while|as long as) (?:${it} )?(?:is )?${missing}|(?:left out|omitted)|(?:omit|leave out) (?:${it} )?(?:to (?:get|list|see|have|read)|for))`;
};

/** Those that name no other one: "top-level comments", "those that are no replies", "comments without a parent". */
const topOf = (noun: string): string => {
  const ones = `(?:${literalPattern(noun)}s?|ones|items|entries|those|they)`;
  const none = '(?:no repl(?:y|ies)|not (?:a )?repl(?:y|ies)|no answers?|no children)';
  return `(?:(?:the )?(?:top[- ]level|root|first[- ]level|outermost|uppermost) ${ones}|(?:the )?${ones} (?:(?:that|which) (?:are|is) ${none}|(?:that|which) (?:have|has) no parent|(?:that|which) (?:reply|answer) (?:to )?(?:nothing|none|no other)|without (?:a |any )?parent|at the (?:top|root)(?: level)?))`;
};

/** Does a sentence say that a list shows only those that name no other one, where nothing asks for others. */
const saysTopAlone = (sentence: string, noun: string, parameter: string | undefined): boolean => {
  const plain = sentence
    .replaceAll(/\s+/gu, ' ')
    .replace(/,? (?:the )?(?:newest|latest|oldest|earliest|youngest) first\b/iu, '')
    .replace(/[.\s]+$/u, '');
  if (hedged.test(plain) || holdsForSome(plain)) return false;
  const [top, shown] = [topOf(noun), '(?:(?:are|is) )?(?:listed|shown|returned|given|there|included)'];
  const only = `(?:(?:only|just) ${top}|${top} (?:only|alone)|(?:are|is) only ${top})`;
  const forms =
    parameter === undefined
      ? [`^(?:(?:lists|shows|returns|gives) )?${only}(?: of (?:the|an?) [\\w-]+)?(?: ${shown})?$`]
      : [
          `^${without(parameter)}[,:]? (?:(?:it|the list|this) )?(?:(?:lists|shows|returns|gives|has) )?(?:${only}|${top})(?: (?:only|alone))?(?: ${shown})?$`,
          `^(?:(?:lists|shows|returns|gives) )?(?:${only}|${top})(?: (?:only|alone))?(?: ${shown})?,? (?:${without(parameter)})$`,
          `; (?:${without(parameter)})[,:]? (?:${only}|${top})(?: ${shown})?$`,
        ];
  return forms.some((form) => new RegExp(form, 'iu').test(plain));
};

const saidOf = ({ document }: Contract, location: Collection['operation']['location']): readonly string[] =>
  saidIn(valueAt(document, nodeOf(location))).flatMap(sentencesOf);

/** Every such list of a contract that is held to the standard requirements, of what the run can create. */
export const topLevelLists = (contract: Contract): readonly TopLevelList[] =>
  ownKinds(contract).flatMap((kind) => {
    const { trip, by } = kind;
    const { list } = trip;
    if (!list) return [];
    const noun = singular(nounWordsOf(trip.addsTo).at(-1) ?? '');
    const parameter = list.operation.parameters.find(
      ({ in: where, name, required }) => where === 'query' && !required && wordsOf(name).join(' ') === wordsOf(by).join(' '),
    );
    const texts = [...saidOf(contract, list.operation.location), ...(parameter ? saidOf(contract, parameter.location) : [])];
    const sentence = texts.find((one) => saysTopAlone(one, noun, parameter?.name));
    return sentence === undefined || noun === '' ? [] : [at(list.operation.location, { kind, list, sentence })];
  });

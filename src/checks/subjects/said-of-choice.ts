import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import type { Trip } from './round-trips.ts';

/** What an operation does once its body chooses a value: "- `lost` needs a reason. All open tasks of the deal are cancelled with it." */
export type SaidOfChoice = {
  readonly member: string;
  readonly value: string;
  readonly sentences: readonly string[];
  /** The sentences that stand right behind those which begin with the condition: they may take something back. */
  readonly behind: readonly string[];
};

/** The items of the lists in a text, each on one line. */
const itemsIn = (text: string): readonly string[] =>
  text
    .split(/\n\s*\n/u)
    .flatMap((paragraph) => paragraph.split(/(?:^|\n)[ \t]*[-*] /u).slice(1))
    .map((one) => one.replaceAll(/\s+/gu, ' ').trim());

const quoted = (value: string): string => `[\`"*]*${literalPattern(value).replaceAll('_', '[ _-]')}[\`"*]*`;

/** A word for something that has come to a state, before the state. */
const being = '(?:is|becomes|gets|goes to|is moved to|is set to|comes to|is marked(?: as)?)';

/** What stands behind a condition of which one case is that something is in one of some states: "If a campaign fails or is cancelled, its pledges are refunded"; undefined behind others. */
const behindCase = (sentence: string, one: string, states: readonly string[]): string | undefined => {
  const condition = new RegExp(`^(?:when|once|if|as soon as|whenever) ${one} (?<cases>[^,;.()]{2,80}), (?:then )?(?=\\w)`, 'iu').exec(
    sentence,
  );
  const cases = condition?.groups?.['cases']?.split(/ or (?:(?:it|when it|if it) )?/iu) ?? [];
  const isCase = cases.some((each) => states.some((state) => new RegExp(`^${being} ${quoted(state)}$`, 'iu').test(each.trim())));
  return condition && cases.length > 1 && isCase ? sentence.slice(condition[0].length) : undefined;
};

/**
 * The sentences about each of the values that the one required member of a body lists: in an item of a list that begins with the value, or behind "When the deal is `lost`, ".
 * @param trip What the operation is on.
 * @param leadsTo The states to which values lead that are not called so: `cancelled` of `cancel`.
 */
export const saidOfChoices = (
  contract: Contract,
  operation: Operation,
  trip: Trip,
  leadsTo: ReadonlyMap<string, string> = new Map(),
): readonly SaidOfChoice[] => {
  const [only, ...others] = bodyMembers(contract, operation).filter(({ required }) => required);
  if (only === undefined || others.length > 0) return [];
  const values = partsOf(contract.document, only.schema)
    .flatMap((part) => (Array.isArray(part['enum']) ? (part['enum'] as readonly unknown[]) : []))
    .filter((one) => typeof one === 'string');
  const texts = saidIn(valueAt(contract.document, nodeOf(operation.location)));
  const noun = nounWordsOf(trip.addsTo).at(-1) ?? '';
  const one = noun === '' ? 'it' : `(?:it|(?:the|an?|its|this) ${literalPattern(noun)})`;
  return values.flatMap((value): readonly SaidOfChoice[] => {
    const begins = new RegExp(`^${quoted(value)}(?![\\w\`"*-])(?! ?(?:and|or|to|→|->|,)(?!\\w))`, 'u');
    const states = [value, ...[leadsTo.get(value) ?? []].flat()];
    const once = new RegExp(
      `^(?:when|once|if|as soon as|whenever) ${one} ${being} (?:${states.map(quoted).join('|')}),? (?:then )?(?=\\w)(?!(?:or|and|but)\\b)`,
      'iu',
    );
    const inItems = texts.flatMap(itemsIn).flatMap((item) => (begins.test(item) ? sentencesOf(item).slice(1) : []));
    const onCondition = texts.flatMap((text) =>
      sentencesOf(text).flatMap((sentence, n, all) => {
        const rest = once.test(sentence) ? sentence.replace(once, '') : behindCase(sentence, one, states);
        return rest === undefined ? [] : [{ rest, next: all[n + 1] ?? '' }];
      }),
    );
    const sentences = [...inItems, ...onCondition.map(({ rest }) => rest)];
    return sentences.length === 0 ? [] : [{ member: only.name, value, sentences, behind: onCondition.map(({ next }) => next) }];
  });
};

import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { inWords } from './state-mentions.ts';

/** Which state comes with a number above nought, and which with none. */
export type CountedChoice = {
  readonly withIt: string;
  readonly without: string;
  /** May something else stand in for a number that is left out: "or else that of the house". */
  readonly hasOther: boolean;
};

const aboveNought = /\b(?:above|(?:greater|more|higher|larger) than) (?:0|zero|nought|none)\b|\bpositive\b|\bof at least (?:1|one)\b/iu;

const inStead = /\bor else\b|\bfalls? back\b|\bdefault\w*\b|\bif (?:absent|missing|left out|not given)\b|\bor (?:that|the one) of\b/iu;

const open = /\b(?:may|might|can|could|never|later|once|as soon as|until|unless|usually|most|some)\b/iu;

/** How the sentence, or the rest of one, begins that is about the other ones. */
const otherwise = /^(?:and )?(?:without(?: (?:one|it|any|such an? \w+|an? \w+))?|otherwise|else|if not)\b/iu;

const parts = (text: string): readonly string[] =>
  sentencesOf(text).flatMap((one) => one.split(/;\s*|,\s*(?=(?:and )?(?:otherwise|else|without (?:one|it|any))\b)/iu));

const onlyStateIn = (text: string, states: readonly string[]): string | undefined => {
  const words = inWords(text);
  const found = states.filter((state) => words.includes(inWords(state)));
  return found.length === 1 ? found[0] : undefined;
};

/** What a text says of two states and a number: "With `freeDays` above 0 a lease starts as `free`. Without it starts as `running`"; undefined where it says it on another condition. */
export const countedChoiceIn = (text: string, name: string, states: readonly string[]): CountedChoice | undefined => {
  const all = parts(text);
  const found = all.flatMap((first, n): readonly CountedChoice[] => {
    const second = all[n + 1] ?? '';
    const isNamed = [inWords(name), ` ${wordsOf(name).join('')} `].some((one) => inWords(first).includes(one));
    const isMeant = isNamed && /^(?:with|if|when)\b/iu.test(first) && aboveNought.test(first) && otherwise.test(second);
    const [withIt, without] = [onlyStateIn(first, states), onlyStateIn(second, states)];
    if (!isMeant || withIt === undefined || without === undefined || withIt === without || open.test(first) || open.test(second)) return [];
    return [{ withIt, without, hasOther: inStead.test(first) }];
  });
  return found.length === 1 ? found[0] : undefined;
};

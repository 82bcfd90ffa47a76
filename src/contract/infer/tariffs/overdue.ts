import { sentencesOf } from '../sentences.ts';
import { changesPrice, plainWords } from './read.ts';
import type { TimeUnit } from './tariff.ts';

/** A fee for each unit of time that something is late, by the words for its parts. */
export type OverdueFee = {
  readonly fee: string;
  readonly rate: string;
  /** The moment, or the day, behind which each unit costs something. */
  readonly after: string;
  readonly unit: TimeUnit;
  /** Does a unit count as soon as it is begun. */
  readonly isBegun: boolean;
  readonly sentence: string;
};

const words = '[a-z]+(?: [a-z]+){0,2}';
const late = `(?:each|every) (?:(?<begun>started|begun|commenced) )?(?<unit>minute|hour|day|week) (?:after|past|beyond) (?:the |its )?(?<after>${words}?)`;
const rate = `(?:the |its )?(?:[a-z]+ s )?(?<rate>${words})`;

const forms: readonly RegExp[] = [
  `(?:for )?${late} (?:is|gets) (?:charged|billed) (?:with|at|by) ${rate} as (?:an? |the )?(?<fee>${words})`,
  `(?:for )?${late} (?:costs|adds) ${rate} (?:as|of|to) (?:an? |the )?(?<fee>${words})`,
  `(?:the |its )?(?<fee>${words}) (?:is|comes to|amounts to) ${rate} (?:for|per|times) ${late}`,
].map((form) => new RegExp(`^${form}$`, 'u'));

/** The fee of which a text says that each unit after a moment costs a rate; undefined where another sentence speaks of what something costs. */
export const overdueFeeIn = (text: string): OverdueFee | undefined => {
  const sentences = sentencesOf(text);
  const found = sentences.flatMap((sentence): readonly OverdueFee[] => {
    const plain = plainWords(sentence.replace(/[.]$/u, ''));
    const groups = forms.map((form) => form.exec(plain)?.groups).find((one) => one !== undefined);
    if (!groups) return [];
    const { fee = '', rate: each = '', after = '', unit, begun } = groups;
    return [{ fee, rate: each, after, unit: unit as TimeUnit, isBegun: begun !== undefined, sentence }];
  });
  const [only, ...others] = found;
  return only && others.length === 0 && !sentences.some((one) => one !== only.sentence && changesPrice(one)) ? only : undefined;
};

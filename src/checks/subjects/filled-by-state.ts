import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import type { AnyInferred } from '../../contract/infer/covering.ts';
import type { ComingWith } from '../../contract/infer/coming-with.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import type { Contract } from '../../contract/model.ts';
import { ownTexts } from './conflicts.ts';
import { statefulAnswer } from './needed-states.ts';
import { inWords } from './state-mentions.ts';

/** Words by which a sentence says that a list holds nothing before something happened: "Empty until the stay is booked", "There are none before that". */
const before =
  / (?:(?:empty|nothing|none|no \w+|not \w+) (?:[a-z]+ ){0,6}?(?:until|before|unless)|(?:only|first) (?:[a-z]+ ){0,4}?(?:once|after|when|as soon as)|(?:exist|exists|appears?|filled|there|available|issued|created|made|drawn) (?:[a-z]+ ){0,3}?(?:once|after|when|as soon as)) (?<behind>.+)$/u;

/** The states of a type of resources in which there is something in a list of theirs, as texts about that tell: "Empty until the order is paid". */
export const statesFilled = (contract: Contract, above: AnyInferred, texts: readonly string[]): readonly string[] => {
  const states = statefulAnswer(contract, above.create)?.states ?? [];
  const noun = nounWordsOf(above.name).join(' ');
  if (states.length === 0 || noun === '') return [];
  return texts.flatMap(sentencesOf).flatMap((sentence) => {
    const behind = ` ${before.exec(inWords(sentence))?.groups?.['behind'] ?? ''}`;
    const isBare = states.some((state) => behind.trim() === inWords(state).trim());
    const isOf = isBare || [` ${noun} `, ' it '].some((one) => behind.includes(one));
    return isOf ? states.filter((state) => behind.includes(inWords(state))) : [];
  });
};

/**
 * The states of a resource in which there is something in the list of what comes with it, as the texts of that list tell: "Empty until the stay is booked". None where they
 * tell nothing of it.
 */
export const statesFilling = (contract: Contract, { list, above }: Pick<ComingWith, 'list' | 'above'>): readonly string[] =>
  statesFilled(contract, above, [...ownTexts(contract, list), ...descriptionsIn(contract.document, answerSchema(list) ?? true)]);

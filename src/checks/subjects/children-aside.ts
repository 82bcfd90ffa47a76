import type { Need } from '../../contract/infer/additions.ts';
import { coveredBy, coveredByLasting, itemOf } from '../../contract/infer/covering.ts';
import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isSamePath, pathAbove } from '../../contract/infer/path-template.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { wayBetween } from './action-states.ts';
import { statefulAnswer } from './needed-states.ts';

type Said = { readonly words: string; readonly isRefusal: boolean };

const refusing =
  / (?:4\d\d|refuse[sd]?|reject(?:s|ed)?|can not|cannot|can t|not (?:be )?(?:possible|allowed|accepted|permitted)|impossible|conflict|fails?|denied) /u;

const statusesOfRefusal: ReadonlySet<string> = new Set(['400', '409', '412', '422', '4XX']);

/** What the operation and its refusals say, sentence by sentence, in words with a blank at each end. */
const saidOf = ({ document }: Contract, { location, responses }: Operation): readonly Said[] => {
  const inSentences = (node: unknown, isRefusal: boolean): readonly Said[] =>
    saidIn(node)
      .flatMap(sentencesOf)
      .filter((sentence) => !isDoubtful(sentence))
      .map((sentence) => ({ words: ` ${wordsOf(sentence).join(' ')} `, isRefusal }));
  return [
    ...inSentences(valueAt(document, nodeOf(location)), false),
    ...responses
      .filter(({ status }) => statusesOfRefusal.has(status))
      .flatMap((one) => inSentences(valueAt(document, nodeOf(one.location)), true)),
  ];
};

const some = String.raw`(?:(?:an?|any|one|some|another|at least one|one of (?:the|its)|any of (?:the|its)|the|its) )?`;
const ofIt = String.raw`(?:(?:of|in|on|for|at) (?:the|this|that|its|it|an?)(?: \w+)? )?`;

/** Does a sentence refuse an operation while something below the resource is in a state: "While a copy is `available` the answer is 409", "Only if no copy is available". */
const refusesWhile = ({ words, isRefusal }: Said, nouns: string, state: string): boolean => {
  const is = String.raw`(?:is|are) (?:still |already |currently )?${state}`;
  const whileOne = new RegExp(
    ` (?:while|whilst|as long as|if|when|whenever|where) (?:there (?:is|are) )?${some}(?:${nouns}) ${ofIt}(?:that |which )?${is} `,
    'u',
  );
  const onlyWithout = new RegExp(
    ` only (?:possible |allowed |accepted |taken )?(?:if|when|while|once|as long as|where) (?:no|none of (?:the|its)) (?:${nouns}) ${ofIt}${is} `,
    'u',
  );
  return (
    ((isRefusal || refusing.test(words)) && whileOne.test(words) && !/ (?:unless|except|only) /u.test(words)) || onlyWithout.test(words)
  );
};

/**
 * What has to be below the resource in the path of a creation, and the states to which it is brought, where a text refuses the creation while such a thing is in the state in which it
 * begins: "While a copy is `available` the answer is 409". States that the texts of the creation name besides may be no better ("or just lost ones"), so they are left out, and so is where
 * nothing leads back from. Undefined where no text says so. Only to choose what the run does: nothing is judged by this.
 */
export const childrenAside = (contract: Contract, operation: Operation): Need | undefined => {
  const above = operation.effect.startsWith('creates')
    ? [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()].at(-1)?.resourceType
    : undefined;
  if (!above || !isSamePath(pathAbove(operation.path), itemOf(above).path)) return undefined;
  const said = saidOf(contract, operation);
  const all = said.map(({ words }) => words).join(' ');
  for (const child of [...contract.inferredResourceTypes, ...contract.lastingResourceTypes]) {
    const states = statefulAnswer(contract, child.create)?.states ?? [];
    if (child.create.key === operation.key || !isSamePath(pathAbove(child.create.path), itemOf(above).path)) continue;
    const nouns = [nounWordsOf(child.create.path), wordsOf(child.create.path.split('/').at(-1) ?? '')]
      .map((words) => words.join(' '))
      .join('|');
    const named = (state: string): string => wordsOf(state).join(' ');
    const from = states.find((state) => said.some((one) => refusesWhile(one, nouns, named(state))));
    if (from === undefined) continue;
    const others = states.filter((state) => state !== from && !all.includes(` ${named(state)} `));
    const reached = others.filter((one) => wayBetween(contract, child, from, [one]) !== undefined);
    const back = reached.filter((one) => wayBetween(contract, child, one, [from]) !== undefined);
    const aside = back.length > 0 ? back : reached;
    const create = contract.operations.find(({ key }) => key === child.create.key);
    if (create && aside.length > 0) return { operation: create, aside };
  }
  return undefined;
};

import { endsInParameter, isDirectlyBelow, tailOf } from '../../contract/infer/path-template.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { distinct } from '../../model/json.ts';
import { nodeOf } from '../../model/location.ts';
import { isLeft } from './action-words.ts';
import { placeIn } from './round-trips.ts';
import type { Sequenced } from './sequences.ts';
import { inWords, type State } from './state-mentions.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';

/** What the first entry below a resource makes of it: "the first reading makes it `live`". */
export type FirstStep = {
  readonly operation: Operation;
  readonly to: State;
  /** The states that the same sentence says that a resource begins in, or is taken from; undefined where it names none. */
  readonly from: readonly State[] | undefined;
};

/** Words by which a sentence is about what may be, or is not so. */
const unsure = / (?:not|never|cannot|may|might|could|neither|nor|no longer|unless|without the) /u;

const becoming =
  '(?:becomes?|turns?|goes|gets?|is|are|will be|is then|(?:is )?(?:set|moved|switched|changed|put)|moves?|changes?|switches|passes|comes)(?: back)?(?: (?:into|to|in|as|then|thereby|automatically|an?|the|state|status))*';
const making =
  '(?:makes?|turns?|sets?|moves?|puts?|brings?|takes?|switches|changes?|marks?|renders?|lifts?|advances?|promotes?|flips?|pushes)';
const filler = '(?:(?:into|to|in|as|an?|the|its|then|thereby|automatically|state|status|from) )*';
const moment = '(?:with|by|on|at|upon|through|after|when|once|as soon as|from|since|as of|the moment)';

/** What entries are called that an operation adds: the end of its path in the singular, and what a verb there gives: `pay`, a payment. */
const calledBy = ({ path }: Operation): readonly string[] => {
  const words = wordsOf(tailOf(path)[0] ?? '');
  const last = words.at(-1) ?? '';
  const one = [...words.slice(0, -1), singular(last)].join(' ');
  return distinct([one, singular(last), ...(words.length === 1 ? [`${last}ment`] : [])]).filter((name) => name !== '' && name !== 'ment');
};

/** The state that a verb in the present leaves: "opens" and `open`, "activates" and `active`, "starts" and `started`. */
const leftBy = (said: string, states: readonly State[]): State | undefined => {
  const stems = [said.replace(/s$/u, ''), said.replace(/es$/u, ''), said.replace(/ies$/u, 'y')].flatMap((one) => [
    one,
    one.replace(/ate$/u, 'e'),
  ]);
  return states.find(({ name }) => stems.some((stem) => stem !== '' && isLeft(stem, name)));
};

/** What one sentence says of the first entry. */
const stepIn = (
  sentence: string,
  entries: readonly string[],
  noun: string,
  states: readonly State[],
): { readonly to: State; readonly from: readonly State[] | undefined } | undefined => {
  const words = inWords(sentence);
  const any = states.map(({ name }) => name).join('|');
  const first = `(?:the|its|an?|your|each|their)? ?first (?:[a-z]+ )?(?:${entries.map(literalPattern).join('|')})`;
  const it = `(?:it|them|(?:the|an?|its|this|that|your) (?:(?:${any}) )?${literalPattern(noun)})`;
  const itOrBare = `(?:${it}|they|(?:${any} )?${literalPattern(noun)}s?)`;
  const forms = [
    ` ${first} (?:[a-z]+ ){0,6}?${making} ${it} (?:from (?:${any}) )?${filler}(?<to>${any}) `,
    ` ${first} (?:[a-z]+ ){0,3}?(?<verb>[a-z]+s) ${it} `,
    ` ${itOrBare} ${becoming} (?<to>${any}) (?:only |automatically |first )?${moment} ${first} `,
    ` ${itOrBare} (?<verb>[a-z]+s) (?:only |automatically )?${moment} ${first} `,
    ` ${moment} ${first} (?:[a-z]+ ){0,6}?${itOrBare} ${becoming} (?<to>${any}) `,
    ` until ${first} (?:[a-z]+ ){0,4}?(?:then|and then|after that|from then on|afterwards|and|thereafter) (?:it )?(?:is |becomes )?(?:then )?(?<to>${any}) `,
    ` (?<to>${any}) (?:from|since|as of|after|with|once) ${first} `,
  ];
  for (const form of forms) {
    const found = new RegExp(form, 'u').exec(words);
    const { to: named, verb } = found?.groups ?? {};
    const to = named === undefined ? (verb === undefined ? undefined : leftBy(verb, states)) : states.find(({ name }) => name === named);
    if (!found || !to || unsure.test(found[0])) continue;
    const before = words.slice(0, found.index + found[0].length - (named === undefined ? 0 : named.length + 1));
    const from = states.filter((one) => one !== to && before.includes(` ${one.name} `) && !isOtherEnd(before, one));
    return { to, from: from.length > 0 ? from : undefined };
  }
  return undefined;
};

/** Is a state named as one that nothing leads from: "a closed account is never opened again". */
const isOtherEnd = (words: string, { name }: State): boolean =>
  new RegExp(` (?:not|never|unless|except|until|no) (?:[a-z]+ ){0,3}${literalPattern(name)} `, 'u').test(words);

/** The texts that speak of the states of a resource: of its creation, read and change, of their tags, and of the member with the state. */
const textsOn = (contract: Contract, { create, read, patch, put, state, id }: Sequenced): readonly string[] => {
  const { document } = contract;
  const nodes = [create, read, patch, put].flatMap((one) => (one ? [valueAt(document, nodeOf(one.location))] : []));
  const member = [...membersOf(document, placeIn(contract, read, id)?.schema)].find(([name]) => name === state)?.[1];
  const told = isObject(member) && typeof member['description'] === 'string' ? [member['description']] : [];
  return [...nodes.flatMap((node) => [...saidIn(node), ...saidOfTags(document, node)]), ...told];
};

/**
 * What texts say that the first of the entries below a resource makes of it: "It starts as a draft; the first deposit makes it open", "A plan goes live with its first
 * reading". Only to find a way to a state: nothing is judged by it.
 * @param mayBeSent Is an operation one that the run may send without anything but a path and a body.
 */
export const firstSteps = (
  contract: Contract,
  type: Sequenced,
  states: readonly State[],
  mayBeSent: (operation: Operation) => boolean,
): readonly FirstStep[] => {
  const { document, operations } = contract;
  const noun = nounWordsOf(type.addsTo).at(-1) ?? '';
  if (noun === '' || states.length < 2) return [];
  const shared = textsOn(contract, type);
  const entries = operations.filter(
    (one) =>
      one.method === 'POST' &&
      one.effect !== 'safe' &&
      isDirectlyBelow(one.path, type.itemPath) &&
      !endsInParameter(one.path) &&
      mayBeSent(one),
  );
  return entries.flatMap((operation) => {
    const node = valueAt(document, nodeOf(operation.location));
    const sentences = distinct([...saidIn(node), ...saidOfTags(document, node), ...shared]).flatMap(sentencesOf);
    const found = sentences.flatMap((sentence) => stepIn(sentence, calledBy(operation), noun, states) ?? []);
    return new Set(found.map(({ to }) => to)).size === 1 ? found.slice(0, 1).map((one) => ({ operation, ...one })) : [];
  });
};

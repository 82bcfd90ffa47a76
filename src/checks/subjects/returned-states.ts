import { sentencesOf } from '../../contract/infer/sentences.ts';
import { tailOf } from '../../contract/infer/path-template.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isLeftBy } from './action-words.ts';
import { type Life, lives, type Mover } from './lives.ts';
import { statefulAnswer } from './needed-states.ts';
import type { State } from './state-mentions.ts';
import { isUsable } from './usable-moves.ts';

/** An action that brings a resource back to the state which it had before another one, as its text says. */
export type ReturnedState = Subject & {
  readonly life: Life;
  readonly back: Operation;
  /** What takes it there: an action, or one whose body chooses the state. */
  readonly away: Mover;
  /** The state between them. */
  readonly between: State;
  /** JSON pointer to the state in the answer of the read. */
  readonly pointer: string;
  /** The sentence that says so. */
  readonly sentence: string;
};

const stateWord = '(?:state|status|stage|phase)';

/** Words for the state of before: "its previous status", "the status it had on the day it was archived", "the stage in which it was rejected", "the stage it was rejected from". */
const earlier = new RegExp(
  String.raw`\b(?:the|its|their) (?:previous|prior|former|earlier|last) ${stateWord}\b|` +
    String.raw`\b(?:the|same|that) ${stateWord} (?:that |which |in which )?(?:it|they|the \w+) (?:had|was in|were in|was|were|has had)\b[^.;]{0,40}\b(?:before\w*|when|on the day|at the time|prior|until then|at (?:that|the) moment|previously|then)\b|` +
    String.raw`\b(?:the|same|that) ${stateWord} (?:(?:in|from|at) which (?:it|they|the \w+) (?:was|were|had been) \w+(?:ed|en)|(?:that |which )?(?:it|they|the \w+) (?:was|were|had been) \w+(?:ed|en) from)\b`,
  'iu',
);

/** Words by which it comes back there. */
const returning =
  /\b(?:returns?|returned|goes|go|comes?|back|takes?|gets?|regains?|restor\w+|reverts?|reverted|puts?|sets?|brings?|brought|resumes?|continues?|reinstat\w+|is then|has)\b/iu;

/** Words by which it may come elsewhere, or is only said to have been there. */
const unsure =
  /\b(?:if|unless|except|only|may|might|can|could|should|or|not|never|no|cannot|otherwise|usually|normally|possible|shown|shows?|contains|holds|recorded|regardless|whichever|kept in|at least|always|others?|instead|however)\b/iu;

/** What may follow: when that was, and what is beside it. "For the members", "after review" and "that its owner picked" leave something open. */
const behind =
  /^(?: (?:again|then|at once|immediately|before|previously))*(?:(?: (?:when|before|at the time|on the day))? (?:it|they|that|this|the \w+)(?: (?:was|were|had been|got|went|happened)(?: \w+){0,3})?| before (?:the|its|their) (?!last|latest|next|first)\w+)?\W*(?:$|[,;:(–—]? ?\b(?:and (?:is|its?|can|shows?|may|stays?|the)|so|as (?:if|though)|because|whatever)\b)/iu;

/** Words by which another sentence makes an exception. */
const exception = /\b(?:instead|except|unless|however|otherwise)\b/iu;

/** Does nothing follow the state of before that leaves something open. */
const isPlain = (sentence: string): boolean => {
  const found = earlier.exec(sentence.replaceAll(/[`*_"]/gu, ''));
  return found !== null && behind.test(sentence.replaceAll(/[`*_"]/gu, '').slice(found.index + found[0].length));
};

/** Actions that take back what others do. */
const pairs: Readonly<Record<string, readonly string[]>> = {
  archive: ['restore', 'unarchive', 'reactivate'],
  suspend: ['resume', 'reactivate', 'reinstate', 'unsuspend', 'lift', 'restore'],
  pause: ['resume', 'continue', 'unpause'],
  lock: ['unlock'],
  block: ['unblock'],
  freeze: ['unfreeze', 'thaw'],
  hold: ['release', 'resume', 'unhold'],
  close: ['reopen'],
  cancel: ['reinstate', 'restore', 'uncancel', 'reopen', 'reactivate'],
  disable: ['enable'],
  deactivate: ['activate', 'reactivate'],
  hide: ['unhide', 'show'],
  trash: ['restore', 'untrash'],
  withdraw: ['reinstate', 'restore'],
};

const verbOf = ({ path }: Operation): string => wordsOf(tailOf(path)[0] ?? '').join(' ');

const textsAt = ({ document }: Contract, { location }: Operation): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

/** The sentence of a text by which an action leads back to the state of before; undefined where none does, or one leaves it open. */
export const earlierToldIn = (texts: readonly string[]): string | undefined => {
  const found = texts.flatMap(sentencesOf).filter((one) => earlier.test(one));
  // What follows "when" there is the time before.
  const isSure = found.every((one) => returning.test(one) && !unsure.test(one) && isPlain(one));
  return found.length > 0 && isSure && !texts.some((text) => exception.test(text)) ? found[0] : undefined;
};

/** Does the text of an action name what another one leaves: "from the archive", "archived". */
const namesLeft = (texts: readonly string[], away: Operation, between: State): boolean => {
  const words = texts.flatMap(wordsOf);
  return words.some((word) => word === between.name || isLeftBy(away, word));
};

const returnedIn = (contract: Contract, life: Life): readonly ReturnedState[] => {
  const pointer = statefulAnswer(contract, life.type.read)?.at;
  if (pointer === undefined) return [];
  const plain = life.movers
    .filter((one) => one.set === undefined && !one.through && isUsable(contract, one))
    .map(({ operation }) => operation);
  return plain.flatMap((back): readonly ReturnedState[] => {
    const texts = textsAt(contract, back);
    const sentence = earlierToldIn(texts);
    const words = ` ${texts.flatMap(wordsOf).join(' ')} `;
    if (sentence === undefined || life.leading.some((one) => one.operation === back)) return [];
    const isState = (to: State): boolean => to.member === life.type.state && typeof to.value === 'string';
    const all = life.leading.flatMap(({ operation, as, to }) =>
      !as && operation !== back && plain.includes(operation) && isState(to) ? [{ mover: { operation, set: undefined }, to }] : [],
    );
    const paired = all.filter(({ mover: { operation } }) => pairs[verbOf(operation)]?.includes(verbOf(back)) === true);
    // An action whose body chooses the state is called after none.
    const chosen = life.movers.flatMap((mover) =>
      mover.to && !mover.through && isState(mover.to) && isUsable(contract, mover) ? [{ mover, to: mover.to }] : [],
    );
    const named = [
      ...all.filter(({ mover, to }) => namesLeft(texts, mover.operation, to)),
      ...chosen.filter(({ to }) => texts.flatMap(wordsOf).some((word) => word === to.name)),
    ];
    const [only, ...others] = paired.length === 1 ? paired : named;
    // What names another state may say that it leads there.
    const isOther = only && life.states.some((one) => one !== only.to && words.includes(` ${one.name} `));
    return only && others.length === 0 && isOther === false
      ? [at(back.location, { life, back, away: only.mover, between: only.to, pointer, sentence })]
      : [];
  });
};

/** Every such action of a contract that is held to the standard requirements. */
export const returnedStates = (contract: Contract): readonly ReturnedState[] =>
  contract.standard.size === 0 ? [] : lives(contract).flatMap((life) => returnedIn(contract, life));

import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation } from '../model.ts';
import { type AnyInferred, coveredBy, coveredByLasting } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { descriptionsIn, isType, membersOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** A switch that decides in which state something new is: that of its own creation, or that of the resource in which it is created. */
export type FirstBySwitch = {
  /** The type whose creation has the switch. */
  readonly type: AnyInferred;
  readonly member: string;
  /** The state of what is new, by the value of the switch; a value of which nothing is said is not among them. */
  readonly states: ReadonlyMap<boolean, string>;
};

/** Does a sentence begin with the value of which it speaks: "If true, …". */
const isFronted = /^\W*(?:if|when|where|while)\b/iu;

/** Where such a sentence goes on with another value, and where one does that names the values behind: "`waiting` if true, and `active` if not". */
const parting = {
  fronted: /[;:]|,? (?:and |but |or )?(?=(?:if|when|where|while|else|otherwise)\b)/iu,
  behind: /[;:]|,? (?:and|but) |, or |,? (?=(?:else|otherwise)\b)/iu,
};

const isOff =
  /\bfalse\b|\b(?:not|un) ?(?:set|given|enabled|checked)\b|\b(?:if|when|while|where) (?:it |this |that )?(?:is )?(?:off|not|disabled)\b|\b(?:otherwise|else)\b/iu;

const isOn = /\btrue\b|\b(?:if|when|while|where|as long as) (?:it |this |that )?(?:is )?(?:set|on|enabled|checked)\b/iu;

/** What becomes of something later is not how it begins: "`pending` until confirmed". */
const laterOn = /\b(?:until|unless|before|then becomes?|and becomes?)\b.*$/iu;

const inWords = (text: string): string => ` ${wordsOf(text).join(' ')} `;

/** The state that a clause gives to what is new; undefined where it names none or several. */
const stateIn = (clause: string, states: readonly string[]): string | undefined => {
  const words = inWords(clause.replace(laterOn, ''));
  const named = states.filter((state) => words.includes(inWords(state)));
  return named.length === 1 ? named[0] : undefined;
};

const statesBySwitch = (text: string, states: readonly string[]): ReadonlyMap<boolean, string> => {
  const found = sentencesOf(text)
    .flatMap((sentence) => sentence.split(isFronted.test(sentence) ? parting.fronted : parting.behind))
    .flatMap((clause): readonly (readonly [boolean, string])[] => {
      const state = stateIn(clause, states);
      const value = isOff.test(clause) ? false : isOn.test(clause) ? true : undefined;
      return state === undefined || value === undefined ? [] : [[value, state]];
    });
  const first = new Map(found.toReversed());
  // What is said of one value twice in different words is not plain.
  const isPlain = found.every(([value, state]) => first.get(value) === state);
  return isPlain && first.get(true) !== first.get(false) ? first : new Map();
};

/**
 * The switch that decides in which state what an operation creates begins, where its own text says so: "If true, new members are `pending` until let in; if false they are
 * `active` at once". Undefined where none does, or several do.
 * @param states The listed states of what is created.
 */
export const firstBySwitch = (contract: Contract, create: Operation, states: readonly string[]): FirstBySwitch | undefined => {
  const { document, inferredResourceTypes, lastingResourceTypes } = contract;
  const own = [...inferredResourceTypes, ...lastingResourceTypes].filter((one) => one.create.key === create.key);
  const above = [coveredBy(contract, create), coveredByLasting(contract, create)].flatMap((all) =>
    [...all.values()].map(({ resourceType }): AnyInferred => resourceType),
  );
  const noun = nounWordsOf(create.path).at(-1);
  const found = [...own, ...above].flatMap((type) =>
    [...membersOf(document, askedSchema(type.create.body))].flatMap(([member, schema]): readonly FirstBySwitch[] => {
      if (!isType(document, schema, 'boolean')) return [];
      const text = descriptionsIn(document, schema).join(' ');
      // A switch of something else has to name what is created.
      const isAbout =
        own.includes(type) ||
        wordsOf(text)
          .map(singular)
          .includes(noun ?? '');
      const by = isAbout ? statesBySwitch(text, states) : new Map<boolean, string>();
      return by.size === 0 ? [] : [{ type, member, states: by }];
    }),
  );
  return found.length === 1 ? found[0] : undefined;
};

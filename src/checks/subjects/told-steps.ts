import { isDeepStrictEqual } from 'node:util';
import { actionRowsIn } from '../../contract/infer/action-items.ts';
import { isActing } from '../../contract/infer/acting.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { type Choice, inSingular, isOfSome, madeBy, ofOneValue } from './said-of-made.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers, type BodyMember } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { isLeft } from './action-words.ts';
import { textsOf } from './exclusive-moves.ts';
import { statefulAnswer } from './needed-states.ts';
import { roundTrips } from './round-trips.ts';
import { clausesOf, inWords, type State } from './state-mentions.ts';

/** What the text of an operation says that it makes of a resource, and from which states. */
export type ToldStep = {
  readonly operation: Operation;
  /** What its body chooses; undefined where it has nothing to choose. */
  readonly set: { readonly [member: string]: string } | undefined;
  readonly to: State;
  /** Other states that it may lead to instead: `failed` of "funded or failed". */
  readonly or?: readonly State[];
  /** The values of the states that it takes the resource from; empty where the text names none. */
  readonly from: ReadonlySet<unknown>;
  /** The creation below the resource that makes what the operation acts on: `POST /orders/{orderId}/quotes` of `POST /quotes/{quoteId}/decision`. */
  readonly through?: Operation;
};

/** A resource type of which sentences may speak. */
export type Spoken = {
  /** Its listed states. */
  readonly states: readonly State[];
  readonly noun: string;
};

/** Members of a body that choose what is done. */
const choosing: ReadonlySet<string> = new Set(['action', 'command', 'transition', 'event', 'decision', 'verdict', 'outcome', 'operation']);

/** Members of the body of a creation that may choose what becomes of what it is below: the kind of a scan. */
const choosingKinds: ReadonlySet<string> = new Set([...choosing, 'type', 'kind', 'event type', 'event kind']);

/** The end of a clause that gives a reason or a consequence: "so that it can be changed". */
const consequence = /,? (?:so that|because|since|which|whose|while)\b.*$/iu;

/** Words of a clause about what may happen, or happens on a condition. */
const unsure =
  / (?:not|never|if|when|where|unless|until|may|might|can|could|or else|either|whether|depending|once|later|eventually|cannot|only|except|without) /u;

/** Words before the state that make it that of others, or of some alone. */
const partial = / (?:others?|each|every|all|first|last|next|that|who|which|by) /u;

const taking = 'takes?|brings?|moves?|sets?|puts?|returns?|sends?|marks?|switches';

const becoming = 'becomes|turns(?: into)?|goes(?: back)? to|moves to|changes to|is then|is now';

/** Words between what is taken and the state that it comes to; none where the state has one itself: "puts it in transit". */
const into = '(?:(?:to|into|as)(?: (?:an?|the|state|status))* |(?=(?:in|on|out|off|at|under) ))';

const alternatives = (states: readonly State[]): string => states.map(({ name }) => name).join('|');

/** The state to which a clause says that a resource comes, with those that it comes from: "takes an approved order to in progress"; undefined where it says none. */
const stepIn = (
  clause: string,
  { states, noun }: Spoken,
  isIt: boolean,
): { readonly to: State; readonly from: readonly State[] } | undefined => {
  const words = inWords(clause.replace(consequence, ''));
  if (unsure.test(words)) return undefined;
  const any = alternatives(states);
  const list = `(?:(?:${any})(?: (?:or|and)(?: an?)?)? )+`;
  const ways = [
    ` (?:${taking})(?: (?:the|an?|its|this|that))? (?<from>${list})?${noun}(?: back| again)?(?: from (?:the |state |status )*(?<source>${list}?))?(?: back)? ?${into}(?<to>${any}) `,
    ` (?:of|for|on) (?:the|an?|this) (?<from>${list})?${noun},? and (?:then |thereby |so )?(?:${taking}) it (?:back )?${into}(?<to>${any}) `,
    ` makes? (?:the|this|its|an?) (?<from>${list})?${noun} (?:(?:an?|the) )?(?<to>${any}) `,
    ` (?:turns?|sets?|marks?|renders?) (?:the|this|its|an?) (?<from>${list})?${noun} (?<to>${any}) (?:again |at once |immediately |automatically |too |as well )*(?:$|and )`,
    ` (?:the|this|its) (?<from>${list})?${noun} (?:then )?(?:${becoming})(?: (?:an?|the|again))* (?<to>${any}) `,
    ...(isIt ? [`^ the ${noun} (?:must|has to|needs to) be .* it (?:then )?(?:${becoming})(?: (?:an?|the|again))* (?<to>${any}) `] : []),
  ];
  const found = ways.flatMap((way) => {
    const match = new RegExp(way, 'u').exec(words);
    const { groups } = match ?? {};
    const to = states.find(({ name }) => name === groups?.['to']);
    const sources = inWords(groups?.['from'] ?? groups?.['source'] ?? '');
    // What is the first of its kind is that for one resource: "the first scan of a purchased shipment".
    const [before, said] = [words.slice(0, match?.index ?? 0), match?.[0] ?? ''];
    const isPartial = partial.test(
      /^ (?:of|for|on) /u.test(said) ? `${before.replaceAll(/ (?:first|last|next)(?= )/gu, '')}${said}` : `${before}${said}`,
    );
    return match && to && !isPartial ? [{ to, from: states.filter(({ name }) => sources.includes(` ${name} `)) }] : [];
  });
  return new Set(found.map(({ to }) => to)).size === 1 ? found[0] : undefined;
};

const listedOf = ({ schema }: BodyMember): readonly string[] => {
  const values: unknown = isObject(schema) ? schema['enum'] : undefined;
  return Array.isArray(values) ? values.filter((one) => typeof one === 'string') : [];
};

const sentencesAt = ({ document }: Contract, { location }: Operation): readonly string[] =>
  saidIn(valueAt(document, nodeOf(location))).flatMap(sentencesOf);

const clausesAt = ({ document }: Contract, { location }: Operation): readonly string[] =>
  saidIn(valueAt(document, nodeOf(location))).flatMap(clausesOf);

/** The member of a body that chooses what is done, and what it may choose. */
export const choiceOf = (contract: Contract, operation: Operation): Choice | undefined => choiceAmong(contract, operation, choosing);

const choiceAmong = (contract: Contract, operation: Operation, names: ReadonlySet<string>): Choice | undefined =>
  bodyMembers(contract, operation)
    .map((one) => ({ name: one.name, values: listedOf(one) }))
    .find(({ name, values }) => names.has(wordsOf(name).join(' ')) && values.length > 1);

/** The members of a body that have several listed texts as values. */
const listedChoices = (contract: Contract, operation: Operation): readonly Choice[] =>
  bodyMembers(contract, operation).flatMap((one) => {
    const values = listedOf(one);
    return values.length > 1 ? [{ name: one.name, values }] : [];
  });

/** The steps that a creation takes by a value of what it creates: "A failed survey makes an afloat boat `ashore`". None where two sentences tell different ones. */
const stepsByValue = (contract: Contract, operation: Operation, spoken: Spoken): readonly Omit<ToldStep, 'through'>[] => {
  const made = madeBy(operation);
  const choices = listedChoices(contract, operation).filter(
    ({ values }) => !values.some((value) => spoken.states.some((one) => one.value === value)),
  );
  if (made === '' || made === spoken.noun) return [];
  // What stands between leaves some of them out: "a failed survey of another boat".
  const begins = new RegExp(
    `^ (?:(?:${taking}|makes?|turns?|marks?|renders?|take|bring|move|set|put|return|send) |(?:the|this|its) (?:[a-z]+ ){0,3}?${spoken.noun} )`,
    'u',
  );
  return choices.flatMap((choice) => {
    const isOnlyHere = (value: string): boolean => choices.every((one) => one === choice || !one.values.includes(value));
    let isBehind = false;
    const read = clausesAt(contract, operation).flatMap((clause) => {
      const said = ofOneValue(clause, made, choice, isBehind);
      isBehind = said !== undefined;
      const step = said && isOnlyHere(said.value) && begins.test(said.rest) ? stepIn(inSingular(said.rest), spoken, false) : undefined;
      return said ? [{ value: said.value, step }] : [];
    });
    return choice.values.flatMap((value): readonly Omit<ToldStep, 'through'>[] => {
      const own = read.flatMap(({ value: of, step }) => (of === value && step ? [step] : []));
      const [first] = own;
      return first && new Set(own.map(({ to }) => to)).size === 1
        ? [{ operation, set: { [choice.name]: value }, to: first.to, from: new Set(first.from.map((one) => one.value)) }]
        : [];
    });
  });
};

/** Does a clause tell what one of several values does: by the value in code, or where it names none so, by its deed at the beginning: "Accepting" of `accepted`. */
const tellsOf = (clause: string, value: string, values: readonly string[]): boolean => {
  if (values.some((one) => clause.includes(`\`${one}\``))) return clause.includes(`\`${value}\``);
  const [, stem = ''] = /^(?:by )?([a-z]{2,})ing\b/iu.exec(clause.trim()) ?? [];
  const verb = stem.toLowerCase();
  return verb !== '' && [verb, `${verb}e`, verb.replace(/(.)\1$/u, '$1')].some((one) => isLeft(one, value));
};

/** What a part of a sentence says of all that it does not name: "any other event to `in_transit`", "all others move it to `open`". */
const ofOthers = /^(?:(?:any|every|each|all|all the|the) others?(?: (?<what>(?!(?:to|into|back)\b)[a-z]+))?|(?:any|every)thing else) /iu;

const beforeOthers = /(?:[,;] (?:and |but )?| and )(?=(?:any|every|each|all|the|anything|everything) (?:the )?(?:others?|else)\b)/iu;

/** What each value does of which a text only says what all others do, as a clause of its own. */
const clausesOfOthers = (contract: Contract, operation: Operation, spoken: Spoken, { name, values }: Choice): readonly string[] => {
  const texts = saidIn(valueAt(contract.document, nodeOf(operation.location)));
  const unnamed = values.filter((value) => !texts.some((text) => text.includes(`\`${value}\``)));
  const path = wordsOf(operation.path.split('/').at(-1) ?? '').map(singular);
  const called: ReadonlySet<string> = new Set([...path, ...wordsOf(name), 'one', 'value', 'kind', 'type']);
  return texts.flatMap(sentencesOf).flatMap((sentence) => {
    const parts = sentence.replace(/[.]+$/u, '').split(beforeOthers);
    return parts.flatMap((part, n) => {
      const { 0: head = '', groups } = ofOthers.exec(part) ?? {};
      const what = singular((groups?.['what'] ?? 'one').toLowerCase());
      const isOfKinds = called.has(what) && what !== spoken.noun;
      // "All others move it": what stands behind the word is no name of theirs.
      const isVerb = new RegExp(`^(?:${taking}|move|take|bring|set|put|send)$`, 'u').test(groups?.['what'] ?? '');
      if (head === '' || (!isOfKinds && !isVerb) || unsure.test(inWords(sentence)) || /[,(:]|\bor\b/iu.test(part)) return [];
      const rest = isVerb ? part.slice(head.length - (groups?.['what'] ?? '').length - 1) : part.slice(head.length);
      const before = parts[n - 1];
      const isLeftOut = /^(?:back )?(?:to|into) /iu.test(rest);
      if (isLeftOut ? before === undefined || !stepIn(before, spoken, false) : !startsWithStep.test(rest)) return [];
      const said = isLeftOut
        ? `moves the ${spoken.noun} ${rest}`
        : rest.replace(plainVerb, (verb) => `${verb}s`).replace(/^(\w+) it\b/u, `$1 the ${spoken.noun}`);
      return unnamed.map((value) => `\`${value}\` ${said}`);
    });
  });
};

/** What begins with values in code and says where they lead: "`late` and `lost` move an open loan to `overdue`". */
const ofSeveral = new RegExp(
  String.raw`^(?<named>(?:\x60[\w.-]+\x60(?:,? (?:and|or|as well as) |, | (?=\w)))+)(?:each |all |both )?(?<verb>${taking}|move|take|bring|set|put|send|return|mark)(?<rest> .+)$`,
  'iu',
);

/** A part of a sentence that begins with a value in code. */
const beforeValue =
  /\s*;\s*|(?<!`),\s+(?:and |but |while )?(?=`[^`]+`(?:, `[^`]+`)*(?:,? (?:and|or) `[^`]+`)? (?:\w+s|move|take|bring|set|put|send) (?:it|them|an?|the) )/iu;

/**
 * What each of several values does that one clause names together, as a clause of its own, with "it" as the resource of which the clause before spoke, and without the code around
 * the state that may be called like a value: "`picked_up` and `sorted` move a sent parcel to `moving`; `delivered` moves it to `delivered`".
 */
const clausesOfSeveral = (contract: Contract, operation: Operation, { noun }: Spoken, { values }: Choice): readonly string[] =>
  saidIn(valueAt(contract.document, nodeOf(operation.location))).flatMap((text) => {
    let isOfResource = false;
    const parts = sentencesOf(text).flatMap((sentence) => sentence.split(beforeValue));
    return parts.flatMap((part) => {
      const { named = '', verb = '', rest = '' } = ofSeveral.exec(part.replace(/[.;]+$/u, '').trim())?.groups ?? {};
      const some = [...named.matchAll(/`([^`]+)`/gu)].map(([, value = '']) => value);
      const isIt = / it /u.test(`${rest} `);
      const isMeant = some.length > 0 && some.every((value) => values.includes(value)) && (!isIt || isOfResource);
      isOfResource = inWords(part).includes(` ${noun} `) || (isIt && isOfResource);
      if (!isMeant) return [];
      const plain = `${verb.replace(plainVerb, '$&s')}${rest.replaceAll('`', '')}`;
      return some.map((value) => `\`${value}\` ${plain.replace(/ it\b/u, ` the ${noun}`)}`);
    });
  });

const plainVerb = /^(?:move|take|bring|set|put|send|return|mark)(?= |$)/iu;

const startsWithStep = new RegExp(String.raw`^(?:${taking}|move|take|bring|set|put|send|return|mark) `, 'iu');

/** The steps that the text of one operation tells; none where two sentences tell different ones. */
const stepsOf = (
  contract: Contract,
  operation: Operation,
  spoken: Spoken,
  isIt: boolean,
  choice: Choice | undefined = choiceOf(contract, operation),
): readonly Omit<ToldStep, 'through'>[] => {
  const kinds = [
    ...(choiceAmong(contract, operation, choosingKinds)?.values ?? []),
    ...listedChoices(contract, operation).flatMap(({ values }) =>
      values.filter((value) => !spoken.states.some((one) => one.value === value)),
    ),
  ];
  // What is said of one kind of what is created is not said of the others.
  const told = isIt ? sentencesAt(contract, operation) : clausesAt(contract, operation);
  const apart = choice === undefined ? [] : [clausesOfOthers, clausesOfSeveral].flatMap((of) => of(contract, operation, spoken, choice));
  const clauses = [...told, ...apart].filter(
    (clause) =>
      choice !== undefined || (!kinds.some((kind) => clause.includes(`\`${kind}\``)) && !isOfSome(clause, madeBy(operation), spoken.noun)),
  );
  const only = (some: readonly string[]) => {
    // What a clause adds after a colon says no more about where it leads.
    const found = some.flatMap((clause) => stepIn(clause.split(/: /u)[0] ?? '', spoken, isIt) ?? stepIn(clause, spoken, isIt) ?? []);
    return new Set(found.map(({ to }) => to)).size === 1 ? found.slice(0, 1) : [];
  };
  const made = ({ to, from }: { readonly to: State; readonly from: readonly State[] }, set: ToldStep['set']) => ({
    operation,
    set,
    to,
    from: new Set(from.map(({ value }) => value)),
  });
  if (choice === undefined) return only(clauses).map((one) => made(one, undefined));
  const { values } = choice;
  return values.flatMap((value) => {
    const own = clauses.filter((clause) => values.every((other) => tellsOf(clause, other, values) === (other === value)));
    return only(own).map((one) => made(one, { [choice.name]: value }));
  });
};

/** The steps that rows of tables, or items of lists, tell of what an action chooses: "| submit | draft | submitted |", "- `submit`: draft → submitted". */
const stepsInRows = (
  contract: Contract,
  action: Operation,
  { states }: Spoken,
  { name, values }: Choice,
  elsewhere: readonly string[],
): readonly ToldStep[] => {
  const listed = states.filter((one) => typeof one.value === 'string');
  const called = (names: readonly string[]): readonly (State | undefined)[] =>
    names.map((one) => listed.find(({ value }) => value === one) ?? listed.find((state) => inWords(one) === ` ${state.name} `));
  const texts = [...textsOf(contract, action), ...elsewhere];
  const rows = texts.flatMap((text) =>
    actionRowsIn(
      text,
      listed.map(({ value }) => String(value)),
    ),
  );
  const read = rows.map(({ from, by, to }) => ({
    before: called(from),
    after: called(to),
    of: values.filter((value) => by.some((one) => inWords(one) === inWords(value))),
  }));
  // A cell that is not understood may mean any state.
  const isOpen = (value: string): boolean =>
    read.some(({ before, after, of }) => of.includes(value) && [...before, ...after].includes(undefined));
  return read.flatMap(({ before, after, of }) => {
    const [first, ...or] = after.filter((one) => one !== undefined);
    return of.flatMap((value) =>
      first && !isOpen(value)
        ? [
            {
              operation: action,
              set: { [name]: value },
              to: first,
              ...(or.length > 0 ? { or } : {}),
              from: new Set<unknown>(before.map((one) => one?.value)),
            },
          ]
        : [],
    );
  });
};

/** Is an operation one that the run may send without anything but a path and a body. */
export type Plain = (operation: Operation) => boolean;

/**
 * The steps of a resource that an action chooses by a member of its body: `start` of `POST /orders/{orderId}/transitions` with `action`. Where no sentence says
 * where a value leads, the value may: `accept` to `accepted`.
 * @param elsewhere The sections of the document to whose tables the text of the action leads.
 */
export const chosenSteps = (
  contract: Contract,
  action: Operation,
  spoken: Spoken,
  elsewhere: readonly string[] = [],
): readonly (ToldStep & { readonly isTold: boolean })[] => {
  const choice = choiceOf(contract, action);
  const inRows = choice === undefined ? [] : stepsInRows(contract, action, spoken, choice, elsewhere);
  const isInRows = ({ set }: Pick<ToldStep, 'set'>): boolean => inRows.some((one) => isDeepStrictEqual(one.set, set));
  const told = [...inRows, ...stepsOf(contract, action, spoken, false).filter((one) => one.set !== undefined && !isInRows(one))];
  // Which of several states it leads to is not told.
  if (told.length > 0) return told.map((one) => ({ ...one, isTold: one.or === undefined }));
  return (choice?.values ?? []).flatMap((value) => {
    const [to, ...others] = spoken.states.filter((state) => typeof state.value === 'string' && isLeft(value, state.value));
    return choice && to && others.length === 0
      ? [{ operation: action, set: { [choice.name]: value }, to, from: new Set<unknown>(), isTold: false }]
      : [];
  });
};

/** The states that a clause says that a resource is in: "of a shipment in transit", "on an open or late loan". */
const statesBeside = (clause: string, { states, noun }: Spoken): readonly State[] => {
  const any = alternatives(states);
  const list = `(?:(?:${any})(?: (?:or|and)(?: an?)?)? )+`;
  const words = inWords(clause.replaceAll(/`[^`]*`/gu, ' '));
  const { groups } = unsure.test(words)
    ? {}
    : (new RegExp(` (?:the|an?|its|this) (?<from>${list})?${noun} (?<source>${list})?`, 'u').exec(words) ?? {});
  const said = inWords(`${groups?.['from'] ?? ''} ${groups?.['source'] ?? ''}`);
  return states.filter(({ name }) => said.includes(` ${name} `));
};

/**
 * The steps of a resource that a creation below it chooses by what kind of thing it creates: "`pickedUp` is the first scan of a purchased shipment and puts it in
 * transit". Beside those that a sentence tells, also those of which the value names the state that they lead to, where a sentence says from which: `delivered` of
 * "`delivered` ends the journey of a shipment in transit".
 */
export const chosenCreations = (
  contract: Contract,
  creations: readonly Operation[],
  spoken: Spoken,
): readonly (ToldStep & { readonly isTold: boolean })[] =>
  creations.flatMap((operation) => {
    const choice = choiceAmong(contract, operation, choosingKinds);
    const own = statefulAnswer(contract, operation)?.states ?? [];
    // A state of what is created is none of the resource.
    if (spoken.states.some(({ value }) => own.some((one) => one === value))) return [];
    const told = choice ? stepsOf(contract, operation, spoken, false, choice) : [];
    const byValue = stepsByValue(contract, operation, spoken)
      .filter(({ set }) => !told.some((one) => isDeepStrictEqual(one.set, set)))
      .map((one) => ({ ...one, isTold: true }));
    if (!choice || told.length === 0) return byValue;
    const isTold = (value: string): boolean => told.some(({ set }) => set?.[choice.name] === value);
    const named = choice.values
      .filter((value) => !isTold(value))
      .flatMap((value) => {
        const [to, ...others] = spoken.states.filter((state) => typeof state.value === 'string' && isLeft(value, state.value));
        const clauses = clausesAt(contract, operation).filter((clause) => clause.includes(`\`${value}\``));
        const from = new Set<unknown>(clauses.flatMap((clause) => statesBeside(clause, spoken).map((one) => one.value)));
        return to && others.length === 0 && from.size > 0 && !from.has(to.value)
          ? [{ operation, set: { [choice.name]: value }, to, from, isTold: false }]
          : [];
      });
    return [...told.map((one) => ({ ...one, isTold: true })), ...byValue, ...named];
  });

/** The creations below a resource that take it to a state: "The order becomes `quoted`". A state of what is created is none of the resource. */
export const creatingSteps = (contract: Contract, creations: readonly Operation[], spoken: Spoken): readonly ToldStep[] =>
  creations.flatMap((operation) => {
    const own = statefulAnswer(contract, operation)?.states ?? [];
    const isIt = !spoken.states.some(({ value }) => own.some((one) => one === value));
    return stepsOf(contract, operation, spoken, isIt).filter(({ set }) => set === undefined);
  });

/** The actions on what is created below a resource that take the resource itself to a state: "`accept` takes the order to `approved`". */
export const stepsThrough = (contract: Contract, creations: readonly Operation[], spoken: Spoken, isPlain: Plain): readonly ToldStep[] =>
  creations.flatMap((through) => {
    const trip = roundTrips(contract).find(({ create }) => create.key === through.key);
    const actions = contract.operations.filter(
      (one) =>
        trip !== undefined &&
        isActing(one) &&
        isDirectlyBelow(one.path, trip.itemPath) &&
        ['destructive', 'changes', 'asks'].includes(one.effect) &&
        isPlain(one),
    );
    return actions.flatMap((action) => stepsOf(contract, action, spoken, false).map((one) => ({ ...one, through })));
  });

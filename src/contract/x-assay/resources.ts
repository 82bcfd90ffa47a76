import {
  answerLocation,
  closed,
  named,
  oneOrMore,
  pointer,
  promise,
  documented,
  statuses,
  text,
  texts,
  type Expression,
  type Documented,
  type Statuses,
} from './schema-forms.ts';

/**
 * What an operation does to a thing in time (restart, stop, roll back). The states are those that the list shows; the
 * thing is the one whose list links to the operation's path parameter.
 */
export type Action = Documented & {
  /** State, or states, of a thing that the action is for. */
  readonly from: string | readonly string[];
  /** State that the thing shows meanwhile. */
  readonly through?: string;
  /** State that the thing ends in. */
  readonly to?: string;
  /** For the same action once more while the thing shows `through`. */
  readonly repeated?: Statuses;
  /** Name of the fixture with the id of a thing that is in none of the states of `from`. */
  readonly unfit?: string;
};

/** The states of a thing from its creation on. */
export type States = Documented & {
  /** What a creation's answer shows. */
  readonly initial?: Documented & { readonly is: string };
  /** States that it comes to by itself, each with the name of the duration within which it does. */
  readonly reaches?: Readonly<Record<string, Documented & { readonly within: string }>>;
  /** Until then it shows the first state and no other, and it does not fall back. */
  readonly steady?: Documented;
};

/** What becomes of a thing that is removed. */
export type Removed = Documented & {
  /** How a read of it is answered. */
  readonly read?: Statuses;
  /** It is in no list, or not as a living one. */
  readonly unlisted?: Documented;
  /** It may still be shown, in a state that no living thing has. */
  readonly lingers?: true;
  /** How the removal of what is gone is answered. */
  readonly again?: Statuses;
  /** How the removal of a thing that others use is answered; the fixture is the id of such a thing. */
  readonly inUse?: Statuses & { readonly fixture: string; readonly kept?: Documented };
};

/** A kind of thing, by the operations on it (operationId) and the places inside an item (JSON Pointer). */
export type ResourceConvention = Documented & {
  readonly create?: string;
  readonly read?: string;
  readonly list?: string;
  readonly update?: string;
  /** operationId, or `none`: what is created stays. */
  readonly remove: string;
  /** Where answers hold the thing, by the word of the operation; without it, it is found by its id at any depth. */
  readonly shown?: Readonly<Partial<Record<'create' | 'read' | 'update', Expression>>>;
  readonly id?: string;
  readonly name?: string;
  readonly state?: string;
  /** Members of the create body that may not repeat together. */
  readonly unique?: readonly string[];
  /** Members of the update body that can be changed, in the order in which they are tried. */
  readonly changes?: readonly string[];
  readonly states?: States;
  readonly removed?: Removed;
};

/** A time that the documentation prints. */
export type DurationConvention = Documented & { readonly description: string; readonly seconds: number };

export const action = documented('What the operation does to a thing in time: restart it, stop it, roll it back.', ['from'], {
  from: oneOrMore('State of a thing that the action is for, as its list shows it, or several.', text('The state.')),
  through: text('State that the thing shows meanwhile.'),
  to: text('State that the thing ends in.'),
  repeated: statuses('For the same action once more while the thing shows the state in between.'),
  unfit: text('Name of the fixture with the id of a thing that is in none of the states the action is for.'),
});

const states = documented('The states of a thing from its creation on.', [], {
  initial: documented("What a creation's answer shows.", ['is'], { is: text('The state.') }),
  reaches: named(
    'States that it comes to by itself.',
    documented('Such a state.', ['within'], { within: text('Name of the duration, declared in durations, within which it does.') }),
  ),
  steady: promise('Until then it shows the first state and no other, and it does not fall back.'),
});

const inUse = statuses('For the removal of a thing that others use.');

const removed = documented('What becomes of a thing that is removed.', [], {
  read: statuses('For a read of it.'),
  unlisted: promise('It is in no list, or not as a living one.'),
  lingers: { description: 'It may still be shown, in a state that no living thing has.', const: true },
  again: statuses('For the removal of what is gone.'),
  inUse: {
    ...inUse,
    required: ['status', 'fixture'],
    properties: {
      ...(inUse['properties'] as object),
      fixture: text('Name of the fixture with the id of such a thing.'),
      kept: promise('The thing is still there afterwards.'),
    },
  },
});

export const resource = documented('A kind of thing that the API manages.', ['remove'], {
  create: text('operationId of the operation that creates one.'),
  read: text('operationId of the operation that reads one by its id.'),
  list: text('operationId of the operation that lists them.'),
  update: text('operationId of the operation that changes one.'),
  remove: text('operationId of the operation that removes one, or none: what is created stays.'),
  shown: closed('Where answers hold the thing, where that is printed.', [], {
    create: answerLocation('In the answer to its creation.'),
    read: answerLocation('In the answer to a read.'),
    update: answerLocation('In the answer to an update.'),
  }),
  id: pointer('Where an item of the list holds its id.'),
  name: pointer('Where an item of the list holds the name it was created with.'),
  state: pointer('Where an item of the list holds its state.'),
  unique: texts('Members of the create body that may not repeat together.'),
  changes: texts('Members of the update body that can be changed, in the order in which they are tried.'),
  states,
  removed,
});

export const fixture = closed('A fixture.', ['description'], { description: text('What it is, in one sentence.') });

export const duration = documented('A time that the documentation prints.', ['description', 'seconds'], {
  description: text('What it is, in one sentence.'),
  seconds: { description: 'How long at the most.', type: 'number', exclusiveMinimum: 0 },
});

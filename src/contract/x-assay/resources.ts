import {
  answerLocation,
  closed,
  named,
  oneOrMore,
  pointer,
  requirement,
  documented,
  statuses,
  text,
  texts,
  type Expression,
  type Documented,
  type Statuses,
} from './schema-forms.ts';

/**
 * An operation that changes the state of a resource over time (restart, stop, roll back). The states are those that the list shows; the
 * resource type is the one whose list links to the operation's path parameter.
 */
export type Action = Documented & {
  /** The state or states of a resource in which the action is allowed. */
  readonly from: string | readonly string[];
  /** The state that the resource shows meanwhile. */
  readonly through?: string;
  /** The state that the resource has in the end. */
  readonly to?: string;
  /** For the same action again while the resource shows `through`. */
  readonly repeated?: Statuses;
  /** Name of the fixture with the id of a resource in none of the states of `from`. */
  readonly unfit?: string;
};

/** The states of a resource after its creation. */
export type States = Documented & {
  /** The state in the answer to the creation. */
  readonly initial?: Documented & { readonly is: string };
  /** States that it reaches by itself, each with the name of the duration within which it does. */
  readonly reaches?: Readonly<Record<string, Documented & { readonly within: string }>>;
  /** Until then it shows only the first state, and it does not return to that. */
  readonly steady?: Documented;
};

/** What a server shows of a removed resource. */
export type Removed = Documented & {
  /** Statuses for a read of it. */
  readonly read?: Statuses;
  /** It is in no list, or only in a state that no existing resource has. */
  readonly unlisted?: Documented;
  /** Lists may still show it, in a state that no existing resource has. */
  readonly lingers?: true;
  /** Statuses for its second removal. */
  readonly again?: Statuses;
  /** Statuses for the removal of a resource that others use; the fixture is the id of one. */
  readonly inUse?: Statuses & { readonly fixture: string; readonly kept?: Documented };
};

/** A resource type: the operations on it (operationId, or key such as `GET /books/{id}`), and where an item holds what (JSON Pointer). */
export type ResourceConvention = Documented & {
  readonly create?: string;
  readonly read?: string;
  readonly list?: string;
  readonly update?: string;
  /** operationId or key, or `none` where no operation removes it. */
  readonly remove: string;
  /** Where answers hold the resource, by the word of the operation; without it, it is found by its id at any depth. */
  readonly shown?: Readonly<Partial<Record<'create' | 'read' | 'update', Expression>>>;
  readonly id?: string;
  readonly name?: string;
  readonly state?: string;
  /** Members of the create body whose values together must be unique. */
  readonly unique?: readonly string[];
  /** Members of the update body that can be changed, in the order in which they are tried. */
  readonly changes?: readonly string[];
  readonly states?: States;
  readonly removed?: Removed;
};

/** A documented time. */
export type DurationConvention = Documented & { readonly description: string; readonly seconds: number };

export const action = documented(
  'The operation changes the state of a resource over time: it restarts it, stops it, rolls it back.',
  ['from'],
  {
    from: oneOrMore('The state, or the states, in which the action is allowed, as the list shows them.', text('The state.')),
    through: text('The state that the resource shows meanwhile.'),
    to: text('The state that the resource has in the end.'),
    repeated: statuses('For the same action again while the resource shows the state in between.'),
    unfit: text('Name of the fixture with the id of a resource in which the action is not allowed.'),
  },
);

const states = documented('The states of a resource after its creation.', [], {
  initial: documented('The state in the answer to the creation.', ['is'], { is: text('The state.') }),
  reaches: named(
    'States that it reaches by itself.',
    documented('Such a state.', ['within'], { within: text('Name of the duration, declared in durations, within which it does.') }),
  ),
  steady: requirement('Until then it shows only the first state, and it does not return to that.'),
});

const inUse = statuses('For the removal of a resource that others use.');

const removed = documented('What a server shows of a removed resource.', [], {
  read: statuses('For a read of it.'),
  unlisted: requirement('It is in no list, or only in a state that no existing resource has.'),
  lingers: { description: 'Lists may still show it, in a state that no existing resource has.', const: true },
  again: statuses('For its second removal.'),
  inUse: {
    ...inUse,
    required: ['status', 'fixture'],
    properties: {
      ...(inUse['properties'] as object),
      fixture: text('Name of the fixture with the id of such a resource.'),
      kept: requirement('The resource still exists afterwards.'),
    },
  },
});

export const resource = documented('A resource type of the API.', ['remove'], {
  create: text('operationId, or key such as GET /books/{id}, of the operation that creates one.'),
  read: text('operationId, or key such as GET /books/{id}, of the operation that reads one by its id.'),
  list: text('operationId, or key such as GET /books/{id}, of the operation that lists them.'),
  update: text('operationId, or key such as GET /books/{id}, of the operation that changes one.'),
  remove: text('operationId, or key, of the operation that removes one, or none where no operation does.'),
  shown: closed('Where answers hold the resource, if that is documented.', [], {
    create: answerLocation('In the answer to its creation.'),
    read: answerLocation('In the answer to a read.'),
    update: answerLocation('In the answer to an update.'),
  }),
  id: pointer('Where an item of the list holds its id.'),
  name: pointer('Where an item of the list holds the name it was created with.'),
  state: pointer('Where an item of the list holds its state.'),
  unique: texts('Members of the create body whose values together must be unique.'),
  changes: texts('Members of the update body that can be changed, in the order in which they are tried.'),
  states,
  removed,
});

export const fixture = closed('A fixture.', ['description'], { description: text('What it is, in one sentence.') });

export const duration = documented('A documented time.', ['description', 'seconds'], {
  description: text('What it is, in one sentence.'),
  seconds: { description: 'The longest time.', type: 'number', exclusiveMinimum: 0 },
});

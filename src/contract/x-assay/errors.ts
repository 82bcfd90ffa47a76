import {
  answerLocation,
  named,
  oneOrMore,
  pointer,
  promise,
  documented,
  statusList,
  text,
  texts,
  type Expression,
  type JsonSchema,
  type Documented,
} from './schema-forms.ts';

/** A member of the error object that is known by one of several names: letter case, `_` and `-` do not count. */
export type NamedMember = Documented & {
  readonly names: readonly string[];
  /** The one name that a narrower promise gives it. */
  readonly exactly?: Documented & { readonly name: string };
};

/** What every error answer has in common, also outside every operation. */
export type Errors = Documented & {
  /** Where the error object stands; of several places the first that holds an object counts. */
  readonly object?: Expression | readonly Expression[];
  /** The code of the error: a number that repeats the status, or a member known by its name. */
  readonly code?:
    | (Documented & { readonly at: Expression; readonly equals: 'status' })
    | (NamedMember & {
        /** The same failure gives the same code each time. */
        readonly stable?: Documented;
      });
  /** A text for people: at one of several places, or known by its name. */
  readonly message?:
    | (Documented & { readonly at: Expression | readonly Expression[]; readonly exactly?: Documented & { readonly at: Expression } })
    | NamedMember;
  /** Where the faulty fields are listed, and for which statuses at least one is promised. */
  readonly details?: Documented & {
    /** Of several places the first that holds a list counts. */
    readonly at: Expression | readonly Expression[];
    readonly on: readonly number[];
    /** JSON pointer inside an element to the name of the member at fault. */
    readonly name?: string;
  };
  /** By status: words of which one stands somewhere in the body as a text of its own. */
  readonly words?: Readonly<Record<string, Documented & { readonly anyOf: readonly string[] }>>;
  /** Error objects of different statuses have a member in common. */
  readonly sameShape?: Documented & { readonly except?: readonly number[] };
  /** A failure shows in the status: no 2xx carries an error object. */
  readonly inStatus?: Documented;
  /** A client's mistake never gets a 5xx, or never a 500 where only that status is promised to mean something else. */
  readonly clientMistake?: Documented & { readonly never: '5XX' | 500 };
};

const names = texts('Names that it may have; letter case, _ and - do not count.');
const exactName = documented('A narrower promise.', ['name'], { name: text('The one name that it gives.') });
const places = (description: string): JsonSchema => oneOrMore(description, answerLocation('A place.'));

const namedMember = (description: string, more: Readonly<Record<string, JsonSchema>>): JsonSchema =>
  documented(description, ['names'], { names, exactly: exactName, ...more });

/** Tells the form by names from the other, so that an error is about the one that was meant. */
const hasNames: JsonSchema = { type: 'object', required: ['names'] };

export const errors = documented('What every error answer has in common, also outside every operation.', [], {
  object: places('Where the error object stands; of several places the first that holds an object counts.'),
  code: {
    description: 'The code of the error.',
    if: hasNames,
    then: namedMember('A member of the error object known by its name.', {
      stable: promise('The same failure gives the same code each time.'),
    }),
    else: documented('A member of the body that repeats the status as a number.', ['at', 'equals'], {
      at: answerLocation('Where it stands.'),
      equals: { description: 'What it is equal to.', const: 'status' },
    }),
  },
  message: {
    description: 'A text for people.',
    if: hasNames,
    then: namedMember('A member of the error object known by its name.', {}),
    else: documented('At one of several places.', ['at'], {
      at: places('Where it stands; of several places any that holds a text will do.'),
      exactly: documented('A narrower promise.', ['at'], { at: answerLocation('The one place that it names.') }),
    }),
  },
  details: documented('A list of the faulty members in the body.', ['at', 'on'], {
    at: places('Where the list stands; of several places the first that holds a list counts.'),
    on: statusList('Statuses for which at least one element is promised.'),
    name: pointer('Where an element holds the name of the member at fault, as the request spells it.'),
  }),
  words: {
    ...named(
      'By status: what the error is called.',
      documented('Words of which one stands somewhere in the body.', ['anyOf'], { anyOf: texts('The words, each as good.') }),
    ),
    propertyNames: { pattern: '^[45][0-9][0-9]$' },
  },
  sameShape: documented('Error objects of different statuses have a member in common.', [], {
    except: statusList('Statuses with a documented form of their own.'),
  }),
  inStatus: promise('A failure shows in the status: no 2xx carries an error object.'),
  clientMistake: documented('A mistake of the client is not answered as one of the server.', ['never'], {
    never: { description: 'What it is never answered with: any status of the class, or 500 alone.', enum: ['5XX', 500] },
  }),
});

import {
  answerLocation,
  named,
  oneOrMore,
  pointer,
  requirement,
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
  /** The only name, by a narrower requirement. */
  readonly exactly?: Documented & { readonly name: string };
};

/** What every error answer has in common, also outside every operation. */
export type Errors = Documented & {
  /** Where the error object is; of several expressions the first that gives an object counts. */
  readonly object?: Expression | readonly Expression[];
  /** The code of the error: a number that repeats the status, or a member known by its name. */
  readonly code?:
    | (Documented & { readonly at: Expression; readonly equals: 'status' })
    | (NamedMember & {
        /** The same failure gives the same code each time. */
        readonly stable?: Documented;
      });
  /** A text for people: where one of several expressions gives it, or known by its name. */
  readonly message?:
    | (Documented & { readonly at: Expression | readonly Expression[]; readonly exactly?: Documented & { readonly at: Expression } })
    | NamedMember;
  /** Where the faulty members are listed, and the statuses that require at least one. */
  readonly details?: Documented & {
    /** Of several expressions the first that gives a list counts. */
    readonly at: Expression | readonly Expression[];
    readonly on: readonly number[];
    /** JSON pointer inside an element to the name of the member at fault. */
    readonly name?: string;
  };
  /** By status: words of which one is somewhere in the body as a whole text value. */
  readonly words?: Readonly<Record<string, Documented & { readonly anyOf: readonly string[] }>>;
  /** Error objects of different statuses have a member in common. */
  readonly sameShape?: Documented & { readonly except?: readonly number[] };
  /** A failure shows in the status: no 2xx has an error object. */
  readonly inStatus?: Documented;
  /** A client's mistake never gets a 5xx, or never a 500 where only 500 is documented for other failures. */
  readonly clientMistake?: Documented & { readonly never: '5XX' | 500 };
};

const names = texts('Names that it may have; letter case, _ and - do not count.');
const exactName = documented('A narrower requirement.', ['name'], { name: text('The only name that it allows.') });
const locations = (description: string): JsonSchema => oneOrMore(description, answerLocation('A location.'));

const namedMember = (description: string, more: Readonly<Record<string, JsonSchema>>): JsonSchema =>
  documented(description, ['names'], { names, exactly: exactName, ...more });

/** Distinguishes the form by names from the other, so that an error is about the form that was meant. */
const hasNames: JsonSchema = { type: 'object', required: ['names'] };

export const errors = documented('What every error answer has in common, also outside every operation.', [], {
  object: locations('Where the error object is; of several locations the first with an object counts.'),
  code: {
    description: 'The code of the error.',
    if: hasNames,
    then: namedMember('A member of the error object known by its name.', {
      stable: requirement('The same failure gives the same code each time.'),
    }),
    else: documented('A member of the body that repeats the status as a number.', ['at', 'equals'], {
      at: answerLocation('Where it is.'),
      equals: { description: 'What it is equal to.', const: 'status' },
    }),
  },
  message: {
    description: 'A text for people.',
    if: hasNames,
    then: namedMember('A member of the error object known by its name.', {}),
    else: documented('A text at one of several locations.', ['at'], {
      at: locations('Where it is; of several locations any with a text is enough.'),
      exactly: documented('A narrower requirement.', ['at'], { at: answerLocation('The only location that it allows.') }),
    }),
  },
  details: documented('A list of the faulty members in the body.', ['at', 'on'], {
    at: locations('Where the list is; of several locations the first with a list counts.'),
    on: statusList('Statuses that require at least one element.'),
    name: pointer('Where an element holds the name of the member at fault, as the request spells it.'),
  }),
  words: {
    ...named(
      'By status: what the error is called.',
      documented('Words of which one is somewhere in the body.', ['anyOf'], { anyOf: texts('The words; any of them is enough.') }),
    ),
    propertyNames: { pattern: '^[45][0-9][0-9]$' },
  },
  sameShape: documented('Error objects of different statuses have a member in common.', [], {
    except: statusList('Statuses with a documented form of their own.'),
  }),
  inStatus: requirement('A failure shows in the status: no 2xx has an error object.'),
  clientMistake: documented('A mistake of the client is not answered as one of the server.', ['never'], {
    never: { description: 'The status that it never gets: any of the class, or only 500.', enum: ['5XX', 500] },
  }),
});

import {
  closed,
  named,
  pointer,
  regularExpression,
  requestLocation,
  text,
  texts,
  type Expression,
  type JsonSchema,
} from './schema-forms.ts';

/** Words on a property of a body and on the schema of a parameter. */
export type PropertyConventions = {
  /** Name of the fixture that gives a usable value. */
  readonly fixture?: string;
  /** Name of the fixture that gives another usable value. */
  readonly alternative?: string;
  /**
   * Name of the resource type whose ids are usable values: of an existing or a newly created resource. In an answer: whose id the value is.
   */
  readonly refers?: string;
  /** A well-formed value that is certainly refused. */
  readonly unusable?: unknown;
  /** The run generates a new value for each request. */
  readonly fresh?: boolean;
  /** JSON Pointer to where an item of the list shows the value that its creation asked for. */
  readonly shownAt?: string;
  /** In an answer: where the request holds the value that it repeats (`$request.path.id`, `$request.body#/name`). */
  readonly repeats?: Expression;
  /** In an answer: where the request holds a list whose elements are all in the value, in any order, perhaps with others. */
  readonly includes?: Expression;
  /** In an answer to a creation: the moment of the creation. */
  readonly moment?: 'creation';
  /** In an answer: JSON Pointer, inside the surrounding object, to a moment that this one is not before. */
  readonly notBefore?: string;
  /** In an answer: the value never changes for one resource. */
  readonly constant?: boolean;
  /** Values that the documentation gives for the same property in another location and not here. */
  readonly elsewhere?: readonly string[];
  /** Regular expressions by a name: the run records whether values of answers have that form, and never judges it. */
  readonly forms?: Readonly<Record<string, string>>;
  /**
   * In an answer: the object's text at `in` contains figures that other members of the object have too. The named groups of the regular
   * expression `form` have the names of these members.
   */
  readonly figures?: { readonly in: string; readonly form: string };
  /** In an answer: where the request sent `value` at `at`, the schema `shows` describes this value. */
  readonly forSent?: { readonly at: Expression; readonly value: unknown; readonly shows: JsonSchema };
  /** Name of the fixture that gives an existing value that the account may not use. */
  readonly blocked?: string;
  /** In an answer: the server issues a credential here, which is a secret from then on. */
  readonly issued?: boolean;
};

export const propertyWords: Readonly<Record<keyof PropertyConventions, JsonSchema>> = {
  fixture: text('Name of the fixture that gives a usable value.'),
  alternative: text('Name of the fixture that gives another usable value.'),
  refers: text('Name of the resource type whose ids are usable values; in an answer, whose id the value is.'),
  unusable: { description: 'A well-formed value that is certainly refused.' },
  fresh: { description: 'The run generates a new value for each request.', type: 'boolean' },
  shownAt: pointer('Where an item of the list shows the value that its creation asked for.'),
  repeats: requestLocation('In an answer: where the request holds the value that it repeats.'),
  includes: requestLocation('In an answer: where the request holds a list whose elements are all in the value.'),
  moment: { description: 'In an answer: the moment that it shows.', const: 'creation' },
  notBefore: pointer('In an answer: where the surrounding object holds a moment that this one is not before.'),
  constant: { description: 'In an answer: the value never changes for one resource.', type: 'boolean' },
  elsewhere: texts('Values that the documentation gives for the same property in another location and not here.'),
  forms: named('Forms that values of answers may have, by a name: which of them they have is recorded.', regularExpression('The form.')),
  figures: closed('In an answer: a text of the object contains figures that other members have too.', ['in', 'form'], {
    in: pointer('Where the object holds the text.'),
    form: regularExpression('The form of the text; its named groups have the names of these members.'),
  }),
  forSent: closed('In an answer: the value here after the request sent a certain value.', ['at', 'value', 'shows'], {
    at: requestLocation('Where the request holds the value.'),
    value: { description: 'The value.' },
    shows: { description: 'The value here in that case: a Schema Object.', type: 'object' },
  }),
  blocked: text('Name of the fixture that gives an existing value that the account may not use.'),
  issued: { description: 'In an answer: the server issues a credential here.', type: 'boolean' },
};

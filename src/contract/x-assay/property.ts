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
  /** Name of the fixture that gives a usable value of another kind. */
  readonly alternative?: string;
  /** Name of the resource whose id is a usable value: one that exists, or is created for it. In an answer: whose id the value is. */
  readonly refers?: string;
  /** A well-formed value that is certainly refused. */
  readonly unusable?: unknown;
  /** A value of ours that must be fresh in each request. */
  readonly fresh?: boolean;
  /** JSON Pointer to where an item of the list shows the value that its creation asked for. */
  readonly shownAt?: string;
  /** In an answer: where the request holds the value that it repeats (`$request.path.id`, `$request.body#/name`). */
  readonly repeats?: Expression;
  /** In an answer: where the request holds a list of which it has every element, in any order and with others (`$request.body#/tags`). */
  readonly includes?: Expression;
  /** In an answer: the moment of the creation that it answers. */
  readonly moment?: 'creation';
  /** In an answer: JSON Pointer, inside the object around it, to the moment that this one is not before. */
  readonly notBefore?: string;
  /** In an answer: the value never changes for one thing. */
  readonly constant?: boolean;
  /** Values that the documentation prints for the same thing at another place and not here. */
  readonly elsewhere?: readonly string[];
  /** Regular expressions by a name: whether the values of answers have that form is recorded, never judged. */
  readonly forms?: Readonly<Record<string, string>>;
  /**
   * In an answer: the object's text at `in` spells figures that its members show. Groups of the regular expression
   * `form` bear the names of these members.
   */
  readonly figures?: { readonly in: string; readonly form: string };
  /** In an answer: where the request sent the value, `shows` describes what stands here. */
  readonly forSent?: { readonly at: Expression; readonly value: unknown; readonly shows: JsonSchema };
  /** Name of the fixture that gives a value which exists and which the account may not use. */
  readonly blocked?: string;
  /** In an answer: a credential is born here. It is a secret from then on. */
  readonly issued?: boolean;
};

export const propertyWords: Readonly<Record<keyof PropertyConventions, JsonSchema>> = {
  fixture: text('Name of the fixture that gives a usable value.'),
  alternative: text('Name of the fixture that gives a usable value of another kind.'),
  refers: text('Name of the resource whose id is a usable value; in an answer, whose id the value is.'),
  unusable: { description: 'A well-formed value that is certainly refused.' },
  fresh: { description: 'The value is made by us and new in each request.', type: 'boolean' },
  shownAt: pointer('Where an item of the list shows the value that its creation asked for.'),
  repeats: requestLocation('In an answer: where the request holds the value that it repeats.'),
  includes: requestLocation('In an answer: where the request holds a list of which it has every element.'),
  moment: { description: 'In an answer: the moment that it tells.', const: 'creation' },
  notBefore: pointer('In an answer: where the object around it holds the moment that this one is not before.'),
  constant: { description: 'In an answer: the value never changes for one thing.', type: 'boolean' },
  elsewhere: texts('Values that the documentation prints for the same thing at another place and not here.'),
  forms: named('Forms that values of answers may have, by a name: which of them they have is recorded.', regularExpression('The form.')),
  figures: closed('In an answer: a text of the object spells figures that its members show.', ['in', 'form'], {
    in: pointer('Where the object holds the text.'),
    form: regularExpression('The form of the text; its named groups are the figures of the members of these names.'),
  }),
  forSent: closed('In an answer: what stands here where the request sent a value.', ['at', 'value', 'shows'], {
    at: requestLocation('Where the request holds the value.'),
    value: { description: 'The value.' },
    shows: { description: 'What stands here then: a Schema Object.', type: 'object' },
  }),
  blocked: text('Name of the fixture that gives a value which exists and which the account may not use.'),
  issued: { description: 'In an answer: a credential is born here.', type: 'boolean' },
};

/**
 * Stands in a planned request for the id of a resource until the request is sent: which resources exist is known only then. `known` is a
 * resource that the run created, else one that is listed; `other` is a second one, where a body names two, and `other-2` a third one; `spare` is a resource of the run that no other request needs, because the request
 * changes or removes it; `listed` is one that a read shows, whoever created it; `offered` is no id, but a value that a read shows as free to be taken; `suited` is what
 * suits the resource in the path of the request, such as its total; `linked` is a resource of the run that one request links to what is above it in its path.
 */
export type Placeholder = {
  readonly use: 'known' | Other | 'spare' | 'listed' | 'offered' | 'suited' | 'linked';
  /** Name of the resource type; of `listed` and `offered`, the key of the operation that shows it; of `suited` that of the operation with the body. */
  readonly resourceType: string;
  /**
   * Of a resource type inferred from the structure of the document: the parameter in its path that the placeholder stands for, or in a body the JSON pointer of the
   * id of a part in the answer to its creation. Of `listed`, the
   * parameter of the request, or in a body the JSON pointer of the id in an item; of `offered` and `suited` the member of the body, or the JSON pointer of a part of a `suited` one.
   */
  readonly parameter?: string;
  /** In a body: the value that is sent where there is no such resource. */
  readonly otherwise?: string | number;
  /** Of `listed` in a body: another value than what the same list gives for members before it. */
  readonly isApart?: true;
  /** In a body: the member of the creation of such a resource that tells its kind, and the kind that it has to be of. */
  readonly kind?: { readonly member: string; readonly value: string };
  /** Of `linked`: what tells the link from others, so that each has a resource of its own. */
  readonly turn?: string;
};

/** A second resource of a type, or a further one. */
type Other = 'other' | `other-${number}`;

/** Is it the second resource of its type in a body, or a further one. */
export const isOther = (use: string): use is Other => /^other(?:-\d{1,2})?$/u.test(use);

/** The use of the n-th resource of one type in a list, which begins with 0. */
export const useOfNth = (n: number): 'known' | Other => (n === 0 ? 'known' : n === 1 ? 'other' : `other-${n}`);

/** Does a placeholder stand for a part of a resource, and not for the resource itself. */
export const isOfPart = ({ use, parameter }: Placeholder): boolean =>
  use !== 'listed' && use !== 'offered' && use !== 'suited' && parameter?.startsWith('/') === true;

/** No id contains these characters; a request with a placeholder left in it is not sent. */
const pattern =
  /\u2039(known|other(?:-\d{1,2})?|spare|listed|offered|suited|linked):([^\u203a#]*)(?:#([^\u203a#]*))?(?:#([^\u203a#]*))?\u203a/g;

/** The text that a placeholder has in a planned request. */
export const placeholderText = ({ use, resourceType, parameter, otherwise, isApart, turn, kind }: Placeholder): string => {
  const last = use === 'linked' ? turn : kind !== undefined ? { otherwise, kind } : isApart === true ? [otherwise] : otherwise;
  const rest = last === undefined ? '' : `#${encodeURIComponent(JSON.stringify(last))}`;
  return `\u2039${use}:${resourceType}${parameter === undefined ? '' : `#${parameter}`}${rest}\u203a`;
};

const uses: readonly string[] = [
  'known',
  'other',
  'spare',
  'listed',
  'offered',
  'suited',
  'linked',
] satisfies readonly Placeholder['use'][];

const isUse = (word: string): word is Placeholder['use'] => uses.includes(word) || isOther(word);

const placeholderOf = (use: string, resourceType: string, parameter: string | undefined, last: string | undefined): Placeholder => {
  const named = { use: isUse(use) ? use : ('known' as const), resourceType, ...(parameter === undefined ? {} : { parameter }) };
  if (last === undefined) return named;
  const value = JSON.parse(decodeURIComponent(last)) as
    | string
    | number
    | readonly [string | number]
    | Required<Pick<Placeholder, 'otherwise' | 'kind'>>;
  if (typeof value === 'object' && 'kind' in value) return { ...named, ...value };
  if (typeof value === 'object') return { ...named, otherwise: value[0], isApart: true };
  return use === 'linked' ? { ...named, turn: String(value) } : { ...named, otherwise: value };
};

/** Every placeholder in a text, in order. */
export const placeholdersIn = (text: string): Placeholder[] =>
  // Hardly any text has one.
  text.includes('\u2039')
    ? [...text.matchAll(pattern)].map(([, use = '', resourceType = '', parameter, otherwise]) =>
        placeholderOf(use, resourceType, parameter, otherwise),
      )
    : [];

/** A text with its placeholders replaced by the ids that they stand for. */
export const fillPlaceholders = (text: string, idOf: (placeholder: Placeholder) => string): string =>
  text.replaceAll(pattern, (_, use: string, resourceType: string, parameter: string | undefined, otherwise: string | undefined) =>
    idOf(placeholderOf(use, resourceType, parameter, otherwise)),
  );

/** A text whose references to certain types name resources that nothing else uses, in place of shared ones. */
export const withOwnReferences = (text: string, isMeant: (resourceType: string) => boolean): string =>
  text.replaceAll(pattern, (written, use: string, resourceType: string, parameter: string | undefined, otherwise: string | undefined) =>
    use === 'known' && otherwise !== undefined && isMeant(resourceType)
      ? placeholderText({ ...placeholderOf(use, resourceType, parameter, otherwise), use: 'spare' })
      : written,
  );

/** A text of a path whose parents are resources that nothing else uses, in place of shared ones. */
export const withOwnParents = (text: string): string =>
  text.replaceAll(pattern, (written, use: string, resourceType: string, parameter: string | undefined, otherwise: string | undefined) =>
    use === 'known' && parameter !== undefined && otherwise === undefined
      ? placeholderText({ ...placeholderOf(use, resourceType, parameter, undefined), use: 'spare' })
      : written,
  );

/** A text whose references to resources that the run creates name the n-th one of their type. */
export const withNthReferences = (text: string, n: number): string =>
  text.replaceAll(pattern, (written, use: string, resourceType: string, parameter: string | undefined, otherwise: string | undefined) =>
    use === 'known' && otherwise !== undefined
      ? placeholderText({ ...placeholderOf(use, resourceType, parameter, otherwise), use: useOfNth(n) })
      : written,
  );

/** An id in the type of the value that the reference has otherwise. */
export const idLike = ({ otherwise }: Placeholder, id: string): string | number =>
  typeof otherwise === 'number' && Number.isSafeInteger(Number(id)) ? Number(id) : id;

/**
 * A value in which each reference has what is sent where nothing can be named: that is what its schema asks for, of a number and of the longest text too, and the text that
 * stands for the reference is not.
 */
export const withReferencesMadeUp = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withReferencesMadeUp);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withReferencesMadeUp(one)]));
  const [only] = typeof value === 'string' ? placeholdersIn(value) : [];
  return only?.otherwise !== undefined && placeholderText(only) === value ? only.otherwise : value;
};

import { rememberedByText } from '../../model/remembered.ts';

/** A segment of a path template: literal text, or one that holds a parameter. A verb stands behind a colon, and not behind a slash: `close` of `/carts/{id}:close`. */
export type Segment = { readonly literal: string; readonly isVerb?: true } | { readonly parameter: string };

const isParameter = (segment: Segment): segment is { readonly parameter: string } => 'parameter' in segment;

/**
 * The segments of a path template (OpenAPI 3.1, Path Templating). A slash at the end does not count. A segment with several parameters
 * (`{name}.{format}`) has the name of the first.
 */
export const segmentsOf = rememberedByText((path): readonly Segment[] => split(path));

/** A verb at the end of a path, behind one resource or a collection: `/carts/{id}:close`, `/carts:import`. A plural behind a word is a noun: `/crm:contacts`. */
const verb = /(?:(?<=\})|(?<=\/[a-z][\w-]*)(?!:[a-z_-]*[^s]s\/?$)):([a-z][a-z_-]*)\/?$/iu;

const split = (path: string): readonly Segment[] => {
  const plain = path.replace(/\?.*$/su, '');
  const [, act] = verb.exec(plain) ?? [];
  const segments = plain
    .replace(verb, '')
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => {
      const [, parameter] = /\{([^{}]+)\}/u.exec(segment) ?? [];
      return parameter === undefined ? { literal: segment } : { parameter };
    });
  return act === undefined ? segments : [...segments, { literal: act, isVerb: true }];
};

/** Names of the parameters of a path template, in order. */
export const parametersIn = rememberedByText((path): readonly string[] =>
  segmentsOf(path).flatMap((one) => (isParameter(one) ? [one.parameter] : [])),
);

/** The values of the parameters of a path, in the order of the path; empty where one has none. */
export const valuesAlong = (path: string, values: Readonly<Record<string, string>>): readonly string[] =>
  parametersIn(path).map((name) => values[name] ?? '');

/**
 * Values for the parameters of a path, by their names there.
 * @param values In the order of the path: two paths to one resource may call its parameters otherwise. What is missing is empty.
 */
export const inPath = (path: string, values: readonly string[]): Record<string, string> =>
  Object.fromEntries(parametersIn(path).map((name, n) => [name, values[n] ?? '']));

/** The literal segments after the last parameter; all of them where the path has no parameter. */
export const tailOf = rememberedByText((path): readonly string[] => {
  const segments = segmentsOf(path);
  return segments.slice(segments.findLastIndex(isParameter) + 1).flatMap((one) => (isParameter(one) ? [] : [one.literal]));
});

/** Whether the last segment is a parameter and nothing else, so that the path names one resource. */
export const endsInParameter = (path: string): boolean => /\/\{[^{}/]+\}\/?$/u.test(path);

const isAlike = (a: Segment, b: Segment | undefined): boolean => {
  if (b === undefined) return false;
  return isParameter(a) ? isParameter(b) : !isParameter(b) && a.literal === b.literal;
};

/** Whether a path begins with all segments of another one; the names of parameters do not matter. */
export const beginsWith = (path: string, beginning: string): boolean => {
  const segments = segmentsOf(path);
  return segmentsOf(beginning).every((segment, n) => isAlike(segment, segments[n]));
};

/** A path template without its last segment, or its verb: that of what the resource is below, or what is acted on. Empty for a path with one segment. */
export const pathAbove = rememberedByText((path) => (verb.test(path) ? path.replace(verb, '') : path.replace(/\/[^/]*\/?$/u, '')));

/** Does a path add one literal segment to another: `/shops/{id}/crates` to `/shops/{shop}`. */
export const isDirectlyBelow = (path: string, item: string): boolean => {
  const last = segmentsOf(path).at(-1);
  return segmentsOf(path).length === segmentsOf(item).length + 1 && beginsWith(path, item) && last !== undefined && 'literal' in last;
};

/** Does a path add one literal segment to that of any one resource: `/crates/{id}/photo`. */
export const isDirectlyBelowOne = (path: string): boolean => tailOf(path).length === 1 && endsInParameter(pathAbove(path));

/** Whether two templates are the same, except for the names of their parameters. */
export const isSamePath = (a: string, b: string): boolean => segmentsOf(a).length === segmentsOf(b).length && beginsWith(a, b);

/** Whether a path is that of an item of a collection: the path of the collection followed by one parameter. */
export const isItemOf = (path: string, collection: string): boolean =>
  endsInParameter(path) && segmentsOf(path).length === segmentsOf(collection).length + 1 && beginsWith(path, collection);

/**
 * Whether a path is that of an item of a collection below something else, without what that is below: `/crates/{id}` of `/shops/{shop}/crates`. An id that
 * names a resource in the whole API needs no parent in its path.
 */
export const isShallowItemOf = (path: string, collection: string): boolean => {
  const [ours, theirs] = [segmentsOf(path).slice(0, -1), segmentsOf(collection)];
  const [last, noun] = [ours.at(-1), theirs.at(-1)];
  return (
    endsInParameter(path) &&
    last !== undefined &&
    isAlike(last, noun) &&
    !isParameter(last) &&
    ours.length < theirs.length &&
    theirs.some(isParameter) &&
    ours.slice(0, -1).every((segment, n) => !isParameter(segment) && isAlike(segment, theirs[n]))
  );
};

/**
 * What a value adds to the path before it. A resource name holds the path of its collection (`shelves/7/boxes/12`; Google AIP-122, Resource names): where the path already
 * leads there, `/v1/shelves/{shelf}/boxes/{box}`, its last segment is what is missing. Any other value is added as it is.
 * @param before The path before the value, or the end of it, not percent-encoded.
 */
export const lastOfName = (before: string, value: string): string => {
  const at = value.lastIndexOf('/');
  const around = value.slice(0, Math.max(0, at));
  return around !== '' && at < value.length - 1 && `/${before.replace(/\/$/u, '')}`.endsWith(`/${around}`) ? value.slice(at + 1) : value;
};

/**
 * The segments of a request path: the template with its values, not percent-encoded. Undefined where a parameter has no value, or one that
 * would lead to another path: an empty one, `.` or `..` (RFC 3986 section 5.2.4).
 */
export const filledSegments = (path: string, values: Readonly<Record<string, string>>): readonly string[] | undefined => {
  const filled: string[] = [];
  for (const segment of segmentsOf(path)) {
    const value = isParameter(segment)
      ? Object.hasOwn(values, segment.parameter)
        ? values[segment.parameter]
        : undefined
      : segment.literal;
    if (value === undefined || value === '' || value === '.' || value === '..') return undefined;
    filled.push(isParameter(segment) ? lastOfName(filled.join('/'), value) : value);
  }
  return filled;
};

/** The values that a concrete path has for the parameters of a template; undefined where it does not fit. */
export const valuesInPath = (template: string, segments: readonly string[]): Readonly<Record<string, string>> | undefined => {
  const wanted = segmentsOf(template);
  const act = wanted.at(-1);
  const end = act !== undefined && 'isVerb' in act ? `:${act.literal}` : '';
  const own =
    end !== '' && segments.at(-1)?.endsWith(end)
      ? [...segments.slice(0, -1), segments.at(-1)?.slice(0, -end.length), end.slice(1)]
      : segments;
  if (wanted.length !== own.length) return undefined;
  const values: Record<string, string> = {};
  for (const [n, segment] of wanted.entries()) {
    const value = own[n] ?? '';
    if (isParameter(segment)) values[segment.parameter] = value;
    else if (segment.literal !== value) return undefined;
  }
  return values;
};

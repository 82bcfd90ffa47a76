import type { Direction } from '../schema/same-value.ts';
import type { ChangeVerdict, DocumentChangeKind } from './change.ts';
import { compareDecimals, decimalOf, isMultiple } from '../schema/decimal.ts';
import { type Form, type JsonType, jsonTypes, type Placed, type Together } from './form.ts';

/** A step into a value: the name of a member, the position of an element, `*` for any of them; or the alternative that is looked at. */
export type Step = { readonly into: string } | { readonly as: string };

/** A change of what a schema says of a value, or of a member that is directly in it. */
export type SchemaChange = {
  readonly kind: DocumentChangeKind;
  readonly verdict: ChangeVerdict;
  readonly steps: readonly Step[];
  /** In plain words; `{}` stands for the value. */
  readonly words: string;
  readonly before: string;
  readonly after: string;
};

/** Schemas of the same place inside the value. */
export type InnerPair = { readonly steps: readonly Step[]; readonly before: Together; readonly after: Together };

export type Compared = { readonly changes: readonly SchemaChange[]; readonly inner: readonly InnerPair[] };

type Rules = {
  readonly before: Form;
  readonly after: Form;
  readonly direction: Direction;
  /** What every allowed value of the one side has to fit: in a request the newer schema, in a response the older one. */
  readonly outer: Form;
  /** The side whose values may come. */
  readonly inner: Form;
  /** Verdicts of a schema that allows less, or more, than before. */
  readonly narrowed: ChangeVerdict;
  readonly widened: ChangeVerdict;
};

const quoted = (value: unknown): string => `\`${typeof value === 'string' ? value : (JSON.stringify(value) ?? '')}\``;

/** Most values that are written out. */
const mostShown = 5;

const listed = (values: readonly unknown[]): string => {
  const shown = values.slice(0, mostShown).map(quoted).join(', ');
  return values.length > mostShown ? `${shown} and ${values.length - mostShown} more` : shown;
};

/** What changed between two forms of one value for clients that were written for the older one. */
export const compareForms = (before: Form, after: Form, direction: Direction): Compared => {
  const isRequest = direction === 'request';
  const rules: Rules = {
    before,
    after,
    direction,
    outer: isRequest ? after : before,
    inner: isRequest ? before : after,
    narrowed: isRequest ? 'breaking' : 'compatible',
    widened: isRequest ? 'compatible' : 'breaking',
  };
  if (before.isImpossible || after.isImpossible) return { changes: possibility(rules), inner: [] };
  const types = typeChanges(rules);
  if (types.some(({ kind }) => kind === 'type-changed')) return { changes: types, inner: [] };
  const members = memberChanges(rules);
  const elements = elementChanges(rules);
  return {
    changes: [
      ...types,
      ...valueChanges(rules),
      ...limitChanges(rules),
      ...textChanges(rules),
      ...defaultChanges(rules),
      ...discriminatorChanges(rules),
      ...members.changes,
      ...elements.changes,
      ...otherChanges(rules),
    ],
    inner: [...members.inner, ...elements.inner],
  };
};

const change = (
  { before, after }: Pick<Rules, 'before' | 'after'>,
  kind: DocumentChangeKind,
  verdict: ChangeVerdict,
  words: string,
  at: { readonly before?: string | undefined; readonly after?: string | undefined; readonly steps?: readonly Step[] } = {},
): SchemaChange => ({
  kind,
  verdict,
  words,
  steps: at.steps ?? [],
  before: at.before ?? before.pointer,
  after: at.after ?? after.pointer,
});

const possibility = (rules: Rules): SchemaChange[] => {
  const { before, after, narrowed, widened } = rules;
  if (before.isImpossible === after.isImpossible) return [];
  return after.isImpossible
    ? [change(rules, 'type-narrowed', narrowed, 'no value of {} is allowed any more')]
    : [change(rules, 'type-widened', widened, 'values of {} are allowed now')];
};

const isCovered = (type: JsonType, by: ReadonlySet<JsonType> | null): boolean =>
  by === null || by.has(type) || (type === 'integer' && by.has('number'));

const sameTypes = (one: ReadonlySet<JsonType> | null, other: ReadonlySet<JsonType> | null): boolean =>
  one === null || other === null ? one === other : one.size === other.size && [...one].every((type) => other.has(type));

const typeWords = (types: ReadonlySet<JsonType> | null): string => (types === null ? 'any' : [...types].join(' or ') || 'null');

const typeChanges = (rules: Rules): SchemaChange[] => {
  const { before, after, narrowed, widened } = rules;
  if (sameTypes(before.types, after.types)) return [];
  const [was, is] = [before.impliedTypes, after.impliedTypes];
  if (sameTypes(was, is)) {
    if (before.values ?? after.values) return [];
    const words =
      after.types === null
        ? 'the type of {} is not stated any more, only implied'
        : 'the type of {} is stated now, before it was only implied';
    return [change(rules, 'type-stated', 'unclear', words)];
  }
  const all = new Set(jsonTypes);
  const lost = [...(was ?? all)].filter((type) => !isCovered(type, is));
  const gained = [...(is ?? all)].filter((type) => !isCovered(type, was));
  const words = `the type of {} is now ${typeWords(is)}, before ${typeWords(was)}`;
  if (lost.length > 0 && gained.length > 0) {
    return [change(rules, 'type-changed', 'breaking', words)];
  }
  return [lost.length > 0 ? change(rules, 'type-narrowed', narrowed, words) : change(rules, 'type-widened', widened, words)];
};

const truths: readonly unknown[] = [false, true];

const valuesIn = ({ values, types, pointer }: Form): Placed<readonly unknown[]> | undefined =>
  values ?? (types?.size === 1 && types.has('boolean') ? { value: truths, pointer } : undefined);

const valueChanges = (rules: Rules): SchemaChange[] => {
  const { before, after, inner, outer, narrowed, widened } = rules;
  const [was, is] = [valuesIn(before), valuesIn(after)];
  const at = { before: was?.pointer, after: is?.pointer };
  // A document that says that further values may come has told clients so.
  const more = widened === 'breaking' && (before.isExtensible || after.isExtensible) ? 'compatible' : widened;
  if (was && is) {
    const [old, fresh] = [was, is].map(({ value }) => new Map(value.map((one) => [JSON.stringify(one), one])));
    const lost = [...(old ?? [])].filter(([text]) => fresh?.has(text) !== true).map(([, one]) => one);
    const gained = [...(fresh ?? [])].filter(([text]) => old?.has(text) !== true).map(([, one]) => one);
    return [
      ...(lost.length > 0 ? [change(rules, 'values-removed', narrowed, `the enum of {} lost ${listed(lost)}`, at)] : []),
      ...(gained.length > 0 ? [change(rules, 'values-added', more, `the enum of {} has ${listed(gained)} now`, at)] : []),
    ];
  }
  if (!was && !is) return [];
  const found = is
    ? change(rules, 'values-removed', narrowed, `only ${listed(is.value)} are allowed for {} now`, at)
    : change(rules, 'values-added', more, `the values of {} are not listed any more`, at);
  const misfits = inner.values && !outer.values ? inner.values.value.filter((one) => fitOf(one, outer) !== 'yes') : [];
  if (misfits.length === 0) return [found];
  const isOpen = misfits.every((one) => fitOf(one, outer) === 'unknown');
  return [
    found,
    change(
      rules,
      'limit-tightened',
      isOpen ? 'unclear' : 'breaking',
      `the limits of {} and its value ${listed(misfits)} do not go together`,
      at,
    ),
  ];
};

/** Whether a listed value fits what a form says of single values. */
const fitOf = (value: unknown, form: Form): 'yes' | 'no' | 'unknown' => {
  const type: JsonType | undefined =
    typeof value === 'string'
      ? 'string'
      : typeof value === 'boolean'
        ? 'boolean'
        : typeof value === 'number'
          ? Number.isInteger(value)
            ? 'integer'
            : 'number'
          : undefined;
  if (type === undefined) return 'unknown';
  if (!isCovered(type, form.types)) return 'no';
  if (typeof value === 'string') {
    if (form.formats.size > 0) return 'unknown';
    const length = [...value].length;
    if (length < (form.limits.get('minLength')?.value ?? 0) || length > (form.limits.get('maxLength')?.value ?? Infinity)) return 'no';
    try {
      return [...form.patterns.keys()].every((pattern) => new RegExp(pattern, 'u').test(value)) ? 'yes' : 'no';
    } catch {
      return 'unknown';
    }
  }
  if (typeof value !== 'number') return 'yes';
  const [lower, upper] = [lowerBound(form), upperBound(form)];
  const number = decimalOf(value);
  const isBelow = lower && (compareDecimals(number, decimalOf(lower.value)) < 0 || (lower.isExclusive && value === lower.value));
  const isAbove = upper && (compareDecimals(number, decimalOf(upper.value)) > 0 || (upper.isExclusive && value === upper.value));
  return isBelow === true || isAbove === true || form.steps.some((step) => !isMultiple(number, decimalOf(step.value))) ? 'no' : 'yes';
};

type Bound = Placed<number> & { readonly isExclusive: boolean };

const onlyWhole = ({ types }: Form): boolean => types !== null && types.has('integer') && !types.has('number');

const lowerBound = (form: Form): Bound | undefined => boundOf(form, 'minimum', 'exclusiveMinimum', 1);
const upperBound = (form: Form): Bound | undefined => boundOf(form, 'maximum', 'exclusiveMaximum', -1);

/** The tighter of a bound and its exclusive twin. Of whole numbers an exclusive bound is the next number. */
const boundOf = (form: Form, plain: string, exclusive: string, sign: 1 | -1): Bound | undefined => {
  const [one, other] = [form.limits.get(plain), form.limits.get(exclusive)];
  const bounds: Bound[] = one ? [{ ...one, isExclusive: false }] : [];
  if (other && onlyWhole(form)) {
    const value = sign === 1 ? Math.floor(other.value) + 1 : Math.ceil(other.value) - 1;
    bounds.push({ ...other, value, isExclusive: false });
  } else if (other) bounds.push({ ...other, isExclusive: true });
  return bounds.sort((a, b) => sign * (b.value - a.value) || Number(b.isExclusive) - Number(a.isExclusive))[0];
};

const sizeLimits: readonly (readonly [JsonType, string, 1 | -1, string])[] = [
  ['string', 'minLength', 1, 'the least length'],
  ['string', 'maxLength', -1, 'the greatest length'],
  ['array', 'minItems', 1, 'the least number of elements'],
  ['array', 'maxItems', -1, 'the greatest number of elements'],
  ['object', 'minProperties', 1, 'the least number of members'],
  ['object', 'maxProperties', -1, 'the greatest number of members'],
];

/** A value of a type may come on both sides, so that a limit of it says something. */
const mayBe = ({ before, after }: Rules, type: JsonType): boolean =>
  [before, after].every(({ impliedTypes: types }) => types === null || types.has(type) || (type === 'number' && types.has('integer')));

const limitChanges = (rules: Rules): SchemaChange[] => {
  const { before, after, inner, narrowed, widened } = rules;
  // Listed values are judged by themselves.
  if (inner.values) return [];
  const limit = (name: string, sign: 1 | -1, was: Bound | undefined, is: Bound | undefined): SchemaChange[] => {
    if (was === is || (was?.value === is?.value && was?.isExclusive === is?.isExclusive)) return [];
    const isTighter =
      was === undefined || (is !== undefined && (sign * (is.value - was.value) > 0 || (is.value === was.value && is.isExclusive)));
    const told = (bound: Bound | undefined): string =>
      bound === undefined ? 'none' : `${bound.isExclusive ? (sign === 1 ? 'above ' : 'below ') : ''}${bound.value}`;
    const words = `${name} of {} is now ${told(is)}, before ${told(was)}`;
    const at = { before: was?.pointer, after: is?.pointer };
    return [isTighter ? change(rules, 'limit-tightened', narrowed, words, at) : change(rules, 'limit-loosened', widened, words, at)];
  };
  const plain = (form: Form, keyword: string): Bound | undefined => {
    const found = form.limits.get(keyword);
    return found && { ...found, isExclusive: false };
  };
  return [
    ...sizeLimits.flatMap(([type, keyword, sign, name]) =>
      mayBe(rules, type) ? limit(name, sign, plain(before, keyword), plain(after, keyword)) : [],
    ),
    ...(mayBe(rules, 'number')
      ? [
          ...limit('the minimum', 1, lowerBound(before), lowerBound(after)),
          ...limit('the maximum', -1, upperBound(before), upperBound(after)),
          ...stepChanges(rules),
        ]
      : []),
    ...(mayBe(rules, 'array') && (before.isUnique === undefined) !== (after.isUnique === undefined)
      ? [
          after.isUnique
            ? change(rules, 'limit-tightened', narrowed, 'the elements of {} have to differ now', { after: after.isUnique.pointer })
            : change(rules, 'limit-loosened', widened, 'the elements of {} need not differ any more', { before: before.isUnique?.pointer }),
        ]
      : []),
  ];
};

const stepChanges = (rules: Rules): SchemaChange[] => {
  const { before, after, narrowed, widened } = rules;
  const isFiner = (steps: Form['steps'], than: Form['steps']): boolean =>
    than.every((one) => steps.some((step) => isMultiple(decimalOf(step.value), decimalOf(one.value))));
  const words = (is: Form, was: Form): string =>
    `{} has to be a multiple of ${is.steps.map(({ value }) => value).join(' and ') || 'nothing'} now, before of ${was.steps.map(({ value }) => value).join(' and ') || 'nothing'}`;
  const at = { before: before.steps[0]?.pointer, after: after.steps[0]?.pointer };
  const [isTighter, isLooser] = [isFiner(after.steps, before.steps), isFiner(before.steps, after.steps)];
  if (isTighter && isLooser) return [];
  if (isTighter) return [change(rules, 'limit-tightened', narrowed, words(after, before), at)];
  if (isLooser) return [change(rules, 'limit-loosened', widened, words(after, before), at)];
  return [change(rules, 'limit-tightened', 'breaking', words(after, before), at)];
};

/** Formats of which no text has two. */
const disjoint = new Set(['date', 'date-time', 'time', 'duration', 'uuid', 'email', 'ipv4', 'ipv6']);

/** Formats that take no value away: every number that JSON carries from one system to another is a double (RFC 8259, section 6). */
const idle = new Set(['int64', 'double', 'password']);

/** The first of each pair has only values of the second one. */
const narrower: readonly (readonly [string, string])[] = [
  ['int32', 'int64'],
  ['float', 'double'],
];

const textChanges = (rules: Rules): SchemaChange[] => {
  const { before, after, inner, narrowed, widened } = rules;
  if (inner.values) return [];
  return [...(mayBe(rules, 'string') ? patternChanges(rules) : []), ...formatChanges(before, after)];

  function formatChanges(old: Form, fresh: Form): SchemaChange[] {
    const lost = [...old.formats].filter(([format]) => !fresh.formats.has(format));
    const gained = [...fresh.formats].filter(([format]) => !old.formats.has(format));
    if (lost.length === 0 && gained.length === 0) return [];
    const told = (formats: ReadonlyMap<string, string>): string => [...formats.keys()].map(quoted).join(' and ') || 'none';
    const words = `the format of {} is now ${told(fresh.formats)}, before ${told(old.formats)}`;
    const [was, is] = [lost[0]?.[0], gained[0]?.[0]];
    const verdict = ((): ChangeVerdict => {
      if ([...lost, ...gained].every(([format]) => idle.has(format))) return 'compatible';
      if (lost.length > 1 || gained.length > 1) return 'unclear';
      // A format is only a word to many readers, so that a new one need not refuse anything.
      if (was === undefined) return rules.direction === 'request' ? 'unclear' : 'compatible';
      if (is === undefined) return rules.direction === 'request' ? 'compatible' : 'unclear';
      if (disjoint.has(was) && disjoint.has(is)) return 'breaking';
      if (narrower.some(([less, more]) => was === less && is === more)) return widened;
      if (narrower.some(([less, more]) => was === more && is === less)) return narrowed;
      return 'unclear';
    })();
    return [change(rules, 'format-changed', verdict, words, { before: lost[0]?.[1], after: gained[0]?.[1] })];
  }
};

const patternChanges = (rules: Rules): SchemaChange[] => {
  const { before, after, narrowed, widened } = rules;
  const lost = [...before.patterns].filter(([pattern]) => !after.patterns.has(pattern));
  const gained = [...after.patterns].filter(([pattern]) => !before.patterns.has(pattern));
  const at = { before: lost[0]?.[1], after: gained[0]?.[1] };
  if (lost.length === 0 && gained.length === 0) return [];
  if (lost.length === 0) return [change(rules, 'pattern-added', narrowed, `{} has to match ${listed(gained.map(([one]) => one))} now`, at)];
  if (gained.length === 0)
    return [change(rules, 'pattern-removed', widened, `{} need not match ${listed(lost.map(([one]) => one))} any more`, at)];
  const words = `the pattern of {} is now ${listed(gained.map(([one]) => one))}, before ${listed(lost.map(([one]) => one))}`;
  return [change(rules, 'pattern-changed', 'unclear', words, at)];
};

const defaultChanges = (rules: Rules): SchemaChange[] => {
  const { before, after, direction } = rules;
  const [was, is] = [before.defaultValue, after.defaultValue];
  const found: SchemaChange[] = [];
  if (!before.isDeprecated && after.isDeprecated) found.push(change(rules, 'deprecated', 'compatible', '{} is deprecated now'));
  if (direction === 'response' || JSON.stringify(was?.value) === JSON.stringify(is?.value)) return found;
  const told = (one: Placed<unknown> | undefined): string => (one === undefined ? 'not stated' : quoted(one.value));
  const verdict = was && is ? 'breaking' : 'unclear';
  const words = `the default of {} is now ${told(is)}, before ${told(was)}`;
  return [...found, change(rules, 'default-changed', verdict, words, { before: was?.pointer, after: is?.pointer })];
};

const discriminatorChanges = (rules: Rules): SchemaChange[] => {
  const { before, after, narrowed, widened } = rules;
  const [was, is] = [before.discriminator, after.discriminator];
  if (!was && !is) return [];
  const at = { before: was?.pointer, after: is?.pointer };
  if (!was || !is) {
    const words = is ? `{} is told apart by its member ${quoted(is.value.property)} now` : '{} is not told apart by a member any more';
    return [change(rules, 'discriminator-changed', 'unclear', words, at)];
  }
  if (was.value.property !== is.value.property) {
    const words = `{} is told apart by its member ${quoted(is.value.property)} now, before by ${quoted(was.value.property)}`;
    return [change(rules, 'discriminator-changed', 'breaking', words, at)];
  }
  if (was.value.mapped.length === 0 || is.value.mapped.length === 0) return [];
  const lost = was.value.mapped.filter((name) => !is.value.mapped.includes(name));
  const gained = is.value.mapped.filter((name) => !was.value.mapped.includes(name));
  const member = quoted(is.value.property);
  return [
    ...(lost.length > 0
      ? [change(rules, 'values-removed', narrowed, `the member ${member} that tells {} apart lost ${listed(lost)}`, at)]
      : []),
    ...(gained.length > 0
      ? [change(rules, 'values-added', widened, `the member ${member} that tells {} apart has ${listed(gained)} now`, at)]
      : []),
  ];
};

const anything = (around: Form): Together => [{ schema: true, pointer: around.pointer, scope: { base: '#', dialect: undefined } }];

const pointerOf = (together: Together | undefined): string | undefined => together?.[0]?.pointer;

const memberChanges = (rules: Rules): Compared => {
  const { before, after, direction } = rules;
  if (!mayBe(rules, 'object')) return { changes: [], inner: [] };
  const changes: SchemaChange[] = [];
  const inner: InnerPair[] = [];
  for (const name of new Set([...before.members.keys(), ...after.members.keys()])) {
    const [was, is] = [before.members.get(name), after.members.get(name)];
    const steps: readonly Step[] = [{ into: name }];
    if (was && is) inner.push({ steps, before: was, after: is });
    else if (was) {
      if (typeof after.further !== 'string') inner.push({ steps, before: was, after: after.further });
      else changes.push(goneMember(rules, name, was));
    } else if (is) {
      const isRequired = direction === 'request' && after.required.has(name);
      if (isRequired) changes.push(change(rules, 'member-required', 'breaking', '{} is new and required', { after: pointerOf(is), steps }));
      else if (typeof before.further !== 'string') inner.push({ steps, before: before.further, after: is });
      else {
        const isRuledOut = direction === 'response' && before.further === 'none';
        const words = isRuledOut ? '{} is new, and the older document allowed no further members' : '{} is new';
        changes.push(change(rules, 'member-added', isRuledOut ? 'unclear' : 'compatible', words, { after: pointerOf(is), steps }));
      }
    }
  }
  changes.push(...requiredChanges(rules));
  const further = furtherChanges(rules);
  return { changes: [...changes, ...further.changes], inner: [...inner, ...further.inner] };
};

const goneMember = (rules: Rules, name: string, was: Together): SchemaChange => {
  const { after, before, direction } = rules;
  const at = { before: pointerOf(was), steps: [{ into: name }] };
  // An object without any described member may have every one.
  const isFree = after.members.size === 0 && after.further === 'any' && !(direction === 'response' && before.required.has(name));
  return isFree
    ? change(rules, 'member-removed', 'unclear', '{} is not described any more, any member is allowed', at)
    : change(rules, 'member-removed', 'breaking', '{} is gone', at);
};

const requiredChanges = (rules: Rules): SchemaChange[] => {
  const { before, after, narrowed, widened } = rules;
  const isToldElsewhere = (name: string): boolean => {
    const [was, is] = [before.members.has(name), after.members.has(name)];
    if (was === is) return false;
    return was ? typeof after.further === 'string' : typeof before.further === 'string';
  };
  const isRequest = rules.direction === 'request';
  return [
    ...[...after.required]
      .filter(([name]) => !before.required.has(name) && !isToldElsewhere(name))
      .map(([name, pointer]) =>
        change(rules, 'member-required', narrowed, isRequest ? '{} is now required' : '{} is always there now', {
          after: pointer,
          before: pointerOf(before.members.get(name)),
          steps: [{ into: name }],
        }),
      ),
    ...[...before.required]
      .filter(([name]) => !after.required.has(name) && !isToldElsewhere(name))
      .map(([name, pointer]) =>
        change(rules, 'member-optional', widened, isRequest ? '{} is not required any more' : '{} may be missing now', {
          before: pointer,
          after: pointerOf(after.members.get(name)),
          steps: [{ into: name }],
        }),
      ),
  ];
};

const furtherChanges = (rules: Rules): Compared => {
  const { before, after, direction, narrowed, widened } = rules;
  const [was, is] = [before.further, after.further];
  const steps: readonly Step[] = [{ into: '*' }];
  if (typeof was !== 'string' && typeof is !== 'string') return { changes: [], inner: [{ steps, before: was, after: is }] };
  if (was === is) return { changes: [], inner: [] };
  const isMap = before.members.size === 0 && after.members.size === 0;
  // What nobody described is limited now: whether any client used it is not known.
  if (was === 'any' && is !== 'none' && isMap) return { changes: [], inner: [{ steps, before: anything(before), after: is as Together }] };
  if (is === 'any' && was !== 'none' && isMap) return { changes: [], inner: [{ steps, before: was as Together, after: anything(after) }] };
  const isLess = is === 'none' || was === 'any';
  const isDecided = isMap;
  const at = {
    before: typeof was === 'string' ? undefined : pointerOf(was),
    after: typeof is === 'string' ? undefined : pointerOf(is),
  };
  if (isLess) {
    const verdict = isDecided || direction === 'response' ? narrowed : 'unclear';
    return {
      changes: [
        change(
          rules,
          'members-closed',
          verdict,
          is === 'none' ? '{} allows no further members now' : 'further members of {} are limited now',
          at,
        ),
      ],
      inner: [],
    };
  }
  const verdict = isDecided || direction === 'request' ? widened : 'unclear';
  return { changes: [change(rules, 'members-opened', verdict, '{} allows further members now', at)], inner: [] };
};

const elementChanges = (rules: Rules): Compared => {
  const { before, after } = rules;
  if (!mayBe(rules, 'array')) return { changes: [], inner: [] };
  const at = (form: Form, index: number): 'any' | 'none' | Together => form.prefix[index] ?? form.elements;
  const inner: InnerPair[] = [];
  const changes: SchemaChange[] = [];
  const length = Math.max(before.prefix.length, after.prefix.length);
  for (let index = 0; index <= length; index += 1) {
    const [was, is] = [at(before, index), at(after, index)];
    if (was === is) continue;
    const steps: readonly Step[] = [{ into: index < length ? String(index) : '*' }];
    if (was === 'none' || is === 'none') changes.push(change(rules, 'schema-changed', 'unclear', 'the number of elements of {} changed'));
    else inner.push({ steps, before: was === 'any' ? anything(before) : was, after: is === 'any' ? anything(after) : is });
  }
  return { changes, inner };
};

/** Keywords that only ever take values away. */
const limiting = new Set(['not', 'contains', 'propertyNames', 'dependentRequired', 'dependentSchemas']);

const otherChanges = (rules: Rules): SchemaChange[] => {
  const { before, after, narrowed, widened } = rules;
  return [...new Set([...before.others.keys(), ...after.others.keys()])].flatMap((keyword) => {
    const [was, is] = [before.others.get(keyword), after.others.get(keyword)];
    if (was === is) return [];
    const isDecided = limiting.has(keyword) && !before.others.has('minContains') && !after.others.has('minContains');
    if (isDecided && was === undefined) return [change(rules, 'limit-tightened', narrowed, `{} is limited by ${quoted(keyword)} now`)];
    if (isDecided && is === undefined)
      return [change(rules, 'limit-loosened', widened, `{} is not limited by ${quoted(keyword)} any more`)];
    return [change(rules, 'schema-changed', 'unclear', `${quoted(keyword)} of {} changed, and what follows from it is not decided here`)];
  });
};

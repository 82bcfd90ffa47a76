import { compareDecimals, decimalOf, isMultiple } from '../schema/decimal.ts';
import type { ChangeVerdict } from './change.ts';
import { type Form, type JsonType, jsonTypes, type Placed } from './form.ts';
import { change, listed, mayBe, quoted, type Rules, type SchemaChange } from './schema-change.ts';

const isCovered = (type: JsonType, by: ReadonlySet<JsonType> | null): boolean =>
  by === null || by.has(type) || (type === 'integer' && by.has('number'));

const sameTypes = (one: ReadonlySet<JsonType> | null, other: ReadonlySet<JsonType> | null): boolean =>
  one === null || other === null ? one === other : one.size === other.size && [...one].every((type) => other.has(type));

const typeWords = (types: ReadonlySet<JsonType> | null): string => (types === null ? 'any' : [...types].join(' or ') || 'null');

/** Changes of the type of a value. */
export const typeChanges = (rules: Rules): SchemaChange[] => {
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

/** Changes of the listed values. */
export const valueChanges = (rules: Rules): SchemaChange[] => {
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

/** Changes of limits of size and number. */
export const limitChanges = (rules: Rules): SchemaChange[] => {
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

/** Changes of formats and patterns. */
export const textChanges = (rules: Rules): SchemaChange[] => {
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

/** Changes of the default. */
export const defaultChanges = (rules: Rules): SchemaChange[] => {
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

/** Changes of the member by which alternatives are told apart. */
export const discriminatorChanges = (rules: Rules): SchemaChange[] => {
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

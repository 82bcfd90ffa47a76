import * as fc from 'fast-check';
import { readPattern } from '../../contract/pattern/pattern.ts';
import { isWellFormed } from './json-value.ts';
import { type Made, type MadeValues, unsatisfiable } from './made.ts';
import type { Inside } from './inside.ts';
import type { ObjectRules } from './rules/object-rules.ts';

type Member = { readonly name: string; readonly values: MadeValues };

/** Undeclared members that a map gets where none are required. */
const usualExtras = 2;

/** Objects with more members that they must have are not made. */
const mostMembers = 10_000;

/** Names to try for undeclared members. */
const candidates = (rules: ObjectRules, inside: Inside, count: number): string[] => {
  const plain = Array.from({ length: count + 4 }, (_, n) => `key${n + 1}`);
  const matching = rules.patterns.flatMap((pattern) => namesOf(pattern, count));
  const named = rules.names.length === 0 ? undefined : inside.make([...rules.names, { schema: { type: 'string' }, pointer: '#' }]);
  const sampled =
    named?.kind === 'ok' ? fc.sample(named.arb, { seed: 1, numRuns: count * 8 }).filter((one) => typeof one === 'string') : [];
  return [...new Set([...plain, ...matching, ...sampled])];
};

/** Some names that match a pattern, drawn until there are about as many as asked for; none where none was found. */
export const namesOf = (source: string, count: number): string[] => {
  const pattern = readPattern(source);
  if (pattern.kind === 'unread') return [];
  try {
    return fc
      .sample(fc.stringMatching(pattern.expression), { seed: 1, numRuns: count * 8 })
      .filter((name) => pattern.matches(name) === true && isWellFormed(name));
  } catch {
    return [];
  }
};

/** Undeclared members, as many as can be made up to a number. */
const extras = (rules: ObjectRules, inside: Inside, count: number): Member[] => {
  const found: Member[] = [];
  if (count <= 0) return found;
  for (const name of candidates(rules, inside, count)) {
    if (found.length >= count) break;
    if (rules.declared.includes(name) || rules.required.has(name) || !isName(rules, inside, name)) continue;
    const values = inside.make(rules.memberAt(name));
    if (values.kind === 'ok') found.push({ name, values });
  }
  return found;
};

const isName = ({ names }: ObjectRules, inside: Inside, name: string): boolean => inside.judge(names, name);

/** Leaves out an optional member where another one that it requires is missing. */
const withoutLonely = (members: ReadonlyMap<string, unknown>, { brings, required }: ObjectRules): ReadonlyMap<string, unknown> => {
  const kept = new Map(members);
  for (let changed = true; changed;) {
    changed = false;
    for (const [name, needed] of brings) {
      if (!kept.has(name) || required.has(name) || needed.every((one) => kept.has(one))) continue;
      kept.delete(name);
      changed = true;
    }
  }
  return kept;
};

const absent = Symbol('absent');

/** Objects with the required members and, at random, the optional ones. */
export const objectValues = (rules: ObjectRules, inside: Inside): Made => {
  const { minProperties, maxProperties, pointers } = rules;
  if (minProperties > mostMembers && minProperties <= maxProperties) {
    return {
      kind: 'unsupported',
      pointer: pointers[0] ?? '#',
      keyword: 'minProperties',
      reason: `objects of more than ${mostMembers} members are not made`,
    };
  }
  const must: Member[] = [];
  for (const name of rules.required) {
    if (inside.isHidden(rules.memberAt(name))) continue;
    if (!isName(rules, inside, name)) return unsatisfiable([...pointers, ...rules.names.map(({ pointer }) => pointer)]);
    const values = inside.make(rules.memberAt(name));
    if (values.kind !== 'ok') return values;
    must.push({ name, values });
  }
  if (must.length > maxProperties || minProperties > maxProperties) return unsatisfiable(pointers);
  const optional = inside.minimal && must.length >= minProperties ? [] : optionalMembers(rules, inside);
  const missing = Math.max(0, minProperties - must.length);
  const room = maxProperties - must.length;
  const wanted = Math.max(missing - optional.length, rules.isMap && !inside.minimal ? usualExtras : 0);
  const more = extras(rules, inside, Math.min(wanted, room));
  const all = [...optional, ...more];
  if (all.length < missing) return unsatisfiable(pointers);
  const fixed = [...must, ...all.slice(0, missing)];
  const free = inside.minimal ? [] : all.slice(missing);
  const height = fixed.length === 0 ? 0 : 1 + Math.max(...fixed.map(({ values }) => values.height));
  const arb = fc
    .tuple(
      fc.tuple(...fixed.map(({ values }) => values.arb)),
      fc.tuple(...free.map(({ values }) => fc.option(values.arb, { nil: absent, freq: 2 }))),
    )
    .map(([first, others]) => {
      const kept = free.flatMap(({ name }, n) => (others[n] === absent ? [] : [[name, others[n]] as const]));
      const members = [
        ...fixed.map(({ name }, n) => [name, first[n]] as const),
        ...kept.slice(0, Math.max(0, maxProperties - fixed.length)),
      ];
      return Object.fromEntries(withoutLonely(new Map(members), rules));
    });
  return { kind: 'ok', arb, height };
};

/** Declared members that may be left out; those for which no value can be made are always left out. */
const optionalMembers = (rules: ObjectRules, inside: Inside): Member[] =>
  rules.declared.flatMap((name) => {
    const nodes = rules.memberAt(name);
    if (rules.required.has(name) || inside.isHidden(nodes) || !isName(rules, inside, name)) return [];
    const values = inside.make(nodes);
    if (values.kind === 'unsupported') inside.note(values.pointer, `${values.keyword}: ${values.reason}, so "${name}" is left out`);
    return values.kind === 'ok' ? [{ name, values }] : [];
  });

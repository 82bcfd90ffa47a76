import type { Direction } from '../schema/same-value.ts';
import type { ChangeVerdict } from './change.ts';
import { compareForms } from './compare-forms.ts';
import type { FormReader } from './form-reader.ts';
import { type Alternative, type Alternatives, type Form, keyOf, type Together } from './form.ts';
import type { Compared, InnerPair, SchemaChange, Step } from './schema-change.ts';

/** Two schemas of the same place, what changed in them, and the pairs inside the value. */
export type Pair = {
  changes: readonly SchemaChange[];
  inner: readonly { readonly steps: readonly Step[]; readonly pair: Pair }[];
};

/** Schemas of members that are compared with each other, counted for each pair of alternatives: documents of 3 MB take a tenth of it. */
const mostSpent = 1_000_000;

const costOf = ({ all }: Alternatives): number =>
  all.reduce((sum, { form }) => sum + 1 + [...form.members.values()].reduce((size, nodes) => size + nodes.length, 0), 0);

const undecided = (before: Together, after: Together, words: string): Compared => {
  const [old, fresh] = [before[0]?.pointer ?? '#', after[0]?.pointer ?? '#'];
  return { changes: [{ kind: 'schema-changed', verdict: 'unclear', words, steps: [], before: old, after: fresh }], inner: [] };
};

/** How deep the question may be nested whether one alternative is contained in another one. */
const mostNested = 24;

/**
 * Compares schemas of two documents. Each pair of schemas is compared once for each direction, however many ways lead to it; what refers to itself is
 * a pair that leads to itself, so that nothing is endless.
 */
export class SchemaPairs {
  readonly #before: FormReader;
  readonly #after: FormReader;
  readonly #known = new Map<string, Pair>();
  readonly #waiting: (() => void)[] = [];
  readonly #isShared: boolean;
  #nested = 0;
  #spent = 0;

  /** @param isShared The components of both documents are the same, so that what stands in them needs no comparison. */
  constructor(before: FormReader, after: FormReader, isShared: boolean) {
    this.#isShared = isShared;
    this.#before = before;
    this.#after = after;
  }

  /** The compared pair of two schemas with everything that it leads to. */
  compare(before: Together, after: Together, direction: Direction): Pair {
    const pair = this.#pairOf({ steps: [], before, after }, direction);
    this.#settle();
    return pair;
  }

  #pairOf({ before, after }: InnerPair, direction: Direction): Pair {
    const key = `${direction}\n${keyOf(before)}\n${keyOf(after)}`;
    const known = this.#known.get(key);
    if (known) return known;
    const pair: Pair = { changes: [], inner: [] };
    this.#known.set(key, pair);
    if (this.#isShared && keyOf(before) === keyOf(after) && before.every(({ pointer }) => pointer.startsWith('#/components/'))) return pair;
    this.#waiting.push(() => {
      const { changes, inner } = this.#compared(before, after, direction);
      pair.changes = changes;
      pair.inner = this.#paired(inner, direction);
    });
    return pair;
  }

  #paired(inner: readonly InnerPair[], direction: Direction): Pair['inner'] {
    return inner.map((one) => ({ steps: one.steps, pair: this.#pairOf(one, direction) }));
  }

  #settle(): void {
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) next();
  }

  #compared(before: Together, after: Together, direction: Direction): Compared {
    if (this.#spent > mostSpent)
      return undecided(before, after, '{} was not compared, because the schemas of the documents are too intricate');
    const [old, fresh] = [this.#before.alternatives(before, direction), this.#after.alternatives(after, direction)];
    this.#spent += costOf(old) * fresh.all.length + costOf(fresh) * old.all.length;
    if (old.isCut || fresh.isCut) {
      if (this.#before.signature(before) === this.#after.signature(after)) return { changes: [], inner: [] };
      return undecided(before, after, '{} changed, and has too many alternatives to say how');
    }
    const nulls = nullChanges(old, fresh, direction);
    const [one, other] = [old.all[0], fresh.all[0]];
    const found =
      one && other && old.all.length === 1 && fresh.all.length === 1
        ? compareForms(one.form, other.form, direction)
        : this.#comparedAlternatives(old.all, fresh.all, direction);
    return { changes: [...nulls, ...found.changes], inner: found.inner };
  }

  #comparedAlternatives(old: readonly Alternative[], fresh: readonly Alternative[], direction: Direction): Compared {
    const { pairs, lost, gained } = matched(old, fresh);
    const isRequest = direction === 'request';
    const changes: SchemaChange[] = [];
    const inner: InnerPair[] = [];
    for (const [before, after] of pairs) {
      const found = compareForms(before.form, after.form, direction);
      const isBroken = found.changes.some(({ verdict }) => verdict !== 'compatible');
      // What one alternative does not allow any more, another one may.
      const others = (isRequest ? fresh : old).filter((each) => each !== (isRequest ? after : before));
      if (isBroken && others.some((each) => this.#isWithin(isRequest ? before : after, each, direction) === 'compatible')) continue;
      const name = after.name === '' ? before.name : after.name;
      const as: readonly Step[] = name === '' ? [] : [{ as: name }];
      changes.push(...found.changes.map((each) => ({ ...each, steps: [...as, ...each.steps] })));
      inner.push(...found.inner.map((each) => ({ ...each, steps: [...as, ...each.steps] })));
    }
    const around = { before: old[0]?.form.pointer ?? '#', after: fresh[0]?.form.pointer ?? '#', steps: [] };
    for (const each of lost) {
      const verdict = isRequest ? this.#verdictOf(each, fresh, direction) : 'compatible';
      changes.push({ ...around, kind: 'alternative-removed', verdict, words: `{} cannot be ${told(each)} any more` });
    }
    for (const each of gained) {
      const verdict = isRequest ? 'compatible' : this.#verdictOf(each, old, direction);
      changes.push({ ...around, kind: 'alternative-added', verdict, words: `{} can be ${told(each)} too now` });
    }
    return { changes: withoutRepeats(changes), inner };
  }

  /** Whether the values of an alternative are within one of the others. */
  #verdictOf(one: Alternative, others: readonly Alternative[], direction: Direction): ChangeVerdict {
    const verdicts = others.map((other) => this.#isWithin(one, other, direction));
    return verdicts.includes('compatible') ? 'compatible' : verdicts.includes('unclear') ? 'unclear' : 'breaking';
  }

  /** @param one In a request of the older document, in a response of the newer one; the other one is of the other document. */
  #isWithin(one: Alternative, other: Alternative, direction: Direction): ChangeVerdict {
    const [before, after]: readonly [Form, Form] = direction === 'request' ? [one.form, other.form] : [other.form, one.form];
    const { changes, inner } = compareForms(before, after, direction);
    const verdicts = changes.map(({ verdict }) => verdict);
    if (verdicts.includes('breaking')) return 'breaking';
    if (this.#nested >= mostNested) return 'unclear';
    this.#nested += 1;
    const below = this.#paired(inner, direction).map(({ pair }) => pair);
    this.#settle();
    this.#nested -= 1;
    return worst([...verdicts, ...[...reachedFrom(below)].flatMap(({ changes: found }) => found.map(({ verdict }) => verdict))]);
  }
}

/** What stands beside the alternatives is the same change in each of them. */
const withoutRepeats = (changes: readonly SchemaChange[]): readonly SchemaChange[] => {
  const found = new Map<string, SchemaChange>();
  for (const change of changes) {
    const key = JSON.stringify([
      change.kind,
      change.verdict,
      change.before,
      change.after,
      change.words,
      change.steps.filter((step) => 'into' in step),
    ]);
    const known = found.get(key);
    found.set(key, known === undefined ? change : { ...known, steps: known.steps.filter((step) => 'into' in step) });
  }
  return [...found.values()];
};

const worst = (verdicts: readonly ChangeVerdict[]): ChangeVerdict =>
  verdicts.includes('breaking') ? 'breaking' : verdicts.includes('unclear') ? 'unclear' : 'compatible';

const reachedFrom = (pairs: readonly Pair[]): ReadonlySet<Pair> => {
  const found = new Set<Pair>();
  const waiting = [...pairs];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    waiting.push(...one.inner.map(({ pair }) => pair));
  }
  return found;
};

const typeText = ({ form }: Alternative): string =>
  form.impliedTypes === null ? 'any value' : [...form.impliedTypes].join(' or ') || 'null';

const told = (one: Alternative): string => (one.name === '' ? `another ${typeText(one)}` : `\`${one.name}\``);

/** A side that says nothing of types has not said anything of null either. */
const isOpen = ({ all }: Alternatives): boolean => all.some(({ form }) => form.types === null && form.values === undefined);

const nullChanges = (old: Alternatives, fresh: Alternatives, direction: Direction): SchemaChange[] => {
  if (old.allowsNull === fresh.allowsNull || isOpen(old) || isOpen(fresh)) return [];
  const at = { steps: [], before: old.all[0]?.form.pointer ?? '#', after: fresh.all[0]?.form.pointer ?? '#' };
  const isRequest = direction === 'request';
  return fresh.allowsNull
    ? [{ ...at, kind: 'null-allowed', verdict: isRequest ? 'compatible' : 'breaking', words: '{} may now be null' }]
    : [{ ...at, kind: 'null-refused', verdict: isRequest ? 'breaking' : 'compatible', words: '{} may not be null any more' }];
};

/** Share of the members of two objects that makes them the same alternative. */
const alike = 0.5;

const likeness = (one: Form, other: Form): number => {
  const all = new Set([...one.members.keys(), ...other.members.keys()]);
  const both = [...one.members.keys()].filter((name) => other.members.has(name));
  return all.size === 0 ? 0 : both.length / all.size;
};

/** What an alternative says of single values: with the same sketch two of them are taken for the same one. */
const sketchOf = ({ form }: Alternative): string =>
  JSON.stringify([
    typeText({ name: '', form }),
    form.values?.value,
    [...form.limits].map(([keyword, { value }]) => `${keyword} ${value}`).sort(),
    [...form.patterns.keys(), ...form.formats.keys()],
    [...form.members.keys()].sort(),
  ]);

/** The same alternatives of two documents: by name, by what they say of single values, by a type that only one of each has, and objects by their members. */
const matched = (
  old: readonly Alternative[],
  fresh: readonly Alternative[],
): {
  readonly pairs: readonly (readonly [Alternative, Alternative])[];
  readonly lost: readonly Alternative[];
  readonly gained: readonly Alternative[];
} => {
  const pairs: (readonly [Alternative, Alternative])[] = [];
  const lost = new Set(old);
  const gained = new Set(fresh);
  const pair = (before: Alternative, after: Alternative): void => {
    pairs.push([before, after]);
    lost.delete(before);
    gained.delete(after);
  };
  for (const before of old) {
    const after = before.name === '' ? undefined : [...gained].find(({ name }) => name === before.name);
    if (after) pair(before, after);
  }
  for (const before of lost) {
    const after = [...gained].find((each) => sketchOf(each) === sketchOf(before));
    if (after) pair(before, after);
  }
  const alone = (from: ReadonlySet<Alternative>, type: string): Alternative | undefined => {
    const [first, second] = [...from].filter((each) => typeText(each) === type);
    return second === undefined ? first : undefined;
  };
  const byMembers = [...lost]
    .flatMap((before) => [...gained].map((after) => ({ before, after, likeness: likeness(before.form, after.form) })))
    .filter((each) => each.likeness >= alike)
    .sort((a, b) => b.likeness - a.likeness);
  for (const { before, after } of byMembers) if (lost.has(before) && gained.has(after)) pair(before, after);
  for (const type of new Set([...lost].map(typeText))) {
    const [before, after] = [alone(lost, type), alone(gained, type)];
    const isNamed = before !== undefined && after !== undefined && before.name !== '' && after.name !== '';
    if (before && after && !(isNamed && type === 'object')) pair(before, after);
  }
  return { pairs, lost: [...lost], gained: [...gained] };
};

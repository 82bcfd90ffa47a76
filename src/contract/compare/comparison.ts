import { nodeOf } from '../../model/location.ts';
import type { Operation } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import type { Direction } from '../schema/same-value.ts';
import { type ChangeDirection, changeDirections, type DocumentChange } from './change.ts';
import type { ComparedDocument } from './compared-document.ts';
import { FormReader } from './form-reader.ts';
import { schemaAt, type Together } from './form.ts';
import type { FoundChange } from './found-change.ts';
import type { SchemaChange, Step } from './schema-change.ts';
import { type Pair, SchemaPairs } from './schema-pairs.ts';

export type Side = Pick<ComparedDocument, 'document' | 'operations' | 'deliveries'>;

/** What is told of a schema: what it is in words, and in the column of places. */
export type Subject = { readonly name: string; readonly member: string; readonly where: string };

/** What schemas at the same place mean the same by. */
const sharedOf = ({ document }: Side): unknown => [document['components'], document['jsonSchemaDialect']];

/** A change, and the operations that have it. */
export type Told = { readonly change: FoundChange; readonly operations: Set<string> };

/** Two documents that are compared, and the changes found so far. */
export class Comparison {
  readonly before: Side;
  readonly after: Side;
  readonly forms: { readonly before: FormReader; readonly after: FormReader };
  readonly #pairs: SchemaPairs;
  readonly #found = new Map<string, Told>();
  /** Changes of schemas that were told before, by direction: a large document leads to most of them from most operations. */
  readonly #told = new Map<ChangeDirection, Map<SchemaChange, Told>>(changeDirections.map((direction) => [direction, new Map()]));

  constructor(before: Side, after: Side) {
    this.before = before;
    this.after = after;
    this.forms = { before: new FormReader(before.document), after: new FormReader(after.document) };
    this.#pairs = new SchemaPairs(this.forms.before, this.forms.after, canonical(sharedOf(before)) === canonical(sharedOf(after)));
  }

  changes(): DocumentChange[] {
    return [...this.#found.values()].map(({ change, operations }) => ({ ...change, operations: [...operations] }));
  }

  add(operation: string | undefined, change: FoundChange): Told {
    const { kind, verdict, direction, before, after, message, where } = change;
    // What components share is one change, however its place is named in each operation.
    const isShared = direction !== null && /^#\/(?:components|security)\b/u.test(before) && /^#\/(?:components|security)\b/u.test(after);
    const key = JSON.stringify([kind, verdict, direction, before, after, isShared ? '' : where, isShared ? lastPart(where) : message]);
    const known = this.#found.get(key) ?? { change, operations: new Set<string>() };
    this.#found.set(key, known);
    if (operation !== undefined) known.operations.add(operation);
    return known;
  }

  /** Undefined where nothing can be compared: a side says nothing at all, and neither does the other one. */
  compare(before: Together | undefined, after: Together | undefined, direction: Direction): Pair | undefined {
    return before && after && this.#pairs.compare(before, after, direction);
  }

  /** Tells the changes of a pair and of what it leads to, each with the shortest way to it. */
  collect(operation: string, root: Pair, direction: ChangeDirection, subject: Subject): void {
    const told = this.#told.get(direction);
    const seen = new Set([root]);
    let level: readonly { readonly pair: Pair; readonly steps: readonly Step[] }[] = [{ pair: root, steps: [] }];
    while (level.length > 0) {
      const next: (typeof level)[number][] = [];
      for (const { pair, steps } of level) {
        for (const found of pair.changes) {
          const known = told?.get(found);
          if (known) {
            known.operations.add(operation);
            continue;
          }
          const { steps: more, words, ...change } = found;
          const way = [...steps, ...more];
          const entry = this.add(operation, {
            ...change,
            direction,
            where: placeOf(subject, way),
            message: words.replace('{}', () => subjectText(subject, way)),
          });
          told?.set(found, entry);
        }
        for (const inner of pair.inner) {
          if (seen.has(inner.pair)) continue;
          seen.add(inner.pair);
          next.push({ pair: inner.pair, steps: [...steps, ...inner.steps] });
        }
      }
      level = next;
    }
  }
}

const lastPart = (where: string): string => where.slice(where.lastIndexOf('/') + 1);

const pathText = (steps: readonly Step[]): string => {
  let text = '';
  for (const step of steps) text += 'into' in step ? `/${step.into}` : `(${step.as})`;
  return text;
};

const placeOf = ({ where }: Subject, steps: readonly Step[]): string => (steps.length === 0 ? where : `${where} ${pathText(steps)}`);

/** `the response member `owner/name``, `the member `from` of the query parameter `range``; the element of a list is one too. */
const subjectText = ({ name, member }: Subject, steps: readonly Step[]): string => {
  if (steps.length === 0) return name;
  const path = pathText(steps).replace(/^\//u, '');
  if (steps.every((step) => 'as' in step)) return `${name} as \`${path.slice(1, -1)}\``;
  const isElement = steps.every((step) => 'as' in step || step.into === '*');
  if (isElement) return `${steps.length === 1 ? 'an element' : `the part \`${path}\``} of ${name}`;
  return member.startsWith('of ') ? `the member \`${path}\` ${member}` : `the ${member} member \`${path}\``;
};

export const isDeprecated = ({ document }: Side, pointer: string): boolean => {
  const node = valueAt(document, pointer);
  return isObject(node) && node['deprecated'] === true;
};

export const schemaOf = ({ document }: Side, schema: unknown, location: Operation['location']): Together =>
  schemaAt(document, schema, nodeOf(location));

export const canonical = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, one: unknown) =>
    isObject(one) ? Object.fromEntries(Object.entries(one).sort(([left], [right]) => (left < right ? -1 : 1))) : one,
  );

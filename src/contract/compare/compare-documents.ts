import { nodeOf } from '../../model/location.ts';
import type { DescribedDelivery } from '../deliveries.ts';
import type { Body, Content, HeaderDeclaration, Operation, Parameter, ResponseDeclaration } from '../model.ts';
import { below, isObject, valueAt } from '../pointer.ts';
import type { Direction } from '../schema/same-value.ts';
import { accessChanges } from './access-changes.ts';
import {
  type ChangeDirection,
  changeDirections,
  type ChangeVerdict,
  changeVerdicts,
  type DocumentChange,
  type DocumentChangeKind,
} from './change.ts';
import type { ComparedDocument } from './compared-document.ts';
import type { FoundChange } from './found-change.ts';
import { FormReader, schemaAt, type Together } from './form.ts';
import { matchOperations, variablesOf } from './match-operations.ts';
import type { SchemaChange, Step } from './schema-changes.ts';
import { type Pair, SchemaPairs } from './schema-pairs.ts';

type Side = Pick<ComparedDocument, 'document' | 'operations' | 'deliveries'>;

/** What is told of a schema: what it is in words, and in the column of places. */
type Subject = { readonly name: string; readonly member: string; readonly where: string };

/**
 * What changed from one document to another for clients that were written for the older one. A change of what several operations share is one change with
 * all of them. `oneOf` is read as `anyOf`: whether a value fits two alternatives is not asked.
 * @returns The breaking ones first, then the unclear ones, each in the order of the older document.
 */
export const compareDocuments = (before: Side, after: Side): { readonly changes: readonly DocumentChange[]; readonly compared: number } => {
  const comparison = new Comparison(before, after);
  const compared = comparison.run();
  const order = (change: DocumentChange): number => changeVerdicts.indexOf(change.verdict);
  return { compared, changes: comparison.changes().sort((one, other) => order(one) - order(other)) };
};

const whole = { direction: null, where: '' } as const;

/** What schemas at the same place mean the same by. */
const sharedOf = ({ document }: Side): unknown => [document['components'], document['jsonSchemaDialect']];

/** Headers that parameters cannot describe (OpenAPI 3.1, Parameter Object). */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

type Told = { readonly change: FoundChange; readonly operations: Set<string> };

class Comparison {
  readonly #before: Side;
  readonly #after: Side;
  readonly #forms: { readonly before: FormReader; readonly after: FormReader };
  readonly #pairs: SchemaPairs;
  readonly #found = new Map<string, Told>();
  /** Changes of schemas that were told before, by direction: a large document leads to most of them from most operations. */
  readonly #told = new Map<ChangeDirection, Map<SchemaChange, Told>>(changeDirections.map((direction) => [direction, new Map()]));

  constructor(before: Side, after: Side) {
    this.#before = before;
    this.#after = after;
    this.#forms = { before: new FormReader(before.document), after: new FormReader(after.document) };
    this.#pairs = new SchemaPairs(this.#forms.before, this.#forms.after, canonical(sharedOf(before)) === canonical(sharedOf(after)));
  }

  changes(): DocumentChange[] {
    return [...this.#found.values()].map(({ change, operations }) => ({ ...change, operations: [...operations] }));
  }

  /** @returns The number of operations that both documents have. */
  run(): number {
    const { pairs, removed, added } = matchOperations(this.#before, this.#after);
    this.#servers();
    for (const operation of removed) {
      const isAnnounced = isDeprecated(this.#before, nodeOf(operation.location));
      this.#add(operation.key, {
        ...whole,
        kind: 'operation-removed',
        verdict: 'breaking',
        message: isAnnounced ? 'the operation is gone, it was deprecated before' : 'the operation is gone, and was not deprecated before',
        before: nodeOf(operation.location),
        after: '#/paths',
      });
    }
    for (const { before, after, isMoved } of pairs) this.#operation(before, after, isMoved);
    for (const operation of added)
      this.#add(operation.key, {
        ...whole,
        kind: 'operation-added',
        verdict: 'compatible',
        message: 'the operation is new',
        before: '#/paths',
        after: nodeOf(operation.location),
      });
    this.#deliveries();
    return pairs.length;
  }

  #add(operation: string | undefined, change: FoundChange): Told {
    const { kind, verdict, direction, before, after, message, where } = change;
    // What components share is one change, however its place is named in each operation.
    const isShared = direction !== null && /^#\/(?:components|security)\b/u.test(before) && /^#\/(?:components|security)\b/u.test(after);
    const key = JSON.stringify([kind, verdict, direction, before, after, isShared ? '' : where, isShared ? lastPart(where) : message]);
    const known = this.#found.get(key) ?? { change, operations: new Set<string>() };
    this.#found.set(key, known);
    if (operation !== undefined) known.operations.add(operation);
    return known;
  }

  #servers(): void {
    const urls = (document: Side['document']): ReadonlyMap<string, string> => {
      const list = document['servers'];
      return new Map(
        (Array.isArray(list) ? (list as unknown[]) : []).flatMap((one, at) =>
          isObject(one) && typeof one['url'] === 'string' ? [[one['url'].replace(/\/$/u, ''), below('#/servers', at)] as const] : [],
        ),
      );
    };
    const [old, fresh] = [urls(this.#before.document), urls(this.#after.document)];
    for (const [url, before] of old)
      if (!fresh.has(url))
        this.#add(undefined, {
          ...whole,
          kind: 'server-removed',
          verdict: 'unclear',
          message: `the address \`${url}\` is gone`,
          before,
          after: '#/servers',
        });
    for (const [url, after] of fresh)
      if (!old.has(url))
        this.#add(undefined, {
          ...whole,
          kind: 'server-added',
          verdict: 'compatible',
          message: `the address \`${url}\` is new`,
          before: '#/servers',
          after,
        });
  }

  #operation(before: Operation, after: Operation, isMoved: boolean): void {
    const at = { ...whole, before: nodeOf(before.location), after: nodeOf(after.location) };
    const broken = before.unsupported ?? after.unsupported;
    if (broken !== undefined) {
      const which = before.unsupported === undefined ? 'newer' : 'older';
      const message = `the ${which} document has a defect that keeps it from being compared: ${broken.reason}`;
      this.#add(before.key, { ...at, kind: 'operation-unreadable', verdict: 'unclear', message });
      return;
    }
    const tell = (kind: DocumentChangeKind, message: string): Told =>
      this.#add(before.key, { ...at, kind, verdict: 'compatible', message });
    if (isMoved) tell('path-moved', `its path is \`${after.path}\` now, and its whole address is the same`);
    if (before.operationId !== after.operationId && before.operationId !== undefined)
      tell(
        'operation-renamed',
        `its operationId is ${after.operationId === undefined ? 'gone' : `\`${after.operationId}\` now`}, before \`${before.operationId}\``,
      );
    if (!isDeprecated(this.#before, at.before) && isDeprecated(this.#after, at.after))
      tell('operation-deprecated', 'the operation is deprecated now');
    if (ownServers(this.#before, before) !== ownServers(this.#after, after))
      this.#add(before.key, {
        ...at,
        kind: 'server-changed',
        verdict: 'unclear',
        message: 'the addresses of the operation itself, or of its path, changed',
      });
    for (const change of accessChanges(
      { document: this.#before.document, operation: before },
      { document: this.#after.document, operation: after },
    ))
      this.#add(before.key, change);
    this.#parameters(before, after);
    this.#body(before.key, before, after, 'request');
    this.#responses(before.key, before, after);
  }

  #parameters(before: Operation, after: Operation): void {
    const renamed = new Map(variablesOf(after.path).map((name, at) => [name, variablesOf(before.path)[at - countOfExtra(before, after)]]));
    const nameOf = ({ in: where, name }: Parameter, isAfter: boolean): string => {
      if (where === 'path') return `path ${isAfter ? (renamed.get(name) ?? name) : name}`;
      return `${where} ${where === 'header' ? name.toLowerCase() : name}`;
    };
    const usable = ({ in: where, name }: Parameter): boolean => where !== 'header' || !ignoredHeaders.has(name.toLowerCase());
    const old = new Map(before.parameters.filter(usable).map((one) => [nameOf(one, false), one]));
    const fresh = new Map(after.parameters.filter(usable).map((one) => [nameOf(one, true), one]));
    const base = { direction: 'request', before: nodeOf(before.location), after: nodeOf(after.location) } as const;
    for (const [key, one] of old) {
      const other = fresh.get(key);
      if (other) {
        this.#parameter(before.key, one, other);
        continue;
      }
      // What stands in the path is compared as its template.
      if (one.in === 'path') continue;
      const message = `the ${one.in} parameter \`${one.name}\` is gone`;
      this.#add(before.key, {
        ...base,
        kind: 'parameter-removed',
        verdict: 'breaking',
        message,
        where: `${one.in} ${one.name}`,
        before: nodeOf(one.location),
      });
    }
    for (const [key, other] of fresh) {
      if (old.has(key) || other.in === 'path') continue;
      const message = `the ${other.in} parameter \`${other.name}\` is new${other.required ? ' and required' : ''}`;
      const verdict = other.required ? 'breaking' : 'compatible';
      this.#add(before.key, {
        ...base,
        kind: 'parameter-added',
        verdict,
        message,
        where: `${other.in} ${other.name}`,
        after: nodeOf(other.location),
      });
    }
  }

  #parameter(operation: string, before: Parameter, after: Parameter): void {
    const name = `${before.in} parameter \`${before.name}\``;
    const where = `${before.in} ${before.name}`;
    const at = { direction: 'request', where, before: nodeOf(before.location), after: nodeOf(after.location) } as const;
    const tell = (kind: DocumentChangeKind, verdict: ChangeVerdict, message: string): Told =>
      this.#add(operation, { ...at, kind, verdict, message });
    if (before.in === 'path' && before.name !== after.name)
      tell('parameter-renamed', 'compatible', `the ${name} is called \`${after.name}\` now, which no client sends`);
    if (before.in !== 'path' && before.required !== after.required)
      tell(
        after.required ? 'parameter-required' : 'parameter-optional',
        after.required ? 'breaking' : 'compatible',
        after.required ? `the ${name} is now required` : `the ${name} is not required any more`,
      );
    if (!isDeprecated(this.#before, at.before) && isDeprecated(this.#after, at.after))
      tell('deprecated', 'compatible', `the ${name} is deprecated now`);
    const [was, is] = [writingOf(this.#before, before), writingOf(this.#after, after)];
    const subject = { name: `the ${name}`, member: `of the ${name}`, where };
    const pair = this.#compare(was.schema, is.schema, 'request');
    const isStructured = pair === undefined || [was.schema, is.schema].some((one) => mayBeStructured(one));
    if (was.mediaType !== is.mediaType || was.style !== is.style || (was.isExploded !== is.isExploded && isStructured))
      tell('parameter-restyled', 'breaking', `the ${name} is written as ${is.told} now, before as ${was.told}`);
    if (pair) this.#collect(operation, pair, 'request', subject);
  }

  #body(
    operation: string,
    before: Pick<Operation, 'body' | 'location'>,
    after: Pick<Operation, 'body' | 'location'>,
    direction: ChangeDirection,
  ): void {
    const [was, is] = [before.body, after.body];
    const isRequest = direction === 'request';
    const name = isRequest ? 'the request body' : 'the delivered body';
    const at = {
      direction,
      where: 'body',
      before: nodeOf((was ?? before).location),
      after: nodeOf((is ?? after).location),
    };
    const tell = (kind: DocumentChangeKind, verdict: ChangeVerdict, message: string): Told =>
      this.#add(operation, { ...at, kind, verdict, message });
    if (was && !is) tell('body-removed', 'breaking', `${name} is gone`);
    if (!was && is)
      tell('body-added', isRequest && is.required ? 'breaking' : 'compatible', `${name} is new${is.required ? ' and required' : ''}`);
    if (!was || !is) return;
    if (was.required !== is.required && isRequest)
      tell(
        is.required ? 'body-required' : 'body-optional',
        is.required ? 'breaking' : 'compatible',
        is.required ? `${name} is now required` : `${name} is not required any more`,
      );
    this.#content(operation, was, is, { direction, name, member: isRequest ? 'request' : 'delivered', where: 'body' });
  }

  #content(
    operation: string,
    before: Pick<Body, 'content' | 'location'>,
    after: Pick<Body, 'content' | 'location'>,
    { direction, name, member, where }: { direction: ChangeDirection; name: string; member: string; where: string },
  ): void {
    const left = new Set(after.content);
    const at = { direction, where, before: nodeOf(before.location), after: nodeOf(after.location) };
    for (const one of before.content) {
      const other = after.content.find((each) => isSameMedia(each, one)) ?? after.content.find((each) => includesMedia(each, one));
      if (other === undefined) {
        const message = after.content.length === 0 ? `${name} is gone` : `the media type ${one.mediaType} of ${name} is gone`;
        this.#add(operation, {
          ...at,
          kind: after.content.length === 0 ? 'body-removed' : 'media-type-removed',
          verdict: 'breaking',
          message,
          before: nodeOf(one.location),
        });
        continue;
      }
      left.delete(other);
      this.#encoding(operation, one, other, { ...at, name, before: nodeOf(one.location), after: nodeOf(other.location) });
      const pair = this.#compare(
        schemaOf(this.#before, one.schema, one.schemaLocation ?? one.location),
        schemaOf(this.#after, other.schema, other.schemaLocation ?? other.location),
        direction === 'request' ? 'request' : 'response',
      );
      if (pair) this.#collect(operation, pair, direction, { name, member, where });
    }
    for (const other of left) {
      if (before.content.some((one) => includesMedia(one, other))) continue;
      const message = `the media type ${other.mediaType} of ${name} is new`;
      this.#add(operation, { ...at, kind: 'media-type-added', verdict: 'compatible', message, after: nodeOf(other.location) });
    }
  }

  /** The encoding of parts that both documents have; that of a new part comes with it. */
  #encoding(
    operation: string,
    before: Content,
    after: Content,
    { name, ...change }: Omit<FoundChange, 'kind' | 'verdict' | 'message'> & { readonly name: string },
  ): void {
    const read = (side: Side, content: Content): { readonly encoding: Readonly<Record<string, unknown>>; readonly parts: Together } => {
      const media = valueAt(side.document, nodeOf(content.location));
      const parts = schemaOf(side, content.schema, content.schemaLocation ?? content.location);
      return { parts, encoding: isObject(media) && isObject(media['encoding']) ? media['encoding'] : {} };
    };
    const [was, is] = [read(this.#before, before), read(this.#after, after)];
    const names = new Set([...Object.keys(was.encoding), ...Object.keys(is.encoding)]);
    const changed = [...names].filter((part) => canonical(was.encoding[part]) !== canonical(is.encoding[part]));
    if (changed.length === 0) return;
    const has = (forms: FormReader, parts: Together, part: string): boolean =>
      forms.alternatives(parts, 'request').all.some(({ form }) => form.members.has(part));
    for (const part of changed)
      if (has(this.#forms.before, was.parts, part) && has(this.#forms.after, is.parts, part))
        this.#add(operation, {
          ...change,
          kind: 'encoding-changed',
          verdict: 'unclear',
          where: `${change.where} /${part}`,
          message: `the encoding of the part \`${part}\` of ${name} (${before.mediaType}) changed`,
        });
  }

  #responses(operation: string, before: Operation, after: Operation): void {
    const at = { direction: 'response', before: nodeOf(before.location), after: nodeOf(after.location) } as const;
    const pairs = new Map<string, readonly [ResponseDeclaration, ResponseDeclaration]>();
    const pair = (was: ResponseDeclaration, is: ResponseDeclaration): unknown => pairs.set(`${was.status} ${is.status}`, [was, is]);
    for (const was of before.responses) {
      const is = coveringFor(after.responses, was.status);
      const inRange = after.responses.filter(({ status }) => isInRange(status, was.status));
      if (is) pair(was, is);
      else if (inRange.length === 0) {
        const isRest = was.status === 'default';
        const message = isRest ? 'the response for any other status (default) is gone' : `status ${was.status} gone`;
        this.#add(operation, {
          ...at,
          kind: 'status-removed',
          verdict: isRest ? 'unclear' : 'breaking',
          message,
          where: was.status,
          before: nodeOf(was.location),
        });
      }
    }
    for (const is of after.responses) {
      const was = coveringFor(before.responses, is.status);
      const inRange = before.responses.some(({ status }) => isInRange(status, is.status));
      if (was) pair(was, is);
      else if (!inRange) {
        // A success that comes instead of the known one is not the one that a client awaits.
        const isSuccess = /^[123]/u.test(is.status) && before.responses.some(({ status }) => status.startsWith('2'));
        const message = is.status === 'default' ? 'a response for any other status (default) is new' : `status ${is.status} is new`;
        this.#add(operation, {
          ...at,
          kind: 'status-added',
          verdict: isSuccess ? 'unclear' : 'compatible',
          message,
          where: is.status,
          after: nodeOf(is.location),
        });
      }
    }
    for (const [was, is] of pairs.values()) this.#response(operation, was, is);
  }

  #response(operation: string, before: ResponseDeclaration, after: ResponseDeclaration): void {
    const { status } = before;
    const name = `the response ${status}`;
    if (before.content.length === 0 && after.content.length > 0) {
      const at = { direction: 'response', where: status, before: nodeOf(before.location), after: nodeOf(after.location) } as const;
      this.#add(operation, { ...at, kind: 'body-added', verdict: 'compatible', message: `${name} has a body now` });
    } else
      this.#content(operation, before, after, { direction: 'response', name: `the body of ${name}`, member: 'response', where: status });
    this.#headers(operation, before, after);
  }

  #headers(operation: string, before: ResponseDeclaration, after: ResponseDeclaration): void {
    const byName = (list: readonly HeaderDeclaration[]): ReadonlyMap<string, HeaderDeclaration> =>
      new Map(list.map((one) => [one.name.toLowerCase(), one]));
    const [old, fresh] = [byName(before.headers), byName(after.headers)];
    const at = { direction: 'response', before: nodeOf(before.location), after: nodeOf(after.location) } as const;
    for (const [key, one] of old) {
      const other = fresh.get(key);
      const name = `the header field \`${one.name}\` of the response ${before.status}`;
      const where = `${before.status} ${one.name}`;
      if (other === undefined) {
        this.#add(operation, {
          ...at,
          where,
          kind: 'header-removed',
          verdict: 'breaking',
          message: `${name} is gone`,
          before: nodeOf(one.location),
        });
        continue;
      }
      const places = { before: nodeOf(one.location), after: nodeOf(other.location) };
      if (one.required && !other.required)
        this.#add(operation, {
          ...at,
          ...places,
          where,
          kind: 'header-optional',
          verdict: 'breaking',
          message: `${name} may be missing now`,
        });
      if (!one.required && other.required)
        this.#add(operation, {
          ...at,
          ...places,
          where,
          kind: 'header-required',
          verdict: 'compatible',
          message: `${name} is always there now`,
        });
      const pair = this.#compare(
        schemaOf(this.#before, one.schema, one.schemaLocation),
        schemaOf(this.#after, other.schema, other.schemaLocation),
        'response',
      );
      if (pair) this.#collect(operation, pair, 'response', { name, member: `of ${name}`, where });
    }
    for (const [key, other] of fresh)
      if (!old.has(key)) {
        const message = `the header field \`${other.name}\` of the response ${after.status} is new`;
        this.#add(operation, {
          ...at,
          where: `${after.status} ${other.name}`,
          kind: 'header-added',
          verdict: 'compatible',
          message,
          after: nodeOf(other.location),
        });
      }
  }

  #deliveries(): void {
    const byName = ({ deliveries }: Side): ReadonlyMap<string, DescribedDelivery> =>
      new Map(deliveries.filter(({ method }) => method !== undefined).map((one) => [deliveryName(one), one]));
    const [old, fresh] = [byName(this.#before), byName(this.#after)];
    const base = { direction: 'delivery', where: '' } as const;
    for (const [name, one] of old) {
      const other = fresh.get(name);
      if (other) {
        this.#body(name, one, other, 'delivery');
        if (awaited(one) !== awaited(other)) {
          const places = { before: nodeOf(one.location), after: nodeOf(other.location) };
          const message = 'its parameters, or the answers that it awaits, changed';
          this.#add(name, { ...base, ...places, kind: 'delivery-changed', verdict: 'unclear', message });
        }
        continue;
      }
      const before = nodeOf(one.location);
      this.#add(name, { ...base, kind: 'delivery-removed', verdict: 'breaking', message: 'it is not sent any more', before, after: '#' });
    }
    for (const [name, other] of fresh)
      if (!old.has(name)) {
        const after = nodeOf(other.location);
        this.#add(name, { ...base, kind: 'delivery-added', verdict: 'compatible', message: 'it is new', before: '#', after });
      }
  }

  /** Undefined where nothing can be compared: a side says nothing at all, and neither does the other one. */
  #compare(before: Together | undefined, after: Together | undefined, direction: Direction): Pair | undefined {
    return before && after && this.#pairs.compare(before, after, direction);
  }

  /** Tells the changes of a pair and of what it leads to, each with the shortest way to it. */
  #collect(operation: string, root: Pair, direction: ChangeDirection, subject: Subject): void {
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
          const entry = this.#add(operation, {
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

/** Names of the variables of a path are matched from its end, because a base path before them may have some too. */
const countOfExtra = (before: Operation, after: Operation): number => variablesOf(after.path).length - variablesOf(before.path).length;

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

const isDeprecated = ({ document }: Side, pointer: string): boolean => {
  const node = valueAt(document, pointer);
  return isObject(node) && node['deprecated'] === true;
};

const schemaOf = ({ document }: Side, schema: unknown, location: Operation['location']): Together =>
  schemaAt(document, schema, nodeOf(location));

const mayBeStructured = (together: Together | undefined): boolean =>
  together?.some(({ schema }) => !isObject(schema) || !/^(?:string|number|integer|boolean)$/u.test(String(schema['type']))) ?? true;

/** How a parameter is written (OpenAPI 3.1, Parameter Object): its style, or the media type of its content. */
const writingOf = (
  side: Side,
  { location, in: where, schema, schemaLocation }: Parameter,
): {
  readonly style: string;
  readonly isExploded: boolean;
  readonly mediaType: string;
  readonly schema: Together;
  readonly told: string;
} => {
  const value = valueAt(side.document, nodeOf(location));
  const { style, explode, content, allowReserved } = isObject(value) ? value : {};
  const [entry] = isObject(content) ? Object.entries(content) : [];
  if (entry !== undefined) {
    const [mediaType, media] = entry;
    const pointer = below(nodeOf(location), 'content', mediaType, 'schema');
    const inside = isObject(media) ? (media['schema'] ?? true) : true;
    return {
      style: '',
      isExploded: false,
      mediaType: mediaType.toLowerCase(),
      schema: schemaAt(side.document, inside, pointer),
      told: mediaType,
    };
  }
  const usual = where === 'query' || where === 'cookie' ? 'form' : 'simple';
  const words = `${typeof style === 'string' ? style : usual}${allowReserved === true ? ' with reserved characters' : ''}`;
  const isExploded = typeof explode === 'boolean' ? explode : words.startsWith('form');
  const written = schemaOf(side, schema, schemaLocation);
  return { style: words, isExploded, mediaType: '', schema: written, told: `${words}${isExploded ? ', exploded' : ', not exploded'}` };
};

const mediaOf = ({ mediaType }: Content): string => mediaType.replace(/;.*$/su, '').trim().toLowerCase();

const isSameMedia = (one: Content, other: Content): boolean => mediaOf(one) === mediaOf(other);

/** A range such as `text/*` has the other media type. */
const includesMedia = (range: Content, one: Content): boolean => {
  const media = mediaOf(range);
  return media === '*/*' || (media.endsWith('/*') && mediaOf(one).startsWith(media.slice(0, -1)));
};

const isInRange = (status: string, range: string): boolean =>
  /^[1-5]XX$/u.test(range) && /^[1-5]\d\d$/u.test(status) && status[0] === range[0];

/**
 * What a document says of a status: the status itself, its range, or the rest. The rest means errors where a success is described beside it, as in most
 * documents.
 */
const coveringFor = (responses: readonly ResponseDeclaration[], status: string): ResponseDeclaration | undefined => {
  const exact = responses.find((one) => one.status === status) ?? responses.find((one) => isInRange(status, one.status));
  if (exact !== undefined || status === 'default') return exact;
  const isForErrors = responses.some((one) => one.status.startsWith('2'));
  return /^[45]/u.test(status) || !isForErrors ? responses.find((one) => one.status === 'default') : undefined;
};

const deliveryName = ({ name, method, callback }: DescribedDelivery): string =>
  callback === undefined ? `webhook ${name} ${method}` : `callback ${name} ${method} of ${callback.operation.key}`;

/** What a delivery has beside its body. */
const awaited = ({ parameters, responses }: DescribedDelivery): string =>
  [...parameters.map((one) => `${one.in} ${one.name.toLowerCase()} ${one.required}`), ...responses.map(({ status }) => status)]
    .sort()
    .join('\n');

/** The addresses that an operation, else its path item, has in place of those of the document. */
const ownServers = ({ document }: Side, { location }: Operation): string => {
  const pointer = nodeOf(location);
  const [own, around] = [valueAt(document, pointer), valueAt(document, pointer.slice(0, pointer.lastIndexOf('/')))];
  const list = (isObject(own) ? own['servers'] : undefined) ?? (isObject(around) ? around['servers'] : undefined);
  return canonical((Array.isArray(list) ? list.filter(isObject) : []).map(({ url, variables }) => ({ url, variables })));
};

const canonical = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, one: unknown) =>
    isObject(one) ? Object.fromEntries(Object.entries(one).sort(([left], [right]) => (left < right ? -1 : 1))) : one,
  );

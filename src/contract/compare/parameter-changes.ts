import { nodeOf } from '../../model/location.ts';
import type { Operation, Parameter } from '../model.ts';
import { below, isObject, valueAt } from '../pointer.ts';
import type { ChangeVerdict, DocumentChangeKind } from './change.ts';
import { type Comparison, isDeprecated, schemaOf, type Side, type Told } from './comparison.ts';
import { schemaAt, type Together } from './form.ts';
import { variablesOf } from './match-operations.ts';

/** Headers that parameters cannot describe (OpenAPI 3.1, Parameter Object). */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

export const parameterChanges = (comparison: Comparison, before: Operation, after: Operation): void => {
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
      parameterChange(comparison, before.key, one, other);
      continue;
    }
    // What stands in the path is compared as its template.
    if (one.in === 'path') continue;
    const message = `the ${one.in} parameter \`${one.name}\` is gone`;
    comparison.add(before.key, {
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
    comparison.add(before.key, {
      ...base,
      kind: 'parameter-added',
      verdict,
      message,
      where: `${other.in} ${other.name}`,
      after: nodeOf(other.location),
    });
  }
};

const parameterChange = (comparison: Comparison, operation: string, before: Parameter, after: Parameter): void => {
  const name = `${before.in} parameter \`${before.name}\``;
  const where = `${before.in} ${before.name}`;
  const at = { direction: 'request', where, before: nodeOf(before.location), after: nodeOf(after.location) } as const;
  const tell = (kind: DocumentChangeKind, verdict: ChangeVerdict, message: string): Told =>
    comparison.add(operation, { ...at, kind, verdict, message });
  if (before.in === 'path' && before.name !== after.name)
    tell('parameter-renamed', 'compatible', `the ${name} is called \`${after.name}\` now, which no client sends`);
  if (before.in !== 'path' && before.required !== after.required)
    tell(
      after.required ? 'parameter-required' : 'parameter-optional',
      after.required ? 'breaking' : 'compatible',
      after.required ? `the ${name} is now required` : `the ${name} is not required any more`,
    );
  if (!isDeprecated(comparison.before, at.before) && isDeprecated(comparison.after, at.after))
    tell('deprecated', 'compatible', `the ${name} is deprecated now`);
  const [was, is] = [writingOf(comparison.before, before), writingOf(comparison.after, after)];
  const subject = { name: `the ${name}`, member: `of the ${name}`, where };
  const pair = comparison.compare(was.schema, is.schema, 'request');
  const isStructured = pair === undefined || [was.schema, is.schema].some((one) => mayBeStructured(one));
  if (was.mediaType !== is.mediaType || was.style !== is.style || (was.isExploded !== is.isExploded && isStructured))
    tell('parameter-restyled', 'breaking', `the ${name} is written as ${is.told} now, before as ${was.told}`);
  if (pair) comparison.collect(operation, pair, 'request', subject);
};

/** Names of the variables of a path are matched from its end, because a base path before them may have some too. */
const countOfExtra = (before: Operation, after: Operation): number => variablesOf(after.path).length - variablesOf(before.path).length;

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

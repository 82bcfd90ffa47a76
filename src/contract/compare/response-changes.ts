import { nodeOf } from '../../model/location.ts';
import type { HeaderDeclaration, Operation, ResponseDeclaration } from '../model.ts';
import { type Comparison, schemaOf } from './comparison.ts';
import { contentChanges } from './content-changes.ts';

export const responseChanges = (comparison: Comparison, operation: string, before: Operation, after: Operation): void => {
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
      comparison.add(operation, {
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
      comparison.add(operation, {
        ...at,
        kind: 'status-added',
        verdict: isSuccess ? 'unclear' : 'compatible',
        message,
        where: is.status,
        after: nodeOf(is.location),
      });
    }
  }
  for (const [was, is] of pairs.values()) oneResponse(comparison, operation, was, is);
};

const oneResponse = (comparison: Comparison, operation: string, before: ResponseDeclaration, after: ResponseDeclaration): void => {
  const { status } = before;
  const name = `the response ${status}`;
  if (before.content.length === 0 && after.content.length > 0) {
    const at = { direction: 'response', where: status, before: nodeOf(before.location), after: nodeOf(after.location) } as const;
    comparison.add(operation, { ...at, kind: 'body-added', verdict: 'compatible', message: `${name} has a body now` });
  } else
    contentChanges(comparison, operation, before, after, {
      direction: 'response',
      name: `the body of ${name}`,
      member: 'response',
      where: status,
    });
  headerChanges(comparison, operation, before, after);
};

const headerChanges = (comparison: Comparison, operation: string, before: ResponseDeclaration, after: ResponseDeclaration): void => {
  const byName = (list: readonly HeaderDeclaration[]): ReadonlyMap<string, HeaderDeclaration> =>
    new Map(list.map((one) => [one.name.toLowerCase(), one]));
  const [old, fresh] = [byName(before.headers), byName(after.headers)];
  const at = { direction: 'response', before: nodeOf(before.location), after: nodeOf(after.location) } as const;
  for (const [key, one] of old) {
    const other = fresh.get(key);
    const name = `the header field \`${one.name}\` of the response ${before.status}`;
    const where = `${before.status} ${one.name}`;
    if (other === undefined) {
      comparison.add(operation, {
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
      comparison.add(operation, {
        ...at,
        ...places,
        where,
        kind: 'header-optional',
        verdict: 'breaking',
        message: `${name} may be missing now`,
      });
    if (!one.required && other.required)
      comparison.add(operation, {
        ...at,
        ...places,
        where,
        kind: 'header-required',
        verdict: 'compatible',
        message: `${name} is always there now`,
      });
    const pair = comparison.compare(
      schemaOf(comparison.before, one.schema, one.schemaLocation),
      schemaOf(comparison.after, other.schema, other.schemaLocation),
      'response',
    );
    if (pair) comparison.collect(operation, pair, 'response', { name, member: `of ${name}`, where });
  }
  for (const [key, other] of fresh)
    if (!old.has(key)) {
      const message = `the header field \`${other.name}\` of the response ${after.status} is new`;
      comparison.add(operation, {
        ...at,
        where: `${after.status} ${other.name}`,
        kind: 'header-added',
        verdict: 'compatible',
        message,
        after: nodeOf(other.location),
      });
    }
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

import type { Exchange } from '../../../model/exchange.ts';
import { statusOf } from '../../message.ts';
import type { Operation } from '../../model.ts';
import { below, isObject, valueAt } from '../../pointer.ts';
import { isSamePath } from '../path-template.ts';

type Json = Readonly<Record<string, unknown>>;

export const answers201 = ({ responses }: Operation): boolean => responses.some(({ status }) => status === '201');

/** Is 201 (Created) the only documented success of an operation. */
export const answersOnly201 = ({ responses }: Operation): boolean => {
  const successes = responses.filter(({ status }) => status.startsWith('2'));
  return successes.length > 0 && successes.every(({ status }) => status === '201');
};

/** Does every documented success of an operation have a Location: that of what it created (RFC 9110, sections 10.2.2 and 15.3.3). */
export const leadsToNew = ({ responses }: Operation): boolean => {
  const successes = responses.filter(({ status }) => status.startsWith('2'));
  return successes.length > 0 && successes.every(({ headers }) => headers.some(({ name }) => name.toLowerCase() === 'location'));
};

/**
 * Whether the documented answer 201 shows a new resource: by content, Location or a link. Some tools document 201 for every POST.
 */
export const showsCreated = (document: Json, { responses }: Operation): boolean =>
  responses.some(
    ({ status, content, headers, location }) =>
      status === '201' &&
      (content.length > 0 ||
        headers.some(({ name }) => name.toLowerCase() === 'location') ||
        isObject(valueAt(document, below(location.way.at(-1) ?? '#', 'links')))),
  );

/** Does a read or a change at a path show by the same named schema what a creation answers: then the path names what was created. */
export const showsSame = (operations: readonly Operation[], create: Operation, path: string): boolean => {
  const shownBy = ({ responses }: Operation): readonly string[] =>
    responses
      .filter(({ status }) => status.startsWith('2'))
      .flatMap(({ content }) =>
        content.flatMap(({ schema }) => (isObject(schema) && typeof schema['$ref'] === 'string' ? [schema['$ref']] : [])),
      );
  return operations
    .filter((one) => ['GET', 'PATCH', 'PUT'].includes(one.method) && isSamePath(one.path, path))
    .flatMap(shownBy)
    .some((schema) => shownBy(create).includes(schema));
};

/**
 * May there be no resource yet after a creation: it was answered 202 (RFC 9110, section 15.3.3), and what the answer shows is not described by the very schema of
 * what a read at the path of the resource shows. Where it is, the answer shows the resource itself, such as a queued export, which is done later.
 */
export const isPending = (operations: readonly Operation[], create: Operation, path: string, answer: Exchange): boolean =>
  statusOf(answer) === 202 && !showsSame(operations, create, path);

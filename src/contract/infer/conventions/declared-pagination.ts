import type { PaginationStyle } from '../../conventions.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Operation, Parameter } from '../../model.ts';
import { escapeToken, isObject, valueAt } from '../../pointer.ts';
import type { DocumentView, Suggestion } from './convention.ts';
import { expression, firstOf, parameterCalled } from './paging-members.ts';

type Document = DocumentView['document'];

/** An expression for a value of an answer, from a JSONPath without wildcards or an expression of a generator: `$.meta.next`, `$response.meta.next`. */
const locationOf = (path: unknown): string | undefined => {
  const steps = typeof path === 'string' ? /^\$(?:response)?((?:\.[\w@-]+)+)$/u.exec(path)?.[1] : undefined;
  return steps === undefined
    ? undefined
    : `$response.body#${steps
        .split('.')
        .slice(1)
        .map((step) => `/${escapeToken(step)}`)
        .join('')}`;
};

const cursorStyle = (parameter: Parameter | undefined, next: string | undefined): PaginationStyle | undefined =>
  parameter === undefined || next === undefined ? undefined : { kind: 'cursor', cursor: expression(parameter), next };

const linkStyle = (next: string | undefined): PaginationStyle | undefined => (next === undefined ? undefined : { kind: 'link', next });

type Extension = (document: Document, operation: Operation, value: Readonly<Record<string, unknown>>) => PaginationStyle | undefined;

/** Words of other tools for the pages of an operation, each with what it says. Forms that leave the position of the first page open say nothing. */
const extensions: Readonly<Record<string, Extension>> = {
  'x-speakeasy-pagination'(document, operation, { type, inputs, outputs }) {
    const input = (kind: string): Parameter | undefined => {
      const all: readonly unknown[] = Array.isArray(inputs) ? inputs : [];
      const found = all.find((one) => isObject(one) && one['type'] === kind && one['in'] === 'parameters');
      return isObject(found) ? parameterCalled(document, operation, found['name']) : undefined;
    };
    const output = (name: string): string | undefined => (isObject(outputs) ? locationOf(outputs[name]) : undefined);
    if (type === 'cursor') return cursorStyle(input('cursor'), output('nextCursor'));
    if (type === 'url') return linkStyle(output('nextUrl'));
    if (type !== 'offsetLimit') return undefined;
    const [page, offset] = [input('page'), input('offset')];
    const first = page === undefined ? undefined : firstOf(document, page);
    if (page !== undefined && first !== undefined) return { kind: 'page', page: expression(page), first };
    return offset === undefined ? undefined : { kind: 'offset', offset: expression(offset), first: firstOf(document, offset) ?? 0 };
  },
  'x-fern-pagination'(document, operation, value) {
    const named = (word: string): Parameter | undefined => {
      const text = value[word];
      return typeof text === 'string' && text.startsWith('$request.')
        ? parameterCalled(document, operation, text.slice('$request.'.length))
        : undefined;
    };
    if (value['next_uri'] !== undefined) return linkStyle(locationOf(value['next_uri']));
    if (value['cursor'] !== undefined) return cursorStyle(named('cursor'), locationOf(value['next_cursor']));
    // With a step its offset counts items, else pages.
    const position = named('offset');
    const first = position === undefined ? undefined : firstOf(document, position);
    if (position === undefined || first === undefined) return undefined;
    return value['step'] === undefined
      ? { kind: 'page', page: expression(position), first }
      : { kind: 'offset', offset: expression(position), first };
  },
  'x-ms-pageable': (_document, _operation, { nextLinkName }) =>
    linkStyle(typeof nextLinkName === 'string' && nextLinkName !== '' ? `$response.body#/${escapeToken(nextLinkName)}` : undefined),
};

/** The pagination that an operation declares in the words of another tool. */
export const declaredBy = (document: Document, operation: Operation): Suggestion | undefined => {
  const node = valueAt(document, nodeOf(operation.location));
  for (const [name, read] of Object.entries(extensions)) {
    const value = isObject(node) ? node[name] : undefined;
    const style = isObject(value) ? read(document, operation, value) : undefined;
    if (style !== undefined)
      return { operation, word: ['pagination'], value: style, why: `The operation declares it in ${name}.`, isDocumented: true };
  }
  return undefined;
};

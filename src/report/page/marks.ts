import type { StoredExchange } from '../../model/stored-exchange.ts';
import type { Finding } from '../../model/verdict.ts';

/** The parts of a message that a finding is about. */
export type MessageMarks = {
  /** Request line or status line. */
  readonly line?: true;
  /** Lower-case name of a header field that is present. */
  readonly header?: string;
  /** Name of a header field that is missing. */
  readonly lacksHeader?: string;
  /** JSON pointer into the body; empty for the whole of it. */
  readonly pointer?: string;
  /** If nothing is at the pointer, the finding is about that. */
  readonly mayLack?: true;
  /** Lower-case names of header fields that another message has not, or has with another value. */
  readonly headers?: readonly string[];
  /** JSON pointers of values of the body that another body has not, or has with another value. */
  readonly pointers?: readonly string[];
};

export type Marks = { readonly request: MessageMarks; readonly response: MessageMarks };

/** Pointer of the first list in a body: the body itself, or its first member that is a list. */
const listIn = ({ reply }: StoredExchange): string | undefined => {
  if (reply.kind !== 'answer' || reply.text === null) return undefined;
  try {
    const value: unknown = JSON.parse(reply.text);
    if (Array.isArray(value)) return '';
    const [name] = Object.entries(Object(value)).find(([, member]) => Array.isArray(member)) ?? [];
    return name === undefined ? undefined : `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  } catch {
    return undefined;
  }
};

const inResponse = ({ where, actual }: Finding, exchange: StoredExchange): MessageMarks => {
  const headers = exchange.reply.kind === 'answer' ? exchange.reply.headers : [];
  const [, named] = /^\$response\.header\.(.+)$/u.exec(where) ?? [];
  const name = named ?? where;
  if (headers.some(([known]) => known.toLowerCase() === name.toLowerCase())) return { header: name.toLowerCase() };
  if (named !== undefined || actual === 'no such header') return { lacksHeader: name };
  const [, pointer] = /^(?:\$response\.body)?#((?:\/.*)?)$/su.exec(where) ?? [];
  if (pointer !== undefined) return { pointer, mayLack: true };
  if (where.startsWith('/')) return { pointer: where };
  const [, index, inside = ''] = /^item (\d+) (\/.*)?$/su.exec(where) ?? [];
  const list = index === undefined ? undefined : listIn(exchange);
  return list === undefined ? {} : { pointer: `${list}/${index}${inside}` };
};

const inRequest = (where: string): MessageMarks => {
  if (where === 'credential') return { header: 'authorization' };
  if (/^(?:query|path)(?: |$)/u.test(where)) return { line: true };
  const [, pointer] = /^request body ?(\/.*)?$/su.exec(where) ?? [];
  return where.startsWith('request body') ? { pointer: pointer ?? '', mayLack: true } : {};
};

/**
 * The parts of an exchange that a finding is about, read from its `where`. Nothing is marked if `where` names a step of a scenario instead
 * of a part of a message, or a part that cannot be found.
 */
export const marksOf = (finding: Finding, exchange: StoredExchange): Marks => {
  const { where, actual } = finding;
  const request = inRequest(where);
  const isAboutRequest = Object.keys(request).length > 0;
  const response = isAboutRequest || where === 'status' ? {} : inResponse(finding, exchange);
  const isAboutStatus = where === 'status' || /^status \d/u.test(actual) || (isAboutRequest && /^\d{3}\b/u.test(actual));
  return { request, response: isAboutStatus ? { ...response, line: true } : response };
};

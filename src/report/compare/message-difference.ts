import type { MessageMarks } from '../page/marks.ts';
import type { PageBody, PageExchange, PageMessage } from '../page/page-model.ts';
import { prettyJson } from '../pretty-json.ts';

/** Header fields whose values are new in each message, or name the target: of these only the presence is compared. */
const ofMessage: ReadonlySet<string> = new Set([
  'age',
  'content-length',
  'date',
  'etag',
  'expires',
  'host',
  'last-modified',
  'server-timing',
  'set-cookie',
  'x-request-id',
  'x-correlation-id',
]);

const valuesOf = ({ headers }: PageMessage): ReadonlyMap<string, string> => {
  const values = new Map<string, string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    values.set(key, `${values.get(key) ?? ''}${value}\n`);
  }
  return values;
};

const differingHeaders = (one: PageMessage, other: PageMessage): readonly string[] => {
  const known = valuesOf(other);
  return [...valuesOf(one)].flatMap(([name, value]) =>
    known.has(name) && (ofMessage.has(name) || known.get(name) === value) ? [] : [name],
  );
};

/** The lines of each value, without the commas that only say that another one follows. */
const linesByPointer = (text: string): ReadonlyMap<string, string> => {
  const lines = new Map<string, string>();
  for (const { pointer, text: line } of prettyJson(text)) lines.set(pointer, `${lines.get(pointer) ?? ''}${line.replace(/,$/u, '')}\n`);
  return lines;
};

const bodyMarks = (one: PageBody, other: PageBody): MessageMarks => {
  if (one.text === undefined || other.text === undefined || one.text === other.text) return {};
  if (!one.isJson || !other.isJson) return { pointer: '' };
  const known = linesByPointer(other.text);
  return { pointers: [...linesByPointer(one.text)].flatMap(([pointer, lines]) => (known.get(pointer) === lines ? [] : [pointer])) };
};

const messageMarks = (one: PageMessage, other: PageMessage | undefined): MessageMarks =>
  other === undefined
    ? {}
    : {
        ...(one.head === other.head ? {} : { line: true }),
        headers: differingHeaders(one, other),
        ...bodyMarks(one.body, other.body),
      };

/** An exchange with those parts marked that another exchange has not, or has otherwise. */
export const markedAgainst = (one: PageExchange, other: PageExchange | undefined): PageExchange => ({
  ...one,
  marks: {
    request: messageMarks(one.request, other?.request),
    response:
      one.response !== undefined && other?.response !== undefined
        ? messageMarks(one.response, other.response)
        : other === undefined
          ? {}
          : { line: true },
  },
});

/** The text of a stream as a client reads it (WHATWG HTML, Server-sent events, Interpreting an event stream). */
export type EventStream = {
  /** Data of the events, in order, with their lines joined: events that an empty line ended and that have a data line. */
  readonly events: readonly string[];
  /** The same events, each with the name that it has; undefined for one without. */
  readonly named: readonly { readonly name: string | undefined; readonly data: string }[];
  /** The first line that cannot be a field of any name. */
  readonly stray: string | undefined;
  /** Names of the fields seen, each once, sorted; `comment` for lines that begin with a colon. */
  readonly fields: readonly string[];
  readonly dataLines: number;
  readonly emptyLines: number;
  /** Ids that events bring themselves, in order. */
  readonly ids: readonly string[];
  /** The last id of the stream; undefined without one. */
  readonly lastId: string | undefined;
};

/** The form of a field name. Clients ignore names that are not in the standard. */
const fieldName = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Whole lines, each ended by CRLF, LF or CR; a byte order mark at the beginning and an unended line at the end are left out. */
const linesOf = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .slice(0, -1);

/** Reads the text of a stream as a client does that conforms to that standard. */
export const readEventStream = (text: string): EventStream => {
  const events: string[] = [];
  const named: { readonly name: string | undefined; readonly data: string }[] = [];
  const fields = new Set<string>();
  const ids: string[] = [];
  let data: string[] = [];
  let id: string | undefined;
  let event: string | undefined;
  let stray: string | undefined;
  let dataLines = 0;
  let emptyLines = 0;
  let lastId: string | undefined;
  for (const line of linesOf(text)) {
    if (line === '') {
      emptyLines += 1;
      if (data.length > 0) {
        events.push(data.join('\n'));
        named.push({ name: event, data: data.join('\n') });
      }
      if (data.length > 0 && id !== undefined) ids.push(id);
      data = [];
      id = undefined;
      event = undefined;
      continue;
    }
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === '') fields.add('comment');
    else if (!fieldName.test(name)) stray ??= line;
    else fields.add(name);
    if (name === 'data') {
      dataLines += 1;
      data.push(value);
    }
    if (name === 'event') event = value;
    if (name === 'id' && !value.includes('\0')) {
      id = value;
      lastId = value;
    }
  }
  return { events, named, stray, fields: [...fields].sort(), dataLines, emptyLines, ids, lastId };
};

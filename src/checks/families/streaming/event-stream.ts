/** What a client makes of the text of a stream (WHATWG HTML, Server-sent events, Interpreting an event stream). */
export type EventStream = {
  /** Data of the events that were ended by an empty line and have a data line, the lines joined; in order. */
  readonly events: readonly string[];
  /** The first line that can be no field, whatever its name. */
  readonly stray: string | undefined;
  /** Names of fields that came, each once, in order of the alphabet; `comment` for lines that begin with a colon. */
  readonly fields: readonly string[];
  readonly dataLines: number;
  readonly emptyLines: number;
  /** The last id that was told; undefined without one. */
  readonly lastId: string | undefined;
};

/** What a name looks like; of names that are none of the standard a client takes no notice. */
const fieldName = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Whole lines, each ended by CRLF, LF or CR; a byte order mark at the beginning and an unended line at the end are left out. */
const linesOf = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .slice(0, -1);

/** Reads the text of a stream as a client does that keeps to that standard. */
export const readEventStream = (text: string): EventStream => {
  const events: string[] = [];
  const fields = new Set<string>();
  let data: string[] = [];
  let stray: string | undefined;
  let dataLines = 0;
  let emptyLines = 0;
  let lastId: string | undefined;
  for (const line of linesOf(text)) {
    if (line === '') {
      emptyLines += 1;
      if (data.length > 0) events.push(data.join('\n'));
      data = [];
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
    if (name === 'id' && !value.includes('\0')) lastId = value;
  }
  return { events, stray, fields: [...fields].sort(), dataLines, emptyLines, lastId };
};

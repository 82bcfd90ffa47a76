import type { StreamEvent } from '../../kit/event-stream.ts';
import { eventFrame } from '../../kit/event-stream.ts';
import type { Defects } from '../call.ts';

const line = ({ data }: StreamEvent): string => `${data}\n`;
const pretty = (entry: object): string => JSON.stringify(entry, null, 2);

/** The log stream. */
export const streamDefects: Defects = {
  'stream-json-type': {
    breaks: 'CDEV-92',
    note: 'The log stream has the media type application/json',
    settings: { stream: { contentType: 'application/json' } },
  },
  'stream-octet-type': {
    breaks: 'CDEV-92',
    note: 'The log stream has the media type application/octet-stream',
    settings: { stream: { contentType: 'application/octet-stream' } },
  },
  'stream-ndjson': {
    breaks: 'CDEV-92',
    note: 'The log stream is lines of JSON',
    alsoBreaks: { 'CDEV-93': 'a line of JSON is not a field of an event' },
    settings: { stream: { contentType: 'application/x-ndjson', frame: line, heartbeatMs: 0 } },
  },
  'sse-bare-json-lines': {
    breaks: 'CDEV-93',
    note: 'Each entry of the stream is a line of JSON without data',
    settings: { stream: { frame: line } },
  },
  'sse-no-blank-line': {
    breaks: 'CDEV-93',
    note: 'Events are not separated by an empty line',
    settings: { stream: { frame: (event) => eventFrame(event).trimEnd().concat('\n'), heartbeatMs: 0 } },
  },
  'sse-raw-newline-in-data': {
    breaks: 'CDEV-93',
    note: 'A line break inside an entry does not begin another data line',
    alsoBreaks: { 'CDEV-95': 'a client receives only the first line as data' },
    settings: { stream: { text: pretty, frame: ({ data }) => `data: ${data}\n\n` } },
  },
  'stream-closes-at-once': {
    breaks: 'CDEV-94',
    note: 'The stream ends after the first entries',
    settings: { stream: { endsAfterMs: 500 } },
  },
  'sse-data-plain-text': {
    breaks: 'CDEV-95',
    note: 'The data of an event is plain text',
    settings: { stream: { text: (entry) => Object.values(entry).join(' ') } },
  },
};

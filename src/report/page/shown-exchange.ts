import type { Contract } from '../../contract/model.ts';
import type { HeaderPair } from '../../model/exchange.ts';
import type { TargetRecord } from '../../model/record.ts';
import type { StoredExchange } from '../../model/stored-exchange.ts';
import type { Finding } from '../../model/verdict.ts';
import { curlCommand } from '../curl.ts';
import { shortened } from '../foreign-text.ts';
import { bodyLines, foldedLines } from './body-lines.ts';
import { marksOf, type MessageMarks } from './marks.ts';
import type { PageBody, PageExchange, PageMessage } from './page-model.ts';

/** Longest header value, and longest request target. */
const valueCharacters = 500;
const mostHeaders = 40;
/** Longest line of a body that is shown in part. */
const lineCharacters = 300;
/** Longest command: the body of a request may have 64 kB. */
const commandCharacters = 8000;

/** Where an exchange stands: its target, the contract that judged it where that is known, and the finding that it is the main evidence of. */
export type ShownWith = {
  readonly target: TargetRecord;
  readonly contract: Contract | undefined;
  readonly finding: Finding | undefined;
  /** Whether the page has room for its bodies. */
  readonly isWhole: boolean;
};

const isJsonText = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const sized = (bytes: number): string => (bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} kB`);

/** The body of a message, whole or reduced to the lines that matter. Line feeds are the only ends of lines that it keeps. */
const bodyOf = (raw: string, isJson: boolean, marks: MessageMarks, isWhole: boolean, notes: readonly string[]): PageBody => {
  const text = raw.replaceAll(/\r\n?/gu, '\n');
  if (isWhole) return { isJson, text, notes };
  const lines = foldedLines(bodyLines(text, isJson, marks)).map((line) =>
    'left' in line
      ? line
      : {
          ...line,
          ...(line.name === undefined ? {} : { name: shortened(line.name, lineCharacters) }),
          text: shortened(line.text, lineCharacters),
        },
  );
  return { isJson, lines, notes: [...notes, 'The page has no room for the whole of this body; it is in the folder exchanges of the run.'] };
};

const headersOf = (all: readonly HeaderPair[]): Pick<PageMessage, 'headers' | 'moreHeaders'> => ({
  headers: all.slice(0, mostHeaders).map(([name, value]) => [shortened(name, valueCharacters), shortened(value, valueCharacters)] as const),
  moreHeaders: Math.max(0, all.length - mostHeaders),
});

const requestOf = ({ sent }: StoredExchange, marks: MessageMarks, isWhole: boolean): PageMessage => {
  const { method, target, headers, body, truncated, octets } = sent;
  const notes = [
    ...(truncated === true ? ['Only the beginning of this body was stored.'] : []),
    ...(octets === undefined ? [] : ['This body is not text. Its curl command sends the same octets.']),
  ];
  const text = body ?? '';
  return {
    head: `${method} ${shortened(target, valueCharacters)}`,
    ...headersOf(headers),
    body: bodyOf(text, isJsonText(text), marks, isWhole, notes),
  };
};

const responseOf = ({ reply }: StoredExchange, marks: MessageMarks, isWhole: boolean): PageExchange['response'] => {
  if (reply.kind === 'no-answer') return undefined;
  const { text, json, bodyBytes, truncated } = reply;
  const notes = [
    ...(text === null ? [`${sized(bodyBytes)} that are not UTF-8 text.`] : []),
    ...(text !== null && text !== '' && json.kind === 'invalid' ? [`Not JSON: ${shortened(json.why, valueCharacters)}`] : []),
    ...(truncated === true ? [`Only the beginning of this body of ${sized(bodyBytes)} was stored.`] : []),
  ];
  return {
    head: String(reply.status),
    ...headersOf(reply.headers),
    body: bodyOf(text ?? '', json.kind === 'value', marks, isWhole, notes),
    bytes: bodyBytes,
  };
};

/** What a cut body lacks proves nothing: its rest was not stored. */
const honest = (marks: MessageMarks, isCut: boolean): MessageMarks => {
  if (!isCut) return marks;
  const { mayLack: _mayLack, ...rest } = marks;
  return rest;
};

/** An exchange as the page shows it: the location of a finding marked, and the command that sends its request again. */
export const shownExchange = (exchange: StoredExchange, { target, contract, finding, isWhole }: ShownWith): PageExchange => {
  const { sent, reply } = exchange;
  const found = finding === undefined ? { request: {}, response: {} } : marksOf(finding, exchange);
  const lacksCredential =
    found.request.header === 'authorization' && !sent.headers.some(([name]) => name.toLowerCase() === 'authorization');
  const marks = {
    request: honest(lacksCredential ? { lacksHeader: 'Authorization' } : found.request, sent.truncated === true),
    response: honest(found.response, reply.kind === 'answer' && reply.truncated === true),
  };
  const isReceived = exchange.delivery !== undefined;
  const response = responseOf(exchange, marks.response, isWhole);
  // What the target sent, no command repeats.
  const curl = isReceived ? undefined : curlCommand(exchange, target, contract);
  return {
    id: exchange.id,
    tookMs: Math.round(exchange.tookMs * 10) / 10,
    isReceived,
    faults: exchange.request.faults,
    marks,
    request: requestOf(exchange, marks.request, isWhole),
    ...(response === undefined ? {} : { response }),
    ...(reply.kind === 'no-answer' ? { failure: `${reply.failure}: ${shortened(reply.message, valueCharacters)}` } : {}),
    ...(curl === undefined ? {} : { curl: { command: shortened(curl.command, commandCharacters), notes: curl.notes } }),
  };
};

import type { HeaderPair } from '../model/exchange.ts';
import type { StoredExchange } from '../model/stored-exchange.ts';
import { visible } from './foreign-text.ts';
import { prettyJson } from './pretty-json.ts';

const fields = (headers: readonly HeaderPair[]): string => headers.map(([name, value]) => `${name}: ${value}\n`).join('');

const body = (text: string | null, isJson: boolean, isCut: boolean): string => {
  if (text === null || text === '') return '';
  const laidOut = isJson
    ? prettyJson(text)
        .map(({ depth, name, text: rest }) => `${'  '.repeat(depth)}${name === undefined ? '' : `${name}: `}${rest}`)
        .join('\n')
    : text;
  return `\n${laidOut}\n${isCut ? '… (only the beginning was stored)\n' : ''}`;
};

const isJsonText = (text: string | null): boolean => {
  try {
    return text !== null && JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
};

/** A request as text for people: request line, header fields, formatted body. */
export const requestText = ({ sent, delivery }: StoredExchange): string =>
  visible(
    `${delivery === undefined ? '' : 'Received by the sink of the run:\n'}${sent.method} ${sent.target}\n${fields(sent.headers)}${body(sent.body, isJsonText(sent.body), sent.truncated === true)}`,
  );

/** A reply as text for people, or why there is none. */
export const responseText = ({ reply }: StoredExchange): string => {
  if (reply.kind === 'no-answer') return visible(`No answer, ${reply.failure}: ${reply.message}\n`);
  const content = body(reply.text, reply.json.kind === 'value', reply.truncated === true);
  const unreadable = reply.text === null ? `\n${reply.bodyBytes} bytes that are not UTF-8 text\n` : '';
  return visible(`${reply.status}\n${fields(reply.headers)}${content}${unreadable}`);
};

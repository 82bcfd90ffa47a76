import type { HeaderPair } from '../../model/exchange.ts';
import type { StoredExchange } from '../../model/stored-exchange.ts';
import { shortened } from '../foreign-text.ts';
import { bodyView } from './body-view.ts';
import type { Marks, MessageMarks } from './marks.ts';
import { markup, type Markup } from './markup.ts';

/** Longest header value, and longest request target. */
const valueCharacters = 500;
const mostHeaders = 40;

const marked = (content: Markup, isMarked: boolean): Markup => (isMarked ? markup`<mark>${content}</mark>` : content);

const headerView = ([name, value]: HeaderPair, { header }: MessageMarks): Markup => {
  const content = markup`<b>${shortened(name, valueCharacters)}</b>: ${shortened(value, valueCharacters)}`;
  return markup`${marked(content, name.toLowerCase() === header)}\n`;
};

const headersView = (headers: readonly HeaderPair[], marks: MessageMarks): Markup => {
  const rest = headers.length - mostHeaders;
  const more = rest > 0 ? markup`<i>… ${rest} more header fields</i>\n` : '';
  const lacking = marks.lacksHeader === undefined ? '' : markup`<mark class="lacks"><b>${marks.lacksHeader}</b> was not sent</mark>\n`;
  return markup`${headers.slice(0, mostHeaders).map((pair) => headerView(pair, marks))}${more}${lacking}`;
};

const isJsonText = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const note = (content: Markup): Markup => markup`<p class="note">${content}</p>`;

const requestView = ({ sent, delivery }: StoredExchange, marks: MessageMarks): Markup => {
  const { method, target, headers, body } = sent;
  const lacksCredential = marks.header === 'authorization' && !headers.some(([name]) => name.toLowerCase() === 'authorization');
  const line = marked(markup`<b>${method}</b> ${shortened(target, valueCharacters)}`, marks.line === true);
  const fields = headersView(headers, lacksCredential ? { lacksHeader: 'Authorization' } : marks);
  const content =
    body === null || body === ''
      ? ''
      : bodyView(body, { isJson: isJsonText(body), pointer: marks.pointer, mayLack: marks.mayLack === true && sent.truncated !== true });
  const nothing = marks.pointer !== undefined && content === '' ? note(markup`<mark>No body.</mark>`) : '';
  const cut = sent.truncated === true ? note(markup`Only the beginning of this body was stored.`) : '';
  const octets = sent.octets === undefined ? '' : note(markup`This body is not text. Its curl command sends the same octets.`);
  return markup`<section><h5>${delivery === undefined ? 'Request' : 'Delivery, received'}</h5>\n<pre>${line}\n${fields}</pre>${content}${nothing}${cut}${octets}</section>`;
};

const sized = (bytes: number): string => (bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} kB`);

const responseBody = (reply: StoredExchange['reply'] & { readonly kind: 'answer' }, marks: MessageMarks): Markup => {
  const { pointer } = marks;
  const { text, json, bodyBytes } = reply;
  if (text === null) return note(markup`${sized(bodyBytes)} that are not UTF-8 text.`);
  if (text === '' && !reply.unfinished) return note(marked(markup`No body.`, pointer !== undefined));
  const why = json.kind === 'invalid' ? note(markup`Not JSON: ${shortened(json.why, valueCharacters)}`) : '';
  const cut = reply.truncated === true ? note(markup`Only the beginning of this body of ${sized(bodyBytes)} was stored.`) : '';
  return markup`${bodyView(text, { isJson: json.kind === 'value', pointer, mayLack: marks.mayLack === true && reply.truncated !== true })}${why}${cut}`;
};

const responseView = ({ reply, tookMs, delivery }: StoredExchange, marks: MessageMarks): Markup => {
  const took = `${tookMs < 10 ? tookMs.toFixed(1) : Math.round(tookMs)} ms`;
  if (reply.kind === 'no-answer') {
    const why = marked(markup`${reply.failure}: ${shortened(reply.message, valueCharacters)}`, marks.line === true);
    return markup`<section><h5>No answer <small>${took}</small></h5>${note(why)}</section>`;
  }
  const status = marked(markup`<b>${reply.status}</b>`, marks.line === true);
  const head = markup`<pre>${status}\n${headersView(reply.headers, marks)}</pre>`;
  return markup`<section><h5>${delivery === undefined ? 'Response' : 'Answer of the sink'} <small>${took}, ${sized(reply.bodyBytes)}</small></h5>\n${head}${responseBody(reply, marks)}</section>`;
};

/** One exchange, with request and response side by side if there is room, and the location of a finding marked. */
export const exchangeView = (exchange: StoredExchange, marks: Marks): Markup =>
  markup`<div class="exchange">${requestView(exchange, marks.request)}${responseView(exchange, marks.response)}</div>`;

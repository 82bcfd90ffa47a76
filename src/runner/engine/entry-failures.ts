import { operationWith } from '../../contract/operation.ts';
import { admissionTo } from '../../contract/admission.ts';
import { headerValues, isSuccess, outcomeOf, statusOf } from '../../contract/message.ts';
import type { Contract } from '../../contract/model.ts';
import { isQuotaErrorResponse } from '../../contract/quota-error-response.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { askedWaitMs, type QuotaNames } from '../../exchange/quota-words.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Target } from '../../model/target.ts';
import { type Advice, connectionAdvice } from './connection-advice.ts';

export type Around = {
  readonly contract: Contract;
  readonly target: Target;
  readonly names: QuotaNames;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The port of a plain base URL turned out to speak TLS. */
  readonly speaksTls: boolean;
};

/** A common way in which all reads fail, which shows nothing about any requirement, and what to do about it. */
export type EntryFailure = {
  readonly id: 'quota' | 'credential' | 'missing' | 'redirect' | 'page' | 'gateway' | 'too-large' | 'no-answer' | 'failing';
  is(exchange: Exchange, around: Around): boolean;
  /** It is enough that most reads fail so where none succeeds; else all of them must. */
  readonly byMost: boolean;
  explain(exchange: Exchange, around: Around): Advice;
};

const isStatus = (exchange: Exchange, ...statuses: readonly number[]): boolean => statuses.includes(statusOf(exchange) ?? 0);

const isHtmlType = (type: string): boolean => /^(text\/html|application\/xhtml\+xml)\b/i.test(type);

/** A web page where the document declares something else: its success does not count. */
export const isWebPage = (exchange: Exchange, contract: Contract): boolean => {
  if (!isSuccess(exchange) || exchange.reply.kind !== 'answer') return false;
  const [type = ''] = headerValues(exchange, 'content-type');
  if (!isHtmlType(type) || !/^\uFEFF?\s*(<!--[\s\S]*?-->\s*)*<(!doctype\s+html|html|head|body)\b/i.test(exchange.reply.text ?? ''))
    return false;
  const operation = operationWith(contract, exchange.request.operation);
  const declared = (operation?.responses ?? [])
    .filter(({ status }) => status === 'default' || status.startsWith('2'))
    .flatMap(({ content }) => content);
  return (
    declared.length > 0 &&
    !declared.some(({ mediaType }) => isHtmlType(mediaType) || mediaType.startsWith('*') || mediaType.startsWith('text/*'))
  );
};

/** A documented redirect is the purpose of the operation. */
const isDocumentedRedirect = (exchange: Exchange, contract: Contract): boolean => {
  const status = statusOf(exchange) ?? 0;
  const operation = operationWith(contract, exchange.request.operation);
  return isRedirect(status) && operation?.responses.some((one) => one.status === String(status) || one.status === '3XX') === true;
};

const isRedirect = (status: number): boolean => Math.floor(status / 100) === 3;

/** Is an answer a success as preflight requires it? */
export const works = (exchange: Exchange, contract: Contract): boolean =>
  (isSuccess(exchange) && !isWebPage(exchange, contract)) || isDocumentedRedirect(exchange, contract);

/** A text of the target for a message: one line of visible characters, not long. */
const quoted = (text: string): string =>
  text
    .replaceAll(/[^\x21-\x7e\xa1-\u{10ffff}]+/gu, ' ')
    .trim()
    .slice(0, 80);

const declaredTypes = (exchange: Exchange, contract: Contract): string => {
  const operation = operationWith(contract, exchange.request.operation);
  const types = (operation?.responses ?? [])
    .filter(({ status }) => status.startsWith('2'))
    .flatMap(({ content }) => content.map(({ mediaType }) => mediaType));
  return [...new Set(types)].join(' or ') || 'another type';
};

/** The next full minute after a time, in UTC; with the day where it is another one. */
const clockTime = (at: number, now: number): string => {
  const text = new Date(Math.ceil(at / 60_000) * 60_000).toISOString();
  const day = text.slice(0, 10) === new Date(now).toISOString().slice(0, 10) ? '' : `${text.slice(0, 10)} `;
  return `${day}${text.slice(11, 16)} UTC`;
};

const longestConfigured = 86_400;

/** A longer wait is a mistake of the server, and may exceed the range of dates. */
const longestRequestedMs = 366 * 86_400_000;

/** What to do about a used-up quota. */
export const quotaAdvice = (exchange: Exchange, { names, now }: Around): string => {
  const asked = askedWaitMs(exchange, names, now);
  if (asked === undefined) return 'it does not report for how long: run again later, or slower with --rate';
  const seconds = Math.max(1, Math.ceil(asked / 1_000));
  const wait = seconds <= longestConfigured ? `, or let the run wait (--set http.maxWaitSeconds=${seconds + 1})` : '';
  if (asked > longestRequestedMs)
    return 'it requests a wait of more than a year, which no client does: run again later, or slower with --rate';
  return `the target requests a wait of ${seconds} s: run again after ${clockTime(now + asked, now)}${wait}`;
};

/** The credentials of a read, in words. */
const sentCredential = (exchange: Exchange, { contract, target }: Around): string | undefined => {
  if (exchange.request.credential.kind === 'none') return undefined;
  const operation = operationWith(contract, exchange.request.operation);
  const admission = operation && admissionTo(contract, operation, target);
  if (admission?.kind !== 'passes' || admission.passes[0].isKey) return 'credential `key`';
  return `the credential of the security scheme "${admission.passes[0].scheme}"`;
};

/** Names of the schemes in a field of challenges: the first word of a part, without an equals sign after it. */
const schemesIn = (field: string): string[] =>
  field
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
    .split(',')
    .flatMap((part) => /^\s*([A-Za-z][\w-]*)(?=\s+[^\s=]|\s*$)/.exec(part)?.[1] ?? []);

/** The schemes of HTTP authentication that a document declares (OpenAPI 3.1, Security Scheme Object), in lower case. */
const declaredSchemes = ({ document }: Contract): ReadonlySet<string> => {
  const schemes = valueAt(document, '#/components/securitySchemes');
  const names = Object.values(isObject(schemes) ? schemes : {}).map((one) =>
    isObject(one) && one['type'] === 'http' ? one['scheme'] : undefined,
  );
  return new Set(names.flatMap((name) => (typeof name === 'string' ? [name.toLowerCase()] : [])));
};

/**
 * Schemes that authenticate through the header field Authorization (IANA, HTTP Authentication Scheme Registry), in lower case. A challenge with another name, such as
 * ApiKey, is what a service calls its own header field.
 */
const registeredSchemes: ReadonlySet<string> = new Set(
  'basic bearer concealed digest dpop gnap hoba mutual negotiate oauth privatetoken scram-sha-1 scram-sha-256 vapid'.split(' '),
);

/**
 * A challenge for a scheme other than the one that was sent (RFC 9110, section 11.6.1). One that the document declares beside what was sent is only the other way in, and
 * an invented name beside a key in a header field of its own may mean that field: the credential itself is refused.
 */
const otherScheme = (exchange: Exchange, contract: Contract): string | undefined => {
  const schemes = headerValues(exchange, 'www-authenticate').flatMap(schemesIn);
  const sent = exchange.sent.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1].split(' ')[0];
  const declared = declaredSchemes(contract);
  const isOwnKey = (scheme: string): boolean => declared.has(scheme) || !registeredSchemes.has(scheme);
  if (sent === undefined && schemes.some((scheme) => isOwnKey(scheme.toLowerCase()))) return undefined;
  if (schemes.length === 0 || schemes.some((scheme) => scheme.toLowerCase() === sent?.toLowerCase())) return undefined;
  const how = sent === undefined ? 'it was sent outside the header field Authorization' : `it was sent as ${sent}`;
  return `${how}, and the target requires ${quoted(schemes.join(' or '))} (WWW-Authenticate): check whether the document names the right scheme`;
};

const refusesCredential = (exchange: Exchange, around: Around): Advice => {
  const credential = sentCredential(exchange, around);
  if (credential === undefined)
    return {
      head: 'the target refuses reads for which the document requires no credential',
      advice:
        'the document should declare a security scheme, or a proxy in front of the API requires its own credential; --header "Authorization: env:VARIABLE" sends one with every request',
    };
  return {
    head: `the target refuses ${credential}`,
    advice: otherScheme(exchange, around.contract) ?? 'give one that is valid under this base URL',
  };
};

const redirects = (exchange: Exchange, { target }: Around): Advice => {
  if (statusOf(exchange) === 304)
    return {
      head: 'the target answers every read with 304',
      advice: 'no request had a condition, so that it has nothing to refer to: check the service and any cache in front of it',
    };
  const [location] = headerValues(exchange, 'location');
  const from = new URL(target.baseUrl);
  const here = URL.canParse(exchange.sent.target, from.origin) ? new URL(exchange.sent.target, from.origin) : from;
  if (location === undefined)
    return { head: 'the target redirects every read', advice: 'the answer names no location; the base URL may be another one' };
  if (!URL.canParse(location, here.href))
    return {
      head: 'the target redirects every read',
      advice: 'the location that the answer names is no address; the base URL may be another one',
    };
  const to = new URL(location, here.href);
  if (!to.protocol.startsWith('http'))
    return {
      head: `the target redirects every read to an address that is not of HTTP (${quoted(to.protocol)}); redirects are never followed`,
      advice: 'the base URL may be another one',
    };
  const shown = `${to.origin}${to.pathname.length > 60 ? `${to.pathname.slice(0, 60)}…` : to.pathname}`;
  const head = `the target redirects every read to ${quoted(shown)}; redirects are never followed`;
  if (to.hostname !== from.hostname)
    return { head, advice: `${to.hostname} is another host: the base URL may be another one, or the API is behind a login` };
  if (to.protocol === 'https:' && from.protocol === 'http:') return { head, advice: 'write the base URL with https://' };
  if (to.origin === from.origin && to.pathname === `${here.pathname}/`)
    return { head, advice: 'the paths end in a slash on the server, but not in the document: document them as they are served' };
  if (to.origin === from.origin && `${to.pathname}/` === here.pathname)
    return { head, advice: 'the paths end in a slash in the document, but not on the server: document them as they are served' };
  return { head, advice: 'the base URL may be another one, or the API is behind a login' };
};

const page = (exchange: Exchange, { contract }: Around): Advice => {
  const text = exchange.reply.kind === 'answer' ? (exchange.reply.text ?? '') : '';
  const [, title] = /<title[^>]*>([^<]*)/i.exec(text) ?? [];
  const named = title === undefined || quoted(title) === '' ? '' : ` ("${quoted(title)}")`;
  return {
    head: `the target answers every read with an HTML page${named} where the document declares ${declaredTypes(exchange, contract)}`,
    advice: 'a login page or another web site is at this address: check whether the base URL is that of the API',
  };
};

/** Was an answer too large to be read? */
export const isTooLarge = ({ reply }: Exchange): boolean => reply.kind === 'no-answer' && reply.failure === 'too-large';

/** The message of such an answer: the limit, and how to raise it. */
export const tooMuch = ({ reply }: Exchange): string => (reply.kind === 'no-answer' ? reply.message : '');

const serverOf = (exchange: Exchange): string => {
  const [server] = headerValues(exchange, 'server');
  return server === undefined ? '' : `, which calls itself ${quoted(server)},`;
};

/** In the order of testing: the first that applies counts. */
export const entryFailures: readonly EntryFailure[] = [
  {
    id: 'quota',
    is: (exchange, { contract }) => isQuotaErrorResponse(contract, exchange),
    byMost: true,
    explain: (exchange, around) => {
      const credential = sentCredential(exchange, around);
      const whose = credential === undefined ? 'the quota' : `the quota of ${credential}`;
      return {
        head: `the target refuses every read with ${outcomeOf(exchange)}: ${whose} is used up`,
        advice: quotaAdvice(exchange, around),
      };
    },
  },
  { id: 'credential', is: (exchange) => isStatus(exchange, 401, 403), byMost: true, explain: refusesCredential },
  {
    id: 'missing',
    is: (exchange) => isStatus(exchange, 404),
    byMost: false,
    explain: () => ({ head: 'no operation exists under this base URL', advice: 'check its path' }),
  },
  {
    id: 'redirect',
    is: (exchange) => isRedirect(statusOf(exchange) ?? 0),
    byMost: true,
    explain: redirects,
  },
  { id: 'page', is: (exchange, { contract }) => isWebPage(exchange, contract), byMost: true, explain: page },
  {
    id: 'gateway',
    is: (exchange) => isStatus(exchange, 502, 504),
    byMost: false,
    explain: (exchange) => ({
      head: 'the target is down',
      advice: `a proxy or gateway${serverOf(exchange)} answers, but the service behind it does not: check the service itself`,
    }),
  },
  {
    id: 'too-large',
    is: isTooLarge,
    byMost: false,
    explain: (exchange) => ({ head: 'no read can be judged, because each answer is too large', advice: tooMuch(exchange) }),
  },
  {
    id: 'no-answer',
    is: (exchange, { speaksTls }) => speaksTls || statusOf(exchange) === undefined,
    byMost: false,
    explain: (exchange, { target, speaksTls }) =>
      connectionAdvice(exchange, { url: new URL(target.baseUrl), timeoutMs: target.http.timeoutMs, speaksTls }),
  },
  {
    id: 'failing',
    is: (exchange) => (statusOf(exchange) ?? 500) >= 500,
    byMost: false,
    explain: (exchange) => ({
      head: 'the target is down',
      advice: isStatus(exchange, 503)
        ? 'the service, or a proxy in front of it, reports that it is not available now: run again later'
        : 'it answers with failures only: check its log',
    }),
  },
];

const mostShown = 5;

const outcomeLine = (exchange: Exchange): string => `${exchange.request.operation ?? exchange.request.path}: ${outcomeOf(exchange)}`;

/** Each read with its outcome; of many reads the first ones. */
export const outcomesOf = (exchanges: readonly Exchange[]): string => {
  const shown = exchanges.slice(0, mostShown).map(outcomeLine).join(', ');
  return exchanges.length > mostShown ? `${shown} and ${exchanges.length - mostShown} more` : shown;
};

/** The failure that all of these share, or most of them where that is enough; undefined where one succeeds, or none is shared. */
export const sharedFailure = (exchanges: readonly Exchange[], around: Around): EntryFailure | undefined => {
  if (exchanges.length === 0 || exchanges.some((exchange) => works(exchange, around.contract))) return undefined;
  const kinds = exchanges.map((exchange) => entryFailures.find((one) => one.is(exchange, around)));
  return entryFailures.find((one) => {
    const those = one.id === 'failing' ? exchanges.filter((exchange) => one.is(exchange, around)) : kinds.filter((kind) => kind === one);
    return those.length === exchanges.length || (one.byMost && those.length * 2 > exchanges.length);
  });
};

/** One sentence: what happens, to which reads, and what to do. */
export const sentenceOf = (failure: EntryFailure, exchanges: readonly Exchange[], around: Around, advice?: string): string => {
  const example = exchanges.find((exchange) => failure.is(exchange, around)) ?? exchanges[0];
  if (example === undefined) throw new Error('An entry failure needs an exchange that shows it');
  const { head, advice: usual } = failure.explain(example, around);
  return `${head} (${outcomesOf(exchanges)}): ${advice ?? usual}`;
};

import { redacted } from '../model/mask.ts';
import { causeOf, fetchText, type FetchedText, mostBytes, type Reach } from './fetch-text.ts';
import { proxyFor } from './proxies.ts';
import { UsageError } from './usage-error.ts';

/** A document as an address gave it. */
export type FetchedDocument = {
  readonly text: string;
  /** Where it was in the end: behind redirects, or found at the given address. */
  readonly url: URL;
  /** The address without what may be secret in it: user name, password, query and fragment. */
  readonly shown: string;
  /** The same as it is recorded: with a mask, by which it is known that something is missing. */
  readonly recorded: string;
};

/** For everything that is asked to find one document. */
const longestMs = 20_000;
/** For one of the usual places, where most answer that there is nothing. */
const longestPlaceMs = 5_000;
const mostRedirects = 3;

const accept = 'application/vnd.oai.openapi+json, application/json, application/yaml, */*;q=0.5';

/** An address for messages and files: a query may hold a token. */
const shownAddress = ({ origin, pathname, search }: URL, instead = '…'): string =>
  `${origin}${pathname}${search === '' ? '' : `?${instead}`}`;

const documentAt = (text: string, url: URL): FetchedDocument => ({
  text,
  url,
  shown: shownAddress(url),
  recorded: shownAddress(url, redacted),
});

const isPage = (text: string): boolean => /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html)\b/iu.test(text.slice(0, 4_000));

/** The member that makes a document, in JSON or YAML. Whether it can be read is decided later. */
const isDocumentText = (text: string): boolean =>
  /^\s*[{,]?\s*["']?(?:openapi|swagger)["']?\s*:/mu.test(text) || /"(?:openapi|swagger)"\s*:/u.test(text);

/** Where pages that show a document (Swagger UI, ReDoc, Scalar and others) name it. */
const namingForms: readonly RegExp[] = [
  /\burl\s*:\s*["']([^"']+)["']/giu,
  /\b(?:spec-url|data-url|apiDescriptionUrl)\s*=\s*["']([^"']+)["']/giu,
  /["']([^"'\s<>]*(?:openapi|swagger|api-docs)[^"'\s<>]*\.(?:json|ya?ml))["']/giu,
];

const namedOn = (page: string, at: URL): readonly URL[] => {
  const written = namingForms.flatMap((form) => Array.from(page.matchAll(form), ([, address = '']) => address));
  const resolved = written.flatMap((address) => (URL.canParse(address, at.href) ? [new URL(address, at)] : []));
  const web = resolved.filter(({ protocol }) => /^https?:$/u.test(protocol));
  return [...new Map(web.map((url) => [url.href, url])).values()].slice(0, 3);
};

/**
 * Where frameworks serve the document of an API: FastAPI, NestJS and many others, Spring (springdoc), ASP.NET (Swashbuckle and its successor), Express, and
 * what gateways agree on.
 */
const usualPlaces = [
  'openapi.json',
  'openapi.yaml',
  'swagger.json',
  'v3/api-docs',
  'swagger/v1/swagger.json',
  'openapi/v1.json',
  'api-docs',
  'api-json',
  'api/openapi.json',
  'docs/openapi.json',
  'swagger.yaml',
  '.well-known/openapi.json',
];

/** The usual places below an address, and then those of its host. */
const placesBelow = (url: URL): readonly URL[] => {
  const own = new URL(`${url.origin}${url.pathname.replace(/\/*$/u, '/')}`);
  const bases = own.pathname === '/' ? [own] : [own, new URL('/', url)];
  return bases.flatMap((base) => usualPlaces.map((place) => new URL(place, base)));
};

/** Could an address be that of an API or of its pages, and not of a document? */
const mayBeApi = ({ pathname, search }: URL): boolean => search === '' && !/\.(?:json|ya?ml)$/iu.test(pathname);

const pageWords = (page: string, url: URL): string => {
  const named = namedOn(page, url).map(({ href }) => href);
  const advice =
    named.length > 0
      ? `it names ${named.join(' and ')}: give that`
      : 'give the address of the document that it shows, often /openapi.json, /v3/api-docs or /swagger/v1/swagger.json on the same host';
  return `Cannot use ${shownAddress(url)}: it is a page for people, not an OpenAPI document; ${advice}`;
};

type Answered = { readonly answer: FetchedText; readonly url: URL; readonly left?: string };

/** Follows redirects on one host only, and from https to http never. `left` is where another one leads. */
const followed = async (from: URL, reach: Reach, signal: AbortSignal): Promise<Answered> => {
  let url = from;
  for (let step = 0; ; step += 1) {
    const answer = await fetchText(url, accept, reach, signal);
    const { status, location } = answer;
    if (status < 300 || status > 399 || location === null || !URL.canParse(location, url.href)) return { answer, url };
    const next = new URL(location, url);
    if (!/^https?:$/u.test(next.protocol)) return { answer, url, left: `an address of ${next.protocol}` };
    const isSame = next.hostname === url.hostname && !(url.protocol === 'https:' && next.protocol !== 'https:');
    if (!isSame || next.username !== '' || step === mostRedirects) return { answer, url, left: shownAddress(next) };
    url = next;
  }
};

/** The first of some places that has a document. Nothing is said of the others. */
const firstDocument = async (places: readonly URL[], reach: Reach, signal: AbortSignal): Promise<FetchedDocument | undefined> => {
  for (const place of places) {
    if (signal.aborted) return undefined;
    try {
      const { answer, url, left } = await followed(place, reach, AbortSignal.any([signal, AbortSignal.timeout(longestPlaceMs)]));
      const { status, text } = answer;
      if (left === undefined && status === 200 && text !== undefined && !isPage(text) && isDocumentText(text)) return documentAt(text, url);
    } catch {
      // Another place may answer.
    }
  }
  return undefined;
};

const addressOf = (address: string): URL => {
  if (!URL.canParse(address))
    throw new UsageError('Cannot fetch the document: this is no address; write it like https://api.example/openapi.json');
  const url = new URL(address);
  const refuse = (why: string): never => {
    throw new UsageError(`Cannot fetch ${shownAddress(url)}: ${why}`);
  };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('an address begins with http:// or https://');
  if (url.username !== '' || url.password !== '')
    return refuse('it contains a user name or password; save the document with another program and give its path');
  url.hash = '';
  return url;
};

/**
 * Fetches a document without credentials. At most three redirects are followed, on the same host. Where the address is not that of a document, but may be that of an
 * API or of a page that shows one, the documents that the page names on its own host and the places where frameworks serve them are tried.
 * @param stop Ends it early.
 * @throws {UsageError} that says what to give instead: for an address that cannot be used, that does not answer within 20 seconds, that answers
 *   something other than 200, more than 20 MB, or a page without a document.
 */
export const fetchDocument = async (address: string, stop: AbortSignal, reach: Reach = {}): Promise<FetchedDocument> => {
  const from = addressOf(address);
  const refuseAt = (url: URL, why: string): UsageError => new UsageError(`Cannot fetch ${shownAddress(url)}: ${why}`);
  const limit = AbortSignal.timeout(longestMs);
  const signal = AbortSignal.any([stop, limit]);
  try {
    const { answer, url, left } = await followed(from, reach, signal);
    const { status, text } = answer;
    const isPageHere = text !== undefined && isPage(text);
    const isWhole = left === undefined && status === 200 && text !== undefined;
    if (isWhole && !isPageHere && (isDocumentText(text) || !mayBeApi(url))) return documentAt(text, url);
    // Anything but a document: an API answers its root as it likes.
    if (left === undefined && mayBeApi(from)) {
      const named = isPageHere ? namedOn(text, url).filter(({ origin }) => origin === url.origin) : [];
      const found = await firstDocument([...named, ...placesBelow(from)], reach, signal);
      if (found !== undefined) return found;
    }
    if (left !== undefined)
      throw refuseAt(url, `it redirects to ${left}; give ${left.startsWith('http') ? 'that address' : 'the address of a document'}`);
    if (status === 401 || status === 403)
      throw refuseAt(url, `it answers ${status}; save the document with a program that is allowed to read it, and give its path`);
    if (status !== 200)
      throw refuseAt(
        url,
        `it answers ${status}${mayBeApi(from) ? `, and there is no document at the usual places below it, such as /${usualPlaces[0]} and /${usualPlaces[3]}` : ''}; give the address at which the document is`,
      );
    if (text === undefined) throw refuseAt(url, `it sends more than the limit of ${mostBytes} bytes; save the document and give its path`);
    if (isPageHere) throw new UsageError(pageWords(text, url));
    return documentAt(text, url);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (limit.aborted) throw refuseAt(from, `no whole answer within ${longestMs / 1000} seconds`);
    const proxy = reach.proxies && proxyFor(reach.proxies, from);
    const by = proxy === undefined ? '' : ` (by the proxy ${new URL(proxy.origin).host})`;
    throw refuseAt(from, stop.aborted ? 'stopped' : `${causeOf(error)}${by}`);
  }
};

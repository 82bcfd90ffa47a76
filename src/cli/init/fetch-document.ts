import { UsageError } from '../../config/usage-error.ts';
import { causeOf, mostBytes, textWithin } from '../../contract/document/files.ts';

/** A document as an address gave it. */
export type FetchedDocument = {
  readonly text: string;
  readonly url: URL;
  /** The address without what may be secret in it: user name, password, query and fragment. */
  readonly shown: string;
};

const longestMs = 20_000;

/** An address for messages and files: a query may hold a token. */
const shownAddress = ({ origin, pathname, search }: URL): string => `${origin}${pathname}${search === '' ? '' : '?…'}`;

const isPage = (text: string): boolean => /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html)\b/iu.test(text.slice(0, 4_000));

/** Where pages that show a document (Swagger UI, ReDoc, Scalar and others) name it. */
const namingForms: readonly RegExp[] = [
  /\burl\s*:\s*["']([^"']+)["']/giu,
  /\b(?:spec-url|data-url|apiDescriptionUrl)\s*=\s*["']([^"']+)["']/giu,
  /["']([^"'\s<>]*(?:openapi|swagger|api-docs)[^"'\s<>]*\.(?:json|ya?ml))["']/giu,
];

const namedOn = (page: string, at: URL): readonly string[] => {
  const written = namingForms.flatMap((form) => Array.from(page.matchAll(form), ([, address = '']) => address));
  const resolved = written.flatMap((address) => (URL.canParse(address, at.href) ? [new URL(address, at)] : []));
  return [...new Set(resolved.filter(({ protocol }) => /^https?:$/u.test(protocol)).map(({ href }) => href))].slice(0, 3);
};

const pageWords = (page: string, url: URL, shown: string): string => {
  const named = namedOn(page, url);
  const advice =
    named.length > 0
      ? `it names ${named.join(' and ')}: give that`
      : 'give the address of the document that it shows, often /openapi.json, /v3/api-docs or /swagger/v1/swagger.json on the same host';
  return `Cannot use ${shown}: it is a page for people, not an OpenAPI document; ${advice}`;
};

/**
 * Fetches a document once, without credentials and without following redirects.
 * @param stop Ends it early.
 * @throws {UsageError} that says what to give instead: for an address that cannot be used, that does not answer within 20 seconds, that answers
 *   something other than 200, more than 20 MB, or a page.
 */
export const fetchDocument = async (address: string, stop: AbortSignal): Promise<FetchedDocument> => {
  if (!URL.canParse(address))
    throw new UsageError('Cannot fetch the document: this is no address; write it like https://api.example/openapi.json');
  const url = new URL(address);
  const shown = shownAddress(url);
  const refuse = (why: string): never => {
    throw new UsageError(`Cannot fetch ${shown}: ${why}`);
  };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('an address begins with http:// or https://');
  if (url.username !== '' || url.password !== '')
    return refuse('it contains a user name or password; save the document with another program and give its path');
  const limit = AbortSignal.timeout(longestMs);
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.any([stop, limit]),
      headers: { accept: 'application/vnd.oai.openapi+json, application/json, application/yaml, */*;q=0.5' },
    });
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null && URL.canParse(location, url.href)) {
      await response.body?.cancel();
      return refuse(`it redirects to ${shownAddress(new URL(location, url))}; give that address`);
    }
    if (response.status === 401 || response.status === 403) {
      await response.body?.cancel();
      return refuse(`it answers ${response.status}; save the document with a program that is allowed to read it, and give its path`);
    }
    if (response.status !== 200) {
      await response.body?.cancel();
      return refuse(`it answers ${response.status}; give the address at which the document is`);
    }
    const text = await textWithin(response);
    if (text === undefined) return refuse(`it sends more than the limit of ${mostBytes} bytes; save the document and give its path`);
    if (isPage(text)) throw new UsageError(pageWords(text, url, shown));
    return { text, url, shown };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (limit.aborted) return refuse(`no whole answer within ${longestMs / 1000} seconds`);
    return refuse(stop.aborted ? 'stopped' : causeOf(error));
  }
};

import { statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';

/** Does an answer refuse a request with made-up values: then it may be right (RFC 9110, section 15.5). */
export const mayBlameValues = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 400 && status < 500 && (exchange.request.madeUp ?? []).length > 0;
};

/** The reason for a case whose request may have been refused because of made-up values, and what to do about it. */
export const sentenceAboutValues = ({ request, sent }: Exchange, outcome: string): string =>
  `${sent.method} ${sent.target} was answered ${outcome}, and nothing vouches for what assay sent as ${(request.madeUp ?? []).join(', ')}: ` +
  `give usable values of ${request.operation ?? 'it'} under values, or examples in the document`;
